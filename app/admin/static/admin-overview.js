// The published index and how much the service is used.
(() => {
  "use strict";
  const { byId, element } = window.tiaowen;
  const admin = window.tiaowenAdmin;

  function facts(pairs) {
    const list = element("dl", "ad-facts");
    for (const [name, value] of pairs) {
      const row = element("div", "");
      row.append(element("dt", "", name), element("dd", "", String(value)));
      list.append(row);
    }
    return list;
  }

  function index(state) {
    if (!state.build) return [element("p", "tw-remark", state.message)];
    const made = [
      facts([
        ["正在使用的索引", state.build],
        ["建立时间", admin.time(state.built)],
        ["制度", `${state.regulations} 部`],
        ["检索片段", state.passages],
        ["向量模型", state.model],
        ["可以退回的索引", state.previous ?? "没有"],
      ]),
    ];
    if (state.message) made.push(element("p", "tw-remark", state.message));
    if (!state.current) {
      const words = state.rejected ? "已导入的内容与正在使用的不同：退回过索引。" : "已导入的内容还没有发布，请重建索引。";
      made.push(element("p", "tw-remark", words));
    }
    return made;
  }

  function usage(found) {
    if (!found.audit) return [element("p", "tw-remark", "审计日志已关闭（设置 audit），没有使用统计。")];
    const head = facts([
      ["提问", found.asked],
      ["其中未找到依据", found.refused],
      ["被拒绝的请求", found.denied],
      ["用户（有登录的）", found.visitors],
    ]);
    const table = element("table", "ad-table");
    const first = element("tr", "");
    first.append(...["日期", "提问", "未找到依据", "被拒绝"].map((name) => heading(name, "col")));
    table.append(element("caption", "tw-sr", "近三十天每天的使用"), first);
    for (const day of found.days.filter((each) => each.asked || each.denied).reverse()) {
      const row = element("tr", "");
      row.append(heading(day.day, "row"), ...[day.asked, day.refused, day.denied].map((n) => element("td", "", String(n))));
      table.append(row);
    }
    const cited = element("ol", "");
    cited.append(...found.cited.map((each) => element("li", "", `${each.article}：${each.times} 次`)));
    const most = element("details", "");
    most.append(element("summary", "", "引用最多的条文"), cited);
    return found.asked || found.denied ? [head, table, most] : [head];
  }

  function heading(words, scope) {
    const made = element("th", "", words);
    made.scope = scope;
    return made;
  }

  async function refresh() {
    const [state, used] = await Promise.all([admin.api("overview"), admin.api("usage")]);
    byId("ad-index").replaceChildren(...index(state.index));
    byId("ad-rollback").disabled = !state.index.previous;
    byId("ad-force").hidden = !(state.index.rejected && !state.index.current);
    byId("ad-usage").replaceChildren(...usage(used));
    await admin.resume(state.job);
  }

  admin.on("ad-rebuild", "click", () => admin.begin({ kind: "rebuild" }));
  admin.on("ad-verify", "click", () => admin.begin({ kind: "verify" }));
  admin.on("ad-force", "click", async () => {
    const words = "这份内容曾被退回。确实要再次发布吗？";
    if ((await admin.ask("再次发布", words)) !== null) await admin.begin({ kind: "rebuild", force: true });
  });
  admin.on("ad-rollback", "click", async () => {
    const words = "服务会换回上一个索引。已导入的内容不变；改正后重新导入，再发布新的索引。";
    if ((await admin.ask("退回上一个索引", words)) !== null) await admin.begin({ kind: "rollback" });
  });
  admin.part("overview", refresh);
})();
