// A question sent and its views shown as they arrive. The conversation lives in this page's memory and nowhere else.
(() => {
  "use strict";
  const { byId, element, request, portal, scope, composer } = window.tiaowen;
  const KEPT = 50; // turns on the page
  const CUT = "回答没有传完，连接中断了。请检查网络后再问一次。";
  const box = document.querySelector("#tw-box textarea");
  let conversation = null; // what a follow-up may refer to, as the service gave it
  let running = null; // stops the question that is being answered

  // Our own server's HTML, escaped there; scripts in a parsed document do not run, and the page's policy forbids them.
  function nodes(html) {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    return [...parsed.body.childNodes].map((node) => document.importNode(node, true));
  }

  function trouble(words, code = "failed") {
    composer.trouble(words);
    if (words) portal.say("error", { code, message: words });
  }

  function grow() {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
  }

  function begin() {
    const earlier = byId("tw-earlier");
    earlier.append(...byId("tw-current").querySelectorAll(":scope > .tw-turn")); // what failed is not kept
    while (earlier.children.length > KEPT) earlier.firstElementChild.remove();
    byId("tw-welcome").hidden = true;
    box.value = "";
    grow();
  }

  function show(view, begun) {
    byId("tw-message").replaceChildren(...nodes(view.message));
    if (!view.asked) return false;
    if (!begun) begin();
    if (view.current !== undefined) byId("tw-current").replaceChildren(...nodes(view.current));
    if (view.announcement !== undefined) byId("tw-status").replaceChildren(...nodes(view.announcement));
    if (view.conversation) conversation = view.conversation;
    return true;
  }

  async function* lines(body) {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      const whole = rest.split("\n");
      rest = whole.pop();
      for (const line of whole) if (line) yield JSON.parse(line);
      if (done) return;
    }
  }

  async function ask(question) {
    if (running) return;
    running = new AbortController();
    trouble("");
    let begun = false;
    const before = conversation;
    try {
      const response = await request("/embed/turn", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ question, conversation, ...scope.chosen(), ...mode() }),
        signal: running.signal,
      });
      let last = null;
      for await (last of lines(response.body)) begun = show(last, begun);
      if (!last || (begun && byId("tw-current").querySelector(".tw-waiting"))) throw new Error(CUT);
      if (conversation !== before) told();
    } catch (error) {
      const stopped = running.signal.aborted;
      // what is being written stays: the quotations below it are an answer
      if (begun && window.tiaowen.writing?.keep(stopped ? "已停止改写" : "改写中断了")) told();
      else {
        if (begun) byId("tw-current").replaceChildren();
        composer.restore(question);
      }
      const words = error.constructor === Error ? error.message : CUT; // the browser's own are not in Chinese
      if (!stopped) trouble(words, error.code);
    } finally {
      running = null;
      grow();
    }
  }

  // How it is to be answered, where the site has a language model and so a choice.
  function mode() {
    const chosen = document.querySelector("#tw-mode input:checked");
    return chosen ? { mode: chosen.value } : {};
  }

  function told() {
    const turn = byId("tw-current").querySelector(".tw-turn");
    const { id } = JSON.parse(turn.querySelector(".tw-data").textContent);
    const citations = turn.querySelectorAll(".tw-quotation").length;
    portal.say(turn.querySelector(".tw-refused") ? "refused" : "answer", { id, citations });
  }

  function fresh() {
    running?.abort();
    conversation = null;
    for (const id of ["tw-earlier", "tw-current", "tw-message", "tw-status"]) byId(id).replaceChildren();
    byId("tw-welcome").hidden = false;
    box.focus();
  }

  byId("tw-ask").addEventListener("submit", (event) => {
    event.preventDefault();
    ask(box.value);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    ask(box.value);
  });
  box.addEventListener("input", grow);
  byId("tw-stop").addEventListener("click", () => {
    running?.abort();
    box.focus();
  });
  byId("tw-fresh").addEventListener("click", fresh);

  window.tiaowen.asking = { ask, trouble, box };
})();
