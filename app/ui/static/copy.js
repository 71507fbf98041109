// 复制: an answer or a quotation with its address, onto the clipboard.
(() => {
  "use strict";
  const { announce, button } = window.tiaowen;

  function copied(from, done) {
    const label = from.dataset.label || from.textContent;
    from.dataset.label = label;
    from.textContent = done ? "已复制" : "复制失败";
    announce(done ? "已复制，含条款出处。" : "没有复制成功，请选中文字后按 Ctrl+C。");
    window.setTimeout(() => (from.textContent = label), 1600);
  }

  function copy(from) {
    const place = from.closest(".tw-record, .tw-answer");
    const source = place && place.querySelector(".tw-clipboard");
    if (!source) return;
    const text = source.textContent;
    // navigator.clipboard exists on https and localhost only; an intranet often has neither
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(() => copied(from, true), () => copied(from, oldCopy(text)));
    } else copied(from, oldCopy(text));
  }

  function oldCopy(text) {
    const before = document.activeElement;
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "tw-sr";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    return done;
  }

  document.addEventListener("click", (event) => {
    const from = button(event, "tw-copy");
    if (from) copy(from);
  });
})();
