// Regulations, those that were taken back, and the files of the library.
(() => {
  "use strict";
  const { byId, element } = window.tiaowen;
  const admin = window.tiaowenAdmin;
  const MOST = 100;
  let known = [];

  function name(regulation) {
    const made = element("p", "ad-item-head", regulation.title + " ");
    const good = regulation.status === "现行有效";
    made.append(element("span", `tw-badge tw-badge-${good ? "good" : "warn"}`, regulation.status));
    return made;
  }

  function row(regulation) {
    const about = [regulation.number, regulation.issuer, regulation.effective && `${regulation.effective} 施行`];
    const lines = [
      [...about.filter(Boolean), `${regulation.articles} 条`].join(" · "),
      `来源：${regulation.files.join("、")}`,
      `编号：${regulation.id}`,
    ];
    return admin.item(name(regulation), lines, [
      admin.button("撤下", () => withdraw(regulation), regulation.title),
      ...regulation.library.map((file) => admin.button("替换文件", () => admin.replace(file), file)),
    ]);
  }

  async function withdraw(regulation) {
    const words = `《${regulation.title}》撤下后不再用来作答，以后导入也略去它，直到恢复。先预演，看过变化再确认。`;
    const reason = await admin.ask("撤下制度", words, true);
    if (reason !== null) await admin.begin({ kind: "withdraw", preview: true, id: regulation.id, reason });
  }

  function list() {
    const wanted = byId("ad-filter").value.trim().toLowerCase();
    const text = (each) => [each.title, each.number, each.issuer, each.id, ...each.files].join("\n").toLowerCase();
    const found = known.filter((each) => text(each).includes(wanted));
    byId("ad-found").textContent =
      `${wanted ? "找到" : "共"} ${found.length} 部` + (found.length > MOST ? `，先列出 ${MOST} 部，请写几个字来查找。` : "。");
    admin.fill("ad-list", found.slice(0, MOST).map(row), wanted ? "没有找到。" : "还没有导入制度。");
  }

  function taken(each) {
    const about = `${admin.time(each.when)}，${each.who}${each.reason ? "：" + each.reason : ""}`;
    const restore = () => admin.begin({ kind: "restore", preview: true, id: each.id });
    return admin.item(each.title, [about, `编号：${each.id}`], [admin.button("恢复", restore, each.title)]);
  }

  function file(each) {
    const about = admin.size(each.bytes) + (each.sidecar ? "，旁有 .meta.yaml" : "");
    return admin.item(each.name, about, [
      admin.button("替换文件", () => admin.replace(each.name), each.name),
      admin.button("移出", () => remove(each.name), each.name),
    ]);
  }

  async function remove(name) {
    if ((await admin.ask("移出制度库", `把“${name}”列入待确认的变化，预演后再确认。`)) === null) return;
    await admin.api("remove", { name });
    admin.go("import");
  }

  async function refresh() {
    const found = await admin.api("regulations");
    known = found.regulations;
    list();
    admin.fill("ad-withdrawn", found.withdrawn.map(taken), "没有撤下的制度。");
    admin.fill("ad-library", found.library.map(file), "还没有上传过文件。");
    const sources = found.sources.map((each) => admin.item(each.path, `${each.files} 个文件`));
    const none = known.length
      ? "没有记下来源：不是在本页上传的制度沿用已导入的内容。在服务器上运行一次 python -m ingest run 来源文件夹，就会记下。"
      : "没有。";
    admin.fill("ad-sources", sources, none);
  }

  byId("ad-filter").addEventListener("input", list);
  admin.part("regulations", refresh);
})();
