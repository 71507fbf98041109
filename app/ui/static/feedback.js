// 有用 / 无用, the latter with a reason. What was said is remembered for as long as the page is open.
(() => {
  "use strict";
  const { request, announce, button, element, watch } = window.tiaowen;
  const given = new Map(); // answer id → "有用" or "无用"
  const LONGEST = 500;

  function about(place) {
    return JSON.parse(place.closest(".tw-turn").querySelector(".tw-data").textContent);
  }

  async function send(place, verdict, reason) {
    const turn = about(place);
    const body = {
      answer_id: turn.id,
      verdict,
      reason,
      question: turn.question,
      article_ids: turn.citations.map((citation) => citation.article_id).slice(0, 50),
    };
    await request("/api/feedback", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    given.set(turn.id, verdict);
    show(place);
  }

  function show(place) {
    const verdict = given.get(about(place).id);
    for (const each of place.querySelectorAll(".tw-verdict")) {
      each.setAttribute("aria-pressed", String(each.textContent === verdict));
    }
  }

  function say(place, words, bad = false) {
    let line = place.querySelector(".tw-said");
    if (!line) place.append((line = element("p", "tw-said")));
    line.classList.toggle("tw-trouble", bad);
    line.textContent = words;
    announce(words);
  }

  // 有用 is said by one press; 无用 asks why before it is sent, and takes no for an answer.
  async function judge(pressed) {
    const place = pressed.closest(".tw-after");
    const verdict = pressed.textContent;
    place.querySelector("form")?.remove();
    if (verdict === "无用") {
      const made = form(place, verdict);
      place.append(made);
      made.querySelector("textarea").focus();
      return;
    }
    try {
      await send(place, verdict, "");
      say(place, "已记录，谢谢。");
    } catch (error) {
      say(place, error.message, true);
    }
  }

  function form(place, verdict) {
    const made = element("form", "tw-reason");
    const reason = element("textarea", "tw-field");
    reason.rows = 2;
    reason.maxLength = LONGEST;
    reason.placeholder = "例如：问的是聘用人员，引的是在编人员的条款";
    const submit = element("button", "tw-button", "提交");
    submit.type = "submit";
    const cancel = element("button", "tw-button", "取消");
    const row = element("p", "tw-row");
    row.append(submit, cancel);
    const label = element("label", "", "哪里不对？可以不填。");
    label.append(reason);
    made.append(label, row);
    const finish = () => {
      made.remove();
      [...place.querySelectorAll(".tw-verdict")].find((each) => each.textContent === verdict)?.focus();
    };
    cancel.addEventListener("click", finish);
    made.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) finish();
    });
    made.addEventListener("submit", async (event) => {
      event.preventDefault();
      submit.disabled = true;
      try {
        await send(place, verdict, reason.value.trim());
        say(place, "已记录，谢谢。");
        finish();
      } catch (error) {
        submit.disabled = false; // what was written stays
        say(place, error.message, true);
      }
    });
    return made;
  }

  document.addEventListener("click", (event) => {
    const pressed = button(event, "tw-verdict");
    if (pressed) judge(pressed);
  });

  watch(() => {
    for (const judging of document.querySelectorAll(".tw-turn .tw-judge:not([role])")) {
      judging.setAttribute("role", "group");
      judging.setAttribute("aria-label", "评价这个回答");
      show(judging.parentElement);
    }
  });
})();
