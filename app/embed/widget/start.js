// Opening, closing, keyboard, and what the portal's own scripts may call.
function start() {
  if ((window.tiaowen && window.tiaowen.destroy) || !document.documentElement.attachShadow) return; // loaded twice, or too old a browser
  const view = build();
  colours(view);
  const narrow = window.matchMedia("(max-width: 480px)");
  const isOpen = () => !view.panel.hidden;
  const talk = new Talk(view, quietly(() => close()));
  let inert = false; // whether it was this script that took the page below a full-screen panel out of reach

  function cover() {
    const covering = isOpen() && narrow.matches;
    if (covering) view.panel.setAttribute("aria-modal", "true");
    else view.panel.removeAttribute("aria-modal");
    if (covering !== inert && document.body && (inert || !document.body.inert)) {
      document.body.inert = covering;
      inert = covering;
    }
  }

  function open(question) {
    if (!isOpen()) {
      view.panel.hidden = false;
      view.launcher.setAttribute("aria-expanded", "true");
      view.launcher.setAttribute("aria-label", "收起" + title());
      view.frame.classList.add("open");
      cover();
      if (!talk.frame) talk.begin();
      tell("open", {});
    }
    if (talk.frame) {
      talk.frame.focus();
      talk.say({ type: "tiaowen:focus" });
    } else view.close.focus();
    if (question) talk.say({ type: "tiaowen:ask", question: String(question) });
  }

  function close() {
    if (!isOpen()) return;
    view.panel.hidden = true;
    view.launcher.setAttribute("aria-expanded", "false");
    view.launcher.setAttribute("aria-label", "打开" + title());
    view.frame.classList.remove("open");
    cover();
    view.launcher.focus();
    tell("close", {});
  }

  function destroy() {
    close();
    talk.remove();
    view.host.remove();
    delete window.tiaowen;
  }

  view.launcher.addEventListener("click", quietly(() => (isOpen() ? close() : open())));
  view.close.addEventListener("click", quietly(() => close()));
  view.panel.addEventListener(
    "keydown",
    quietly((event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.stopPropagation();
      close();
    }),
  );
  if (narrow.addEventListener) narrow.addEventListener("change", quietly(cover));
  window.tiaowen = { open: quietly(open), close: quietly(close), destroy: quietly(destroy) };
  tell("loaded", {});
}

if (!base) console.error("条问挂件：找不到自己的地址，请用 <script src=\"…/widget.js\"> 引入，不要改名或内联。");
else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", quietly(start));
else quietly(start)();
