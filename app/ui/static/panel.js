// The source panel: an article whole beside the answer (a drawer on a narrow screen), and its neighbours to read on.
// Articles come from the hidden records of an answer, or as HTML that our own server has escaped.
(() => {
  "use strict";
  const { byId, request, announce, describe, button, watch, narrow } = window.tiaowen;
  const COVERED = ["tw-skip", "tw-masthead", "tw-talk"]; // what a drawer lies upon
  let opener = ""; // id of the button that opened the panel
  let shown = ""; // the record that the panel was opened with
  let cited = null; // the record that the reader left for its neighbours
  let turning = 0; // counts requests for neighbours: only the last one is shown

  const isOpen = () => document.body.classList.contains("tw-open-panel");

  function fill(record) {
    record.hidden = false;
    for (const inner of record.querySelectorAll("[id]")) inner.removeAttribute("id");
    record.id = "tw-shown";
    const title = record.querySelector(".tw-record-title");
    if (title) title.id = "tw-shown-title";
    byId("tw-panel-body").replaceChildren(record);
    byId("tw-panel-empty").hidden = true;
    byId("tw-return").hidden = !cited;
    return record;
  }

  // Asked for by a person, the panel takes the focus; shown beside a new answer, it leaves it in the question box.
  function open(target, focus = true) {
    const source = byId("tw-record-" + target);
    if (!source || !byId("tw-panel-body")) return;
    cited = null;
    turning += 1;
    const record = fill(source.cloneNode(true));
    document.body.classList.add("tw-open-panel");
    modal(narrow.matches);
    shown = target;
    for (const each of document.querySelectorAll(".tw-open")) mark(each);
    if (focus) focusTitle(record);
    reveal(record);
  }

  // Whether a button's article is the one in the panel; an answer that grows brings its buttons anew.
  function mark(opening) {
    const here = opening.classList.contains("tw-to-" + shown);
    opening.classList.toggle("tw-active", here);
    opening.setAttribute("aria-expanded", String(here));
    opening.setAttribute("aria-controls", "tw-panel-frame");
  }

  function reveal(record) {
    const frame = byId("tw-panel-frame");
    const mark = record.querySelector("mark");
    frame.scrollTop = 0;
    if (!mark) return;
    const below = mark.getBoundingClientRect().top - frame.getBoundingClientRect().top;
    if (below > frame.clientHeight * 0.7) frame.scrollTop = below - frame.clientHeight * 0.3;
  }

  function focusTitle(record) {
    const title = record.querySelector(".tw-record-title");
    if (title) title.focus({ preventScroll: true });
  }

  function show(from, focus = true) {
    const target = [...from.classList].find((name) => name.startsWith("tw-to-"));
    opener = from.id;
    if (target) open(target.slice("tw-to-".length), focus);
  }

  function close(focus = true) {
    if (!isOpen()) return;
    document.body.classList.remove("tw-open-panel");
    modal(false);
    cited = null;
    turning += 1;
    byId("tw-panel-body").replaceChildren();
    byId("tw-panel-empty").hidden = false;
    byId("tw-return").hidden = true;
    shown = "";
    for (const each of document.querySelectorAll(".tw-open")) mark(each);
    const back = byId(opener) || document.querySelector("#tw-box textarea");
    if (back && focus) back.focus();
  }

  // On a narrow screen the panel covers the page: what lies under it must not take the focus.
  function modal(covering) {
    const frame = byId("tw-panel-frame");
    frame.setAttribute("role", covering ? "dialog" : "region");
    if (covering) frame.setAttribute("aria-modal", "true");
    else frame.removeAttribute("aria-modal");
    for (const id of COVERED) if (byId(id)) byId(id).inert = covering;
  }

  // The article before or after; the link's own address opens the same article in a page of its own.
  async function turn(link) {
    const wanted = new URL(link.href).searchParams.get("article") ?? "";
    const ticket = (turning += 1);
    link.setAttribute("aria-busy", "true");
    try {
      const response = await request("/panel?article=" + encodeURIComponent(wanted));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const record = page.querySelector(".tw-record");
      if (ticket !== turning || !isOpen()) return;
      if (!record) throw new Error("没有取到这一条，请稍后再试。");
      cited ??= byId("tw-shown").cloneNode(true);
      focusTitle(fill(document.importNode(record, true)));
      byId("tw-panel-frame").scrollTop = 0;
    } catch (error) {
      if (ticket === turning) trouble(link, error.message);
    } finally {
      link.removeAttribute("aria-busy");
    }
  }

  function trouble(link, words) {
    const place = link.closest(".tw-neighbours");
    place.querySelector(".tw-trouble")?.remove();
    const line = window.tiaowen.element("p", "tw-trouble", words);
    place.append(line);
    announce(words);
  }

  function back() {
    const record = fill(cited);
    cited = null;
    byId("tw-return").hidden = true;
    focusTitle(record);
    reveal(record);
  }

  document.addEventListener("click", (event) => {
    const opening = button(event, "tw-open");
    const link = button(event, "tw-neighbour");
    if (opening) show(opening);
    else if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      turn(link);
    } else if (event.target instanceof Element && event.target.closest("#tw-close, #tw-fresh")) close();
    else if (event.target instanceof Element && event.target.closest("#tw-return") && cited) back();
  });

  document.addEventListener("keydown", (event) => {
    // what lies nearer to the keyboard takes its own Escape: a list of choices, a form
    const elsewhere = event.target instanceof Element && event.target.closest("#tw-scope, form");
    if (event.key === "Escape" && !event.isComposing && !elsewhere) close();
  });

  narrow.addEventListener("change", () => {
    if (isOpen()) modal(narrow.matches);
  });

  watch(() => {
    describe(byId("tw-panel-frame"), { role: "region", "aria-label": "条文原文" });
    for (const each of document.querySelectorAll(".tw-open:not([aria-expanded])")) mark(each);
  });
  window.tiaowen.panel = { open, show, close };
})();
