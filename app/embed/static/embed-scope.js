// 限定制度和日期: what the next question is limited to.
(() => {
  "use strict";
  const { byId, element, request } = window.tiaowen;
  const boxes = () => [...byId("tw-regulations").querySelectorAll("input")];
  let offered = false;

  // fetched when somebody looks for it: a corpus may have thousands
  byId("tw-scope").addEventListener("toggle", async () => {
    if (offered || !byId("tw-scope").open) return;
    offered = true;
    try {
      const { regulations } = await (await request("/api/regulations")).json();
      regulations.sort((a, b) => a.title.localeCompare(b.title, "zh-CN"));
      byId("tw-regulations").replaceChildren(...regulations.map(choice));
      filter(); // somebody may have typed meanwhile
    } catch (error) {
      offered = false;
      byId("tw-regulations").replaceChildren(element("p", "tw-trouble", error.message));
    }
  });

  function choice({ id, title, status, effective }) {
    const row = element("label", "tw-choice");
    const box = element("input", "");
    box.type = "checkbox";
    box.value = id;
    const since = effective ? `，${effective}施行` : "";
    row.append(box, element("span", "", status === "现行有效" ? title : `${title}（${status}${since}）`));
    return row;
  }

  function filter() {
    const wanted = byId("tw-filter").value.trim();
    for (const box of boxes()) box.parentElement.hidden = !box.checked && !box.parentElement.textContent.includes(wanted);
  }
  byId("tw-filter").addEventListener("input", filter);

  // what stands in the closed box still counts, so it is shown there
  byId("tw-scope").addEventListener("input", () => {
    const chosen = boxes().filter((box) => box.checked).length;
    const day = byId("tw-day").value.trim();
    const said = [chosen ? `${chosen} 部制度` : "", day].filter(Boolean).join("，");
    byId("tw-scope").querySelector("summary").textContent = "限定制度和日期" + (said ? `（${said}）` : "");
  });

  window.tiaowen.scope = {
    chosen: () => ({
      as_of: byId("tw-day").value.trim(),
      regulations: boxes().filter((box) => box.checked).map((box) => box.value),
    }),
  };
})();
