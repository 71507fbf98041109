// Signing in: the password goes out as JSON, which no form of another site can send.
(() => {
  "use strict";
  const { byId, request } = window.tiaowen;
  byId("ad-login").addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.target.querySelector("button");
    const said = byId("ad-login-said");
    button.disabled = true;
    said.textContent = "";
    try {
      const body = JSON.stringify({ name: byId("ad-name").value, password: byId("ad-password").value });
      await request("/admin/api/login", { method: "POST", headers: { "content-type": "application/json" }, body });
      window.location.reload();
    } catch (error) {
      said.textContent = error.message;
      byId("ad-password").value = "";
      byId("ad-password").focus();
      button.disabled = false;
    }
  });
})();
