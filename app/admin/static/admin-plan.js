// What a dry run has found: regulation by regulation, article by article.
(() => {
  "use strict";
  const { element } = window.tiaowen;
  const CHANGES = {
    changed: "文字有变",
    renumbered: "条号有变",
    rewritten: "文字和条号都有变",
    added: "新增",
    removed: "删去",
  };
  const MOST = 200;

  function pieces(all) {
    const made = element("p", "ad-words");
    for (const piece of all) {
      const tag = { removed: "del", added: "ins" }[piece.kind] ?? "span";
      made.append(element(tag, "", piece.text));
    }
    return made;
  }

  function article(change) {
    const made = element("li", "");
    const place = [change.old, change.new].filter((each, at, all) => each && all.indexOf(each) === at).join(" → ");
    made.append(element("p", "ad-place", `${place}（${CHANGES[change.kind] ?? change.kind}）`), pieces(change.pieces));
    return made;
  }

  function comparison(found) {
    const made = element("details", "ad-comparison");
    made.append(element("summary", "", "逐条看变化"));
    const facts = element("ul", "");
    for (const fact of found.facts) {
      facts.append(element("li", "", `${fact.name}：${fact.old || "（无）"} → ${fact.new || "（无）"}`));
    }
    for (const heading of found.headings) facts.append(pieces([heading]));
    const articles = element("ul", "");
    articles.append(...found.articles.slice(0, MOST).map(article));
    if (found.articles.length > MOST) {
      articles.append(element("li", "", `另有 ${found.articles.length - MOST} 条，请在服务器上用 --dry-run 查看。`));
    }
    made.append(facts, articles);
    return made;
  }

  function step(each) {
    const grave = each.kind === "vanished" || each.lost;
    const made = element("li", grave ? "ad-grave" : "");
    made.append(element("p", "", each.said));
    if (each.comparison) made.append(comparison(each.comparison));
    return made;
  }

  function findings(found) {
    const made = element("details", "");
    made.open = found.length < 6;
    made.append(element("summary", "", `需要看一看的地方：${found.length} 处`));
    const list = element("ul", "");
    list.append(...found.slice(0, MOST).map((each) => element("li", "", `${each.file ? each.file + "：" : ""}${each.message}`)));
    made.append(list);
    return made;
  }

  // The plan as an element, which also says where nothing would change.
  window.tiaowenAdmin.plan = (result) => {
    const made = element("div", "ad-plan");
    const steps = result.steps ?? [];
    made.append(element("p", "ad-place", steps.length ? `会有 ${steps.length} 处变化，现在什么都还没有改：` : "内容没有变化。"));
    const list = element("ul", "ad-plan-steps");
    list.append(...steps.slice(0, MOST).map(step));
    if (steps.length > MOST) list.append(element("li", "", `另有 ${steps.length - MOST} 部，请在服务器上用 --dry-run 查看。`));
    made.append(list);
    if (result.carried?.length) {
      made.append(element("p", "tw-remark", `这些制度的来源这次读不到，沿用上次的内容：${result.carried.join("、")}`));
    }
    if (result.findings?.length) made.append(findings(result.findings));
    return made;
  };
})();
