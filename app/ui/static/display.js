// Light or dark, normal or large type: the system's choice (embedded, the portal's) until the reader makes one, which
// this browser remembers.
(() => {
  "use strict";
  const { byId, watch } = window.tiaowen;
  const page = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  function remembered(name) {
    try {
      return localStorage.getItem("tiaowen." + name);
    } catch {
      return null; // a browser that keeps nothing, or an embedded page without storage
    }
  }

  function remember(name, value) {
    try {
      localStorage.setItem("tiaowen." + name, value);
    } catch {
      // then it holds until the page is closed
    }
  }

  let theme = remembered("theme");
  let type = remembered("type");
  const dark = () => (theme || page.dataset.theme ? (theme || page.dataset.theme) === "dark" : system.matches);

  function apply() {
    page.classList.toggle("dark", dark());
    page.dataset.type = type === "large" ? "large" : "normal";
    page.style.colorScheme = dark() ? "dark" : "light";
    // gradio keeps a class of its own on the body and sets it from the system when it starts
    if (document.body && document.body.classList.contains("dark") !== dark()) {
      document.body.classList.toggle("dark", dark());
    }
    for (const [id, on] of [["tw-dark", dark()], ["tw-large", type === "large"]]) {
      const button = byId(id);
      if (button) button.setAttribute("aria-pressed", String(on));
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("button");
    if (!button) return;
    if (button.id === "tw-dark") remember("theme", (theme = dark() ? "light" : "dark"));
    else if (button.id === "tw-large") remember("type", (type = type === "large" ? "normal" : "large"));
    else return;
    apply();
  });

  system.addEventListener("change", apply);
  watch(apply);
  apply();
})();
