// The embedded page as a whole: its beginning, its way out into a window of its own, and its manners towards the portal.
(() => {
  "use strict";
  const { byId, element, request, root, portal, token, asking } = window.tiaowen;

  async function begin() {
    try {
      const { examples } = await (await request("/embed/start", { method: "POST" })).json();
      byId("tw-examples").replaceChildren(...examples.map((question) => element("button", "tw-example", question)));
    } catch (error) {
      asking.trouble(error.message, error.code);
    }
  }

  byId("tw-examples").addEventListener("click", (event) => {
    if (event.target.closest(".tw-example")) asking.ask(event.target.textContent);
  });

  // Links lead out of the frame. With a token they are forms: an address would keep the token in histories and logs.
  document.addEventListener("click", async (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    if (!link || event.defaultPrevented) return;
    const { pathname, search } = new URL(link.href);
    const next = (pathname === window.location.pathname ? `${root()}/` : pathname) + search; // ?article=… is the chat page's
    link.href = next;
    link.target = "_blank";
    link.rel = "noopener";
    if (!token.needed) return;
    event.preventDefault();
    try {
      enter(await token.current(), next);
    } catch (error) {
      asking.trouble(error.message, error.code);
    }
  });

  function enter(bearer, next) {
    const form = element("form", "");
    form.method = "post";
    form.action = `${root()}/enter`;
    form.target = "_blank";
    form.rel = "noopener";
    form.hidden = true;
    for (const [name, value] of Object.entries({ token: bearer, next })) {
      const field = element("input", "");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      form.append(field);
    }
    document.body.append(form);
    form.submit();
    form.remove();
  }

  // Escape closes the article first, and the widget's panel only where nothing of this page took it.
  let covered = false;
  document.addEventListener("keydown", () => (covered = document.body.classList.contains("tw-open-panel")), true);
  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing && !event.defaultPrevented && !covered) portal.say("close");
  });

  // How high the page would like to be, for a portal that fits its frame to it.
  let height = 0;
  const parts = ["tw-masthead", "tw-welcome", "tw-earlier", "tw-current", "tw-composer"];
  const grown = new ResizeObserver(() => {
    const wanted = Math.ceil(parts.reduce((sum, id) => sum + byId(id).offsetHeight, 24));
    if (wanted !== height) portal.say("height", { height: (height = wanted) });
  });
  for (const id of parts) grown.observe(byId(id));

  portal.hear("focus", () => asking.box.focus());
  portal.hear("ask", ({ question }) => {
    if (typeof question === "string") asking.ask(question.slice(0, 10_000));
  });
  portal.say("ready");
  begin();
})();
