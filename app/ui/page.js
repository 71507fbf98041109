// The page's own behaviour: opening an article beside the answer, copying, keyboard and screen-reader support.
// Texts are only ever moved as DOM nodes or text, never parsed as HTML again.
(() => {
  "use strict";
  document.documentElement.lang = "zh-CN";
  const byId = (id) => document.getElementById(id);
  const narrow = window.matchMedia("(max-width: 899px)");
  let opener = ""; // id of the button that opened the panel
  let asked = ""; // the question scrolled to last
  let linked = false; // a permanent link opens its article once

  // Asked for by a person, the panel takes the focus; shown beside a new answer, it leaves it in the question box.
  function open(target, focus = true) {
    const source = byId("tw-record-" + target);
    const body = byId("tw-panel-body");
    if (!source || !body) return;
    const copy = source.cloneNode(true);
    copy.hidden = false;
    for (const inner of copy.querySelectorAll("[id]")) inner.removeAttribute("id");
    copy.id = "tw-shown";
    body.replaceChildren(copy);
    byId("tw-panel-empty").hidden = true;
    document.body.classList.add("tw-open-panel");
    modal(narrow.matches);
    for (const other of document.querySelectorAll(".tw-open")) {
      const here = other.classList.contains("tw-to-" + target);
      other.classList.toggle("tw-active", here);
      other.setAttribute("aria-expanded", String(here));
    }
    const title = copy.querySelector(".tw-record-title");
    if (title && focus) title.focus({ preventScroll: true });
    const frame = byId("tw-panel-frame");
    const mark = copy.querySelector("mark");
    frame.scrollTop = 0;
    if (mark) {
      const below = mark.getBoundingClientRect().top - frame.getBoundingClientRect().top;
      if (below > frame.clientHeight * 0.7) frame.scrollTop = below - frame.clientHeight * 0.3;
    }
  }

  function show(button, focus = true) {
    const target = [...button.classList].find((name) => name.startsWith("tw-to-"));
    opener = button.id;
    if (target) open(target.slice("tw-to-".length), focus);
  }

  function close() {
    if (!document.body.classList.contains("tw-open-panel")) return;
    document.body.classList.remove("tw-open-panel");
    modal(false);
    byId("tw-panel-body").replaceChildren();
    byId("tw-panel-empty").hidden = false;
    for (const other of document.querySelectorAll(".tw-open")) {
      other.classList.remove("tw-active");
      other.setAttribute("aria-expanded", "false");
    }
    const back = byId(opener) || document.querySelector("#tw-box textarea");
    if (back) back.focus();
  }

  // On a narrow screen the panel covers the page: what lies under it must not take the focus.
  function modal(covering) {
    const frame = byId("tw-panel-frame");
    frame.setAttribute("role", covering ? "dialog" : "region");
    if (covering) frame.setAttribute("aria-modal", "true");
    else frame.removeAttribute("aria-modal");
    for (const id of ["tw-talk", "tw-masthead"]) if (byId(id)) byId(id).inert = covering;
  }

  function copied(button, done) {
    const label = button.dataset.label || button.textContent;
    button.dataset.label = label;
    button.textContent = done ? "已复制" : "复制失败";
    window.setTimeout(() => (button.textContent = label), 1600);
  }

  function copy(button) {
    const place = button.closest(".tw-record, .tw-notice");
    const source = place && place.querySelector(".tw-clipboard");
    if (!source) return;
    const text = source.textContent;
    // navigator.clipboard exists on https and localhost only; an intranet often has neither
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(() => copied(button, true), () => copied(button, oldCopy(text)));
    } else copied(button, oldCopy(text));
  }

  function oldCopy(text) {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "tw-sr";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("button");
    if (!button) return;
    if (button.classList.contains("tw-open")) show(button);
    else if (button.classList.contains("tw-copy")) copy(button);
    else if (button.id === "tw-close" || button.id === "tw-fresh") close();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) close();
  });

  // The Enter that ends an input method's composition chooses a word; it must not send the question.
  for (const kind of ["keydown", "keypress"]) {
    document.addEventListener(
      kind,
      (event) => {
        const composing = event.isComposing || event.keyCode === 229;
        if (event.key === "Enter" && composing && event.target.closest("#tw-box")) event.stopImmediatePropagation();
      },
      true,
    );
  }

  narrow.addEventListener("change", () => {
    if (document.body.classList.contains("tw-open-panel")) modal(narrow.matches);
  });

  function describe(id, attributes) {
    const element = byId(id);
    if (!element || element.dataset.tw) return;
    element.dataset.tw = "1";
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  }

  function settle() {
    describe("tw-main", { role: "main" });
    describe("tw-status", { role: "status", "aria-live": "polite" });
    describe("tw-message", { role: "alert" });
    describe("tw-panel-frame", { role: "region", "aria-label": "条文原文" });
    describe("tw-examples", { role: "group", "aria-label": "示例问题" });
    const current = byId("tw-current");
    const question = current && current.querySelector(".tw-question");
    const earlier = byId("tw-earlier");
    // once when the question appears, once more when its answer has given the page its length
    const state = current && current.querySelector(".tw-turn") ? "answered" : "waiting";
    const words = question ? state + (earlier ? earlier.textContent.length : 0) + question.textContent : "";
    if (words && words !== asked) {
      const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      question.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
      const first = state === "answered" && current.querySelector(".tw-quotation .tw-cite");
      if (first && !narrow.matches) show(first, false);
    }
    asked = words;
    if (!linked && byId("tw-record-linked") && byId("tw-panel-body")) {
      linked = true;
      open("linked");
    }
  }

  let due = false;
  new MutationObserver(() => {
    if (due) return;
    due = true;
    window.requestAnimationFrame(() => {
      due = false;
      settle();
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
