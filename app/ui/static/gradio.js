// What only the chat page needs, because gradio draws it: earlier turns, its own requests, its date field.
(() => {
  "use strict";
  const { byId, describe, reason, element, watch, composer } = window.tiaowen;
  let begun = ""; // the id of the turn whose question was last taken out of the box
  let finished = null; // a copy of the turn in #tw-current, for when the next one takes its place

  // gradio shows one turn and replaces it; those before it are kept here, in the page and nowhere else.
  function earlier(current) {
    let place = byId("tw-earlier");
    if (!place) {
      place = element("div", "prose");
      place.id = "tw-earlier";
      current.before(place);
    }
    return place;
  }

  watch(() => {
    const current = byId("tw-current");
    if (!current) return;
    byId("tw-opening")?.remove();
    const place = earlier(current);
    const shown = current.querySelector(".tw-turn");
    if (finished && (!shown || shown.id !== finished.id)) place.append(finished);
    finished = shown && shown.cloneNode(true);
    // gradio empties the box, too, but loses that now and then when the next of its updates is there already
    if (shown && shown.id !== begun) composer.taken(shown.querySelector(".tw-asked")?.textContent);
    begun = shown ? shown.id : "";
    if (!current.querySelector(".tw-answer")) place.replaceChildren(); // a new conversation
    const day = document.querySelector("#tw-day input");
    if (day && day.type !== "date") day.type = "date";
    describe(byId("tw-mode"), { "aria-label": "回答方式" });
    // gradio names each of them anew, so that arrow keys would not lead from one to the next
    for (const choice of document.querySelectorAll("#tw-mode input")) choice.name = "tw-mode";
    limited();
  });

  // A search that is limited says so even while its fields are folded away.
  function limited() {
    const chosen = document.querySelector("#tw-regulations .token, #tw-regulations [data-testid=token]");
    const on = chosen !== null || Boolean(document.querySelector("#tw-day input")?.value);
    byId("tw-scope")?.classList.toggle("tw-limited", on);
  }
  document.addEventListener("input", limited);

  // gradio takes any failed request for a lost connection, says so in English and reloads the page, conversation and
  // all. So its requests are answered here when the service cannot: told to the reader in Chinese, and to gradio as a
  // question that was not taken.
  const plain = window.fetch.bind(window);
  const LOST = "与服务的连接断了，正在重新连接。提问还在，恢复后请再按一次“提问”。";
  const FAILED = "这次提问没有完成，请再试一次；仍然不行请刷新页面。";
  const pending = new Set(); // ids of the events gradio waits for
  let checking = 0;

  window.fetch = (input, init) => {
    const address = String(input instanceof Request ? input.url : input);
    if (address.includes("/gradio_api/queue/join")) return join(input, init);
    if (address.includes("/gradio_api/queue/data")) return listen(input, init);
    return plain(input, init);
  };

  // From the press to the first word of the service: no time as a rule, but others may be before us.
  const waiting = (on) => document.body.classList.toggle("tw-sent", on);

  // One question at a time. gradio's own way would also hold back the one after a question that was stopped.
  function hold(event) {
    if (!composer.asks(event) || !document.body.matches(".tw-sent, .tw-busy")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  for (const kind of ["click", "keydown", "keypress"]) document.addEventListener(kind, hold, true);

  async function join(input, init) {
    if (JSON.parse(init.body).data.length) waiting(true);
    try {
      const response = await plain(input, init);
      if (response.ok) {
        trouble("");
        response.clone().json().then((told) => pending.add(told.event_id), () => {});
        return response;
      }
      trouble(await reason(response));
    } catch {
      lost();
    }
    return Response.json({ detail: "" }, { status: 503 });
  }

  // The stream of answers, with a last message in place of an error should it break off.
  async function listen(input, init) {
    let reader = null;
    try {
      const response = await plain(input, init);
      if (response.ok) reader = response.body.getReader();
      else trouble(await reason(response));
    } catch (error) {
      if (error.name === "AbortError") throw error;
      lost();
    }
    const stream = new ReadableStream({
      async pull(controller) {
        try {
          const { done, value } = reader ? await reader.read() : { done: true };
          if (!done) {
            const told = new TextDecoder().decode(value);
            if (told.includes('"process_')) waiting(false);
            if (told.includes('"success":false')) trouble(FAILED);
            controller.enqueue(value);
            return;
          }
        } catch (error) {
          if (error.name === "AbortError") {
            pending.clear(); // gradio has all it wanted
            waiting(false);
            controller.error(error);
            return;
          }
          lost();
        }
        const messages = [...pending].map((id) => ({ msg: "unexpected_error", event_id: id, message: "" }));
        const lines = [...messages, { msg: "close_stream" }].map((each) => `data: ${JSON.stringify(each)}\n\n`);
        controller.enqueue(new TextEncoder().encode(lines.join("")));
        pending.clear();
        controller.close();
      },
      cancel: (why) => reader?.cancel(why),
    });
    return new Response(stream, { headers: { "content-type": "text/event-stream" } });
  }

  // Whether what is being written stays, as the quotations below it are an answer.
  const kept = (words) => Boolean(window.tiaowen.writing?.keep(words));

  function trouble(words) {
    composer.trouble(words);
    if (words) waiting(false);
    if (!words || kept("改写中断了")) return;
    const unfinished = document.querySelector("#tw-current .tw-waiting");
    if (!unfinished) return;
    composer.restore(document.querySelector("#tw-current .tw-asked")?.textContent);
    unfinished.classList.replace("tw-waiting", "tw-stopped");
    unfinished.replaceChildren(element("p", "", "没有得到答案。"));
  }

  function lost() {
    trouble(LOST);
    window.clearInterval(checking);
    checking = window.setInterval(async () => {
      const response = await window.tiaowenFetch("/api/health").catch(() => null);
      if (!response?.ok) return;
      window.clearInterval(checking);
      composer.trouble("已重新连接，请再按一次“提问”。");
    }, 2000);
  }

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("#tw-stop") || kept("已停止改写")) return;
    composer.restore(document.querySelector("#tw-current .tw-asked")?.textContent);
  });
})();
