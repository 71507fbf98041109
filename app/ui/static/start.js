// What the other scripts share: the public prefix, requests to our own service, word of changes, and announcements.
// Both shells (the chat page and the embedded page) load these scripts in the order of app/ui/assets.py.
(() => {
  "use strict";
  const watchers = [];
  const root = () => document.documentElement.dataset.root ?? "";
  const byId = (id) => document.getElementById(id);

  // The embedded page puts its own in place of this: it adds the portal's token.
  window.tiaowenFetch ??= (path, options) => fetch(root() + path, options);

  // The answer of our own service; where there is none, an Error whose message is fit for the reader.
  async function request(path, options) {
    let response;
    try {
      response = await window.tiaowenFetch(path, options);
    } catch (error) {
      if (error.told) throw error; // the embedded page's own words about the portal's token
      throw new Error("连不上服务，请检查网络后再试。");
    }
    if (!response.ok) throw new Error(await reason(response));
    return response;
  }

  // Our own errors are JSON, those of HTML fragments a note; anything else is a proxy's page, for instance.
  async function reason(response) {
    const body = await response.text().catch(() => "");
    let told = "";
    try {
      told = String(JSON.parse(body).error.message);
    } catch {
      told = new DOMParser().parseFromString(body, "text/html").querySelector(".tw-note")?.textContent ?? "";
    }
    return told || `服务没有完成这次请求（${response.status}），请稍后再试。`;
  }

  // For what the scripts themselves have to say; answers are announced by the shell in #tw-status.
  function announce(words) {
    let place = byId("tw-live");
    if (!place) {
      place = document.createElement("div");
      place.id = "tw-live";
      place.className = "tw-sr";
      place.setAttribute("role", "status");
      document.body.append(place);
    }
    place.textContent = "";
    window.requestAnimationFrame(() => (place.textContent = words));
  }

  // Once per element: what the sanitiser would not have let through.
  function describe(element, attributes) {
    if (!element || element.dataset.tw) return;
    element.dataset.tw = "1";
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  }

  function element(tag, className, words) {
    const made = document.createElement(tag);
    made.className = className;
    if (words) made.textContent = words;
    if (tag === "button") made.type = "button";
    return made;
  }

  function button(event, name) {
    const found = event.target instanceof Element && event.target.closest("button, a");
    return found && found.classList.contains(name) ? found : null;
  }

  let due = false;
  function changed() {
    if (due) return;
    due = true;
    window.requestAnimationFrame(() => {
      due = false;
      for (const watcher of watchers) watcher();
    });
  }
  new MutationObserver(changed).observe(document.documentElement, { childList: true, subtree: true });

  window.tiaowen = {
    root,
    byId,
    request,
    reason,
    announce,
    describe,
    element,
    button,
    watch: (watcher) => watchers.push(watcher),
    narrow: window.matchMedia("(max-width: 767px)"),
  };
})();
