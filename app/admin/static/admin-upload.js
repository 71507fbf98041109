// Files on their way in: sent one by one with progress, listed until they are confirmed or thrown away.
(() => {
  "use strict";
  const { byId, root, element, announce } = window.tiaowen;
  const admin = window.tiaowenAdmin;
  const page = document.documentElement.dataset;
  let replaced = "";

  // fetch tells nothing of how much has been sent
  function send(file, replaces, progress) {
    return new Promise((resolve, reject) => {
      const call = new XMLHttpRequest();
      const query = replaces ? `?replaces=${encodeURIComponent(replaces)}` : "";
      call.open("PUT", `${root()}/admin/api/files/${encodeURIComponent(file.name)}${query}`);
      call.setRequestHeader("x-tiaowen-csrf", page.csrf);
      call.setRequestHeader("content-type", "application/octet-stream");
      call.upload.addEventListener("progress", (event) => progress(event.loaded, event.total || file.size));
      call.addEventListener("load", () => (call.status < 400 ? resolve() : reject(new Error(told(call)))));
      call.addEventListener("error", () => reject(new Error("上传中断，没有保存，请重新上传。")));
      call.send(file);
    });
  }

  function told(call) {
    try {
      return String(JSON.parse(call.responseText).error.message);
    } catch {
      return `没有上传成功（${call.status}），请稍后再试。`;
    }
  }

  async function upload(files) {
    const replaces = replaced;
    replacing("");
    if (replaces && files.length > 1) throw new Error("替换一次只能选一个文件。");
    for (const file of files) await one(file, replaces);
    byId("ad-files").value = "";
    await refresh();
  }

  async function one(file, replaces) {
    const bar = document.createElement("progress");
    bar.setAttribute("aria-label", `上传 ${file.name}`);
    bar.max = file.size || 1;
    const line = admin.item(file.name, admin.size(file.size));
    line.append(bar);
    byId("ad-sending").append(line);
    try {
      if (file.size > Number(page.limit) * 1048576) throw new Error(`文件超过 ${page.limit} MB 的上限，没有上传。`);
      await send(file, replaces, (sent) => (bar.value = sent));
      line.remove();
      announce(`已上传 ${file.name}`);
    } catch (error) {
      bar.remove();
      line.append(element("p", "tw-trouble", error.message));
      line.append(admin.button("知道了", () => line.remove(), file.name));
    }
  }

  function replacing(name) {
    replaced = name;
    const place = byId("ad-replacing");
    place.hidden = !name;
    place.replaceChildren();
    if (name) place.append(`下一个上传的文件将替换“${name}”。`, admin.button("不替换了", () => replacing("")));
  }

  async function refresh() {
    const state = await admin.api("overview");
    const files = state.staged.files.map((each) => {
      const about = admin.size(each.bytes) + (each.replaces ? "，替换同名的文件" : "，新文件");
      return admin.item(each.name, about, [admin.button("取出", () => drop(each.name), each.name)]);
    });
    const removed = state.staged.removed.map((name) =>
      admin.item(name, "移出制度库", [admin.button("不移出了", () => drop(name), name)]),
    );
    admin.fill("ad-staged", [...files, ...removed], "没有。也可以直接预演：看服务器上的来源有没有变化。");
    byId("ad-discard").disabled = !files.length && !removed.length;
    byId("ad-report-text").textContent = (await admin.api("report")).report;
    await admin.resume(state.job);
  }

  async function drop(name) {
    await admin.api("drop", { name });
    await refresh();
  }

  const zone = byId("ad-drop");
  for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.toggle("ad-over", name === "dragenter" || name === "dragover");
    });
  }
  zone.addEventListener("drop", (event) => admin.attempt(() => upload([...event.dataTransfer.files])));
  byId("ad-files").addEventListener("change", (event) => admin.attempt(() => upload([...event.target.files])));
  admin.on("ad-preview", "click", () => admin.begin({ kind: "import", preview: true }));
  admin.on("ad-discard", "click", async () => {
    if ((await admin.ask("全部放弃", "已上传、还没有确认的文件都会删去。")) === null) return;
    await admin.api("discard", {});
    await refresh();
  });
  admin.replace = (name) => {
    replacing(name);
    admin.go("import");
    window.requestAnimationFrame(() => byId("ad-files").focus());
  };
  admin.part("import", refresh);
})();
