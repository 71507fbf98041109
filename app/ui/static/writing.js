// While a language model writes: the quotations are an answer already, and stay one when nobody waits for the prose.
(() => {
  "use strict";
  const { announce, byId, element, watch } = window.tiaowen;

  // Ends the turn in #tw-current as it is; false where there is no answer in it yet. `words` say why.
  function keep(words) {
    const answer = document.querySelector("#tw-current .tw-writing");
    if (!answer) return false;
    const prose = answer.querySelector(".tw-prose");
    if (prose.querySelector(".tw-claim")) {
      prose.querySelector(".tw-progress").replaceWith(element("p", "tw-withheld", `${words}，以上改写可能不完整。`));
    } else {
      prose.remove();
      answer.querySelector(".tw-notice .tw-badge").textContent += `（${words}）`;
    }
    answer.classList.remove("tw-waiting", "tw-writing");
    announce(`${words}。原文摘录还在。`);
    return true;
  }

  // With every sentence the answer is drawn anew; who reads it by keyboard stays where he was.
  let held = "";
  document.addEventListener("focusin", ({ target }) => (held = target.closest("#tw-current") ? target.id : ""));
  document.addEventListener("pointerdown", () => (held = ""));
  watch(() => {
    if (held && document.activeElement === document.body) byId(held)?.focus({ preventScroll: true });
  });

  window.tiaowen.writing = { keep };
})();
