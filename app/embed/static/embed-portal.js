// The page that embeds this one: which it may be, what it is told, what is taken from it.
(() => {
  "use strict";
  const embedded = window.parent !== window;
  const portals = (document.documentElement.dataset.portals ?? "").split(" ").filter(Boolean);
  const allowed = new Set([window.location.origin, ...portals]);
  const listeners = new Map();

  function referrer() {
    try {
      return new URL(document.referrer).origin;
    } catch {
      return ""; // the embedding page sends none
    }
  }

  // Its origin as the browser tells it; where the browser tells nothing, every allowed one is tried.
  const told = [window.location.ancestorOrigins?.[0], referrer()].find((origin) => allowed.has(origin));
  const targets = told ? [told] : [...allowed];

  function say(type, detail = {}) {
    if (!embedded) return;
    for (const origin of targets) window.parent.postMessage({ type: "tiaowen:" + type, ...detail }, origin);
  }

  window.addEventListener("message", (event) => {
    if (!embedded || event.source !== window.parent || !allowed.has(event.origin)) return;
    const said = event.data;
    if (said === null || typeof said !== "object" || typeof said.type !== "string") return;
    listeners.get(said.type)?.(said);
  });

  window.tiaowen.portal = { embedded, say, hear: (type, listener) => listeners.set("tiaowen:" + type, listener) };
})();
