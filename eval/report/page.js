"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const filters = byId("filters"), failed = byId("failed"), right = byId("right"), box = byId("right-box");
  const cards = [...document.querySelectorAll(".question")].map((element) => ({
    element,
    kind: element.dataset.kind,
    tags: [...element.querySelectorAll(".tag")],
    words: null,
  }));
  const order = new Map(cards.map((card, place) => [card, place]));
  for (const card of cards) order.set(card, Number(card.element.id.slice(1)));
  cards.sort((a, b) => order.get(a) - order.get(b));
  const changes = byId("change").closest("label");
  changes.hidden = !document.querySelector('.tag[data-change]:not([data-change=""])');
  const value = (id) => (byId(id) ? byId(id).value : "");

  const sort = () => {
    const system = Number(value("system") || 0);
    for (const card of cards) {
      card.tag = card.tags[system];
      card.right = card.tag.dataset.outcome === "right";
      (card.right ? right : failed).append(card.element);
      card.tags.forEach((tag, number) => tag.classList.toggle("chosen", number === system));
    }
  };
  const narrow = () => {
    const kind = value("kind"), outcome = value("outcome"), change = value("change");
    const text = value("text").trim().toLowerCase();
    let wrong = 0, good = 0;
    for (const card of cards) {
      if (text && card.words === null) card.words = card.element.textContent.toLowerCase();
      const fits = (!kind || card.kind === kind) && (!change || card.tag.dataset.change === change)
        && (!outcome || card.tag.dataset.outcome === outcome) && (!text || card.words.includes(text));
      card.element.hidden = !fits;
      if (fits) card.right ? good++ : wrong++;
    }
    byId("shown").textContent = `未全对 ${wrong} 题，全对 ${good} 题`;
    byId("right-count").textContent = good;
    byId("none").hidden = wrong > 0;
    if ((text || change === "won") && good && !wrong) box.open = true;
  };
  const openTarget = () => {
    const target = location.hash.startsWith("#q") && byId(location.hash.slice(1));
    if (!target || !target.classList.contains("question")) return;
    if (target.hidden) { filters.reset(); sort(); narrow(); }
    if (right.contains(target)) box.open = true;
    target.querySelector("details").open = true;
    target.scrollIntoView();
    target.querySelector("summary").focus({ preventScroll: true });
  };

  filters.hidden = false;
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.addEventListener("input", (event) => { if (event.target.id === "system") sort(); narrow(); });
  window.addEventListener("hashchange", openTarget);
  window.addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("section details:not(.question details, figure details, #right-box)")) details.open = true;
  });
  sort();
  narrow();
  openTarget();
})();
