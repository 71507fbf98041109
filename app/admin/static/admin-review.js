// What users asked in vain and what they said of answers; what was done here.
(() => {
  "use strict";
  const { byId } = window.tiaowen;
  const admin = window.tiaowenAdmin;
  const ACTIONS = {
    login: "登录",
    login_failed: "登录失败",
    logout: "退出",
    upload: "上传",
    drop: "取出待确认的",
    remove: "列入移出",
    discard: "放弃待确认的",
    import: "导入",
    withdraw: "撤下",
    restore: "恢复",
    rebuild: "重建索引",
    rollback: "退回索引",
    verify: "检查索引",
    cancel: "取消工作",
    contact: "设置咨询对象",
    contact_undo: "恢复咨询对象",
    synonyms: "保存同义词",
    synonyms_undo: "恢复同义词",
  };
  const KEPT = {
    none: "按现在的设置，提问不留存，这里只有数目。要看到提问，请在设置文件里写 log_questions = \"masked\"（身份证号、电话等打码）后重新启动服务；页面会向用户说明。",
    masked: "提问按设置打码留存。",
    full: "提问按设置原样留存。",
  };
  const MORE = "不同的提问太多，后出现的没有逐一列出。";
  const OFF = "审计日志已关闭（设置 audit），没有记录。";

  async function review() {
    const [missed, said] = await Promise.all([admin.api("unanswered"), admin.api("feedback")]);
    byId("ad-unanswered-said").textContent = missed.audit ? `共 ${missed.refused} 次。${missed.more ? MORE : ""}${KEPT[missed.kept] ?? ""}` : OFF;
    const questions = missed.questions.map((each) => admin.item(each.question, `${each.times} 次，最近 ${admin.time(each.last)}`));
    admin.fill("ad-unanswered", questions, "没有可列出的提问。");
    byId("ad-feedback-said").textContent = `有用 ${said.useful} 次，无用 ${said.useless} 次。`;
    const latest = said.latest.map((each) =>
      admin.item(`${each.verdict}${each.reason ? "：" + each.reason : ""}`, [
        admin.time(each.time),
        each.question && `提问：${each.question}`,
        each.article_ids?.length && `引用：${each.article_ids.join("、")}`,
      ]),
    );
    admin.fill("ad-feedback", latest, "还没有反馈。");
  }

  async function log() {
    const [jobs, done] = await Promise.all([admin.api("jobs"), admin.api("actions")]);
    const worked = jobs.jobs.map((each) =>
      admin.item(`${each.title}${each.preview ? "（预演）" : ""}：${admin.STATES[each.state]}`, [
        `${each.who}，${admin.time(each.begun)}${each.ended ? " 至 " + admin.time(each.ended) : ""}`,
        each.error,
      ]),
    );
    admin.fill("ad-jobs", worked, "还没有。");
    byId("ad-actions-said").textContent = done.audit ? "更早的用 python -m app audit show 查看。" : OFF;
    const actions = done.actions.map((each) => {
      const about = [each.file, each.id, each.contact].filter((value) => value !== undefined && value !== "").join("，");
      const head = `${ACTIONS[each.action] ?? each.action}${each.preview ? "（预演）" : ""}${about ? "：" + about : ""}`;
      return admin.item(head, `${each.visitor ?? ""}，${admin.time(each.time)}，${each.address ?? ""}`);
    });
    admin.fill("ad-actions", actions, done.audit ? "还没有。" : "没有。");
  }

  admin.part("review", review);
  admin.part("log", log);
})();
