// A new answer comes into sight, its first article beside it; and what helps a screen reader find its way.
(() => {
  "use strict";
  const { byId, describe, watch, panel, narrow } = window.tiaowen;
  let seen = ""; // the question scrolled to last
  let linked = false; // a permanent link opens its article once

  watch(() => {
    describe(byId("tw-status"), { role: "status", "aria-live": "polite" });
    describe(byId("tw-examples"), { role: "group", "aria-label": "示例问题" });
    const current = byId("tw-current");
    const question = current && current.querySelector(".tw-question");
    // once when the question appears, once more when its answer has given the page its length
    const turn = question && current.querySelector(".tw-turn");
    const before = document.querySelectorAll("#tw-earlier .tw-turn").length;
    const words = question ? `${turn ? "answered" : "waiting"} ${before} ${question.textContent}` : "";
    if (words && words !== seen) {
      const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      const top = question.getBoundingClientRect().top + window.scrollY - 12;
      window.scrollTo({ top, behavior: calm ? "auto" : "smooth" }); // scrollIntoView would move the portal's page too
      const first = turn && turn.querySelector(".tw-quotation .tw-cite");
      if (first && !narrow.matches) panel.show(first, false);
      else if (turn) panel.close(false); // the article of another answer would look like this one's
    }
    seen = words;
    if (!linked && byId("tw-record-linked") && byId("tw-panel-body")) {
      linked = true;
      panel.open("linked");
    }
  });
})();
