// The work in hand: begun, followed while it runs, confirmed after its dry run. It goes on when the page is closed.
(() => {
  "use strict";
  const { byId, element, announce } = window.tiaowen;
  const admin = window.tiaowenAdmin;
  const EVERY = 1000;
  let shown = null;
  let put = "";

  async function begin(task) {
    await follow(await admin.api("jobs", task));
  }

  async function follow(job) {
    draw(job);
    if (job.state !== "running") return;
    window.setTimeout(async () => {
      if (shown?.id !== job.id) return;
      try {
        const now = await admin.api(`jobs/${encodeURIComponent(job.id)}`);
        if (now.state !== "running") ended(now);
        await follow(now);
      } catch {
        await follow(job); // the service may be restarting
      }
    }, EVERY);
  }

  function ended(job) {
    announce(`${named(job)}${admin.STATES[job.state]}。${job.error}`);
    if (!job.preview) admin.changed();
  }

  function named(job) {
    return job.preview ? `${job.title}的预演` : job.title;
  }

  function draw(job) {
    const place = byId("ad-job");
    const fresh = shown?.id !== job.id || shown?.state !== job.state;
    shown = job;
    place.hidden = put === job.id;
    if (fresh) place.replaceChildren(...whole(job));
    const bar = place.querySelector("progress");
    if (bar) {
      bar.max = job.total || 1;
      if (job.total) bar.value = job.done;
      else bar.removeAttribute("value");
      place.querySelector(".ad-stage").textContent = job.stage ? `${job.stage} ${job.done}/${job.total}` : "正在准备……";
    }
    place.querySelector(".ad-pre").textContent = job.log || "（还没有输出）";
  }

  function whole(job) {
    const head = element("h2", "", `${named(job)}：${admin.STATES[job.state]}`);
    const made = [head, element("p", "tw-about", `${job.who}，${admin.time(job.begun)}开始`)];
    const row = element("div", "ad-actions");
    if (job.state === "running") {
      const bar = document.createElement("progress");
      bar.setAttribute("aria-label", named(job));
      made.push(bar, element("p", "ad-stage"));
      row.append(admin.button("取消", () => admin.api("cancel", {})));
    } else {
      if (job.state === "done" && !job.preview) made.push(element("p", "", said(job)));
      if (job.error) made.push(element("p", "tw-remark ad-error", job.error));
      if (job.state === "done" && job.result) made.push(admin.plan(job.result));
      if (job.state === "done" && job.preview) row.append(...deciding(job));
      row.append(admin.button("收起", () => hide(job)));
    }
    const log = element("details", "");
    const text = element("pre", "ad-pre");
    text.tabIndex = 0;
    log.append(element("summary", "", "输出"), text);
    return [...made, row, log];
  }

  // the last thing that a command said is what came of it
  function said(job) {
    return (job.log ?? "").trim().split("\n").pop();
  }

  function deciding(job) {
    if (!job.result?.plan) return [];
    const task = { kind: job.kind, plan: job.result.plan, id: job.about.id ?? "", reason: job.about.reason ?? "" };
    const yes = admin.button("确认并发布", () => begin(task));
    yes.className = "tw-primary";
    return [yes];
  }

  function hide(job) {
    put = job.id;
    byId("ad-job").hidden = true;
  }

  admin.begin = begin;
  // the job the server knows of, after the page was loaded anew
  admin.resume = async (job) => {
    if (!job || shown?.id === job.id) return;
    const recent = Date.now() - new Date(job.ended || job.begun).getTime() < 3600_000;
    if (job.state === "running" || recent) await follow(await admin.api(`jobs/${encodeURIComponent(job.id)}`));
  };
})();
