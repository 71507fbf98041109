// The question box: what an input method's Enter must not do, which of 提问 and 停止 is offered, what went wrong.
(() => {
  "use strict";
  const { byId, describe, element, watch } = window.tiaowen;
  const box = () => document.querySelector("#tw-box textarea");

  // The Enter that ends a composition chooses a word; it must not send the question.
  for (const kind of ["keydown", "keypress"]) {
    document.addEventListener(
      kind,
      (event) => {
        const composing = event.isComposing || event.keyCode === 229;
        if (event.key !== "Enter" || !composing || !(event.target instanceof Element)) return;
        if (event.target.closest("#tw-box")) event.stopImmediatePropagation();
      },
      true,
    );
  }

  // What has been typed since stays; only an empty box takes the lost question back.
  function restore(question) {
    const field = box();
    if (!field || field.value.trim() || !question) return;
    field.value = question;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // The question that was taken leaves the box; whatever else stands there stays, as does the same question asked again
  // and not taken.
  function taken(question) {
    const field = box();
    if (!field || !question || field.value.trim() !== question.trim()) return;
    if (byId("tw-trouble")?.hidden === false) return;
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // A line above the box for what the scripts could not do; empty words take it away.
  function trouble(words) {
    let line = byId("tw-trouble");
    if (!line && words) {
      line = element("p", "tw-note");
      line.id = "tw-trouble";
      line.setAttribute("role", "alert");
      byId("tw-composer")?.prepend(line);
    }
    if (!line) return;
    line.textContent = words;
    line.hidden = !words;
  }

  // Whether this click or key would send a question: 提问, an example, Enter in the box.
  function asks(event) {
    const place = event.target instanceof Element && event.target.closest("#tw-send, .tw-example, #tw-box textarea");
    if (!place) return false;
    return event.type === "click" ? !place.matches("textarea") : event.key === "Enter" && !event.shiftKey;
  }

  // A date half filled in, or one that no calendar has, reads as empty: the answer would be today's without a word.
  const WRONG_DAY = "“按哪一天”没有填完整，或者没有这一天。请改正，或者清空以按今天的规定回答。";
  function dated(event) {
    if (!asks(event)) return;
    const field = document.querySelector("#tw-day input, input#tw-day");
    if (!field?.validity.badInput) {
      if (byId("tw-trouble")?.textContent === WRONG_DAY) trouble("");
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    trouble(WRONG_DAY);
    const fold = field.closest("details");
    if (fold) fold.open = true;
    field.focus();
  }
  for (const kind of ["click", "keydown", "keypress"]) document.addEventListener(kind, dated, true);

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("#tw-skip")) return;
    event.preventDefault(); // the page's base address makes another page of "#tw-box"
    box()?.focus();
  });

  let failed = null; // the failure whose question has been put back
  watch(() => {
    document.body.classList.toggle("tw-busy", document.querySelector("#tw-current .tw-waiting") !== null);
    describe(box(), { "aria-label": "问题" });
    // the box stays in sight, so whatever is scrolled to or focused must stop above it
    const composer = byId("tw-composer");
    const fixed = composer && getComputedStyle(composer).position === "sticky";
    document.documentElement.style.scrollPaddingBottom = fixed ? composer.offsetHeight + "px" : "";
    describe(byId("tw-message"), { role: "alert" });
    const failure = document.querySelector("#tw-current .tw-failed");
    if (failure && failure !== failed) restore(document.querySelector("#tw-current .tw-asked")?.textContent);
    failed = failure;
  });
  window.tiaowen.composer = { restore, taken, trouble, asks };
})();
