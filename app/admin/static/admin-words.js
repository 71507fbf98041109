// Whom a refusal refers to, and the institution's synonyms.
(() => {
  "use strict";
  const { byId, element } = window.tiaowen;
  const admin = window.tiaowenAdmin;

  function contact(state, said) {
    byId("ad-contact").value = state.contact;
    const from = state.contact_set ? "在本页设置的。" : "设置文件里的。";
    const setting = state.contact_setting ? `设置文件里写的是：${state.contact_setting}。` : "设置文件里没有写。";
    byId("ad-contact-said").textContent = said || `现在用的是${from}${state.contact_set ? setting : ""}`;
    byId("ad-contact-default").disabled = !state.contact_set;
    byId("ad-contact-undo").disabled = !state.contact_undo;
  }

  async function setContact(path, body, said) {
    contact(await admin.api(path, body), said);
  }

  function synonyms(state, said) {
    byId("ad-synonyms").value = state.synonyms;
    told(said);
    byId("ad-synonyms-undo").disabled = !state.synonyms_undo;
  }

  function told(said, faults = []) {
    byId("ad-synonyms-said").textContent = said;
    byId("ad-faults").replaceChildren(...faults.map(fault));
    byId("ad-synonyms").setAttribute("aria-invalid", String(faults.length > 0));
  }

  function fault(each) {
    const made = element("li", "");
    made.append(admin.button(`第 ${each.line} 行`, () => mark(each.line)), ` ${each.message}`);
    return made;
  }

  function mark(line) {
    const box = byId("ad-synonyms");
    const lines = box.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    box.focus();
    box.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  }

  async function send(check) {
    const state = await admin.api("synonyms", { text: byId("ad-synonyms").value, check });
    if (state.faults.length) {
      told(`${state.faults.length} 行需要改正，没有保存。`, state.faults);
      fault(state.faults[0]).querySelector("button").click();
    } else if (check) {
      told("没有问题，还没有保存。");
    } else {
      synonyms(state, "已保存，约十秒内生效。方便时重建一次索引，以后启动更快。");
    }
  }

  async function refresh() {
    const boxes = [byId("ad-contact"), byId("ad-synonyms")];
    const before = boxes.map((box) => box.value);
    const state = await admin.api("words");
    const typed = boxes.map((box) => box.value); // what has been typed since stays
    contact(state, "");
    synonyms(state, "");
    boxes.forEach((box, at) => {
      if (typed[at] !== before[at]) box.value = typed[at];
    });
    byId("ad-packaged").textContent = state.packaged;
  }

  admin.on("ad-contact-form", "submit", () =>
    setContact("contact", { contact: byId("ad-contact").value }, "已保存，约十秒内生效。"),
  );
  admin.on("ad-contact-default", "click", () => setContact("contact", { contact: null }, "已改回设置文件里的。"));
  admin.on("ad-contact-undo", "click", () => setContact("contact/undo", {}, "已恢复上一次的。"));
  admin.on("ad-synonyms-form", "submit", () => send(false));
  admin.on("ad-synonyms-check", "click", () => send(true));
  admin.on("ad-synonyms-undo", "click", async () => synonyms(await admin.api("synonyms/undo", {}), "已恢复上一版。"));
  admin.part("words", refresh);
})();
