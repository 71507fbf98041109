// What the parts of the administration page share: requests, elements, tabs, questions before something is done.
// Whatever the server tells is put in as text: names of files and regulations are not to be trusted.
(() => {
  "use strict";
  const { byId, root, element, reason } = window.tiaowen;
  const page = document.documentElement.dataset;
  const parts = {};
  // what has become of a job
  const STATES = { running: "正在进行", done: "完成", failed: "没有成功", cancelled: "已取消", interrupted: "中断" };

  // The answer of our own API as an object; otherwise an Error whose message is fit for the reader.
  async function api(path, body) {
    const options = { headers: { "x-tiaowen-csrf": page.csrf } };
    if (body !== undefined) {
      options.method = "POST";
      options.headers["content-type"] = "application/json";
      options.body = JSON.stringify(body);
    }
    let response;
    try {
      response = await fetch(`${root()}/admin/api/${path}`, options);
    } catch {
      throw new Error("连不上服务，请检查网络，或等服务重新启动后再试。");
    }
    if (!response.ok) throw new Error(await reason(response));
    return response.json();
  }

  // Does something and tells the reader if it fails.
  async function attempt(work) {
    const place = byId("ad-trouble");
    place.hidden = true;
    try {
      return await work();
    } catch (error) {
      place.textContent = error.message;
      place.hidden = false;
      place.scrollIntoView({ block: "nearest" });
      return undefined;
    }
  }

  function on(id, event, work) {
    byId(id).addEventListener(event, (happened) => {
      happened.preventDefault();
      attempt(() => work(happened));
    });
  }

  function button(words, work, about) {
    const made = element("button", "tw-button", words);
    if (about) made.setAttribute("aria-label", `${words}：${about}`);
    made.addEventListener("click", () => attempt(work));
    return made;
  }

  function fill(id, items, empty) {
    const place = byId(id);
    place.replaceChildren(...(items.length ? items : [element("li", "tw-empty", empty)]));
  }

  function item(head, about, buttons = []) {
    const made = element("li", "ad-item");
    const text = element("div", "ad-item-text");
    text.append(typeof head === "string" ? element("p", "ad-item-head", head) : head);
    for (const line of [about].flat()) if (line) text.append(element("p", "tw-about", line));
    made.append(text);
    if (buttons.length) {
      const row = element("div", "ad-actions");
      row.append(...buttons);
      made.append(row);
    }
    return made;
  }

  // Asks before something is done; the reason that was given, "" where none was asked for, null where it is not to be.
  function ask(title, text, withReason = false) {
    const dialog = byId("ad-ask");
    byId("ad-ask-title").textContent = title;
    byId("ad-ask-text").textContent = text;
    byId("ad-ask-reason").hidden = !withReason;
    byId("ad-reason").value = "";
    dialog.returnValue = "no";
    dialog.showModal();
    return new Promise((resolve) => {
      const closed = () => resolve(dialog.returnValue === "yes" ? byId("ad-reason").value : null);
      dialog.addEventListener("close", closed, { once: true });
    });
  }

  function size(bytes) {
    return bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
  }

  function time(written) {
    const when = new Date(written);
    return Number.isNaN(when.getTime()) ? String(written ?? "") : when.toLocaleString("zh-CN", { hour12: false });
  }

  function show() {
    const name = window.location.hash.slice(1);
    const chosen = name in parts ? name : "overview";
    for (const part of document.querySelectorAll(".ad-part")) part.hidden = part.id !== `ad-${chosen}`;
    for (const tab of document.querySelectorAll(".ad-tabs a")) {
      if (tab.hash === `#${chosen}`) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    }
    attempt(parts[chosen]);
  }

  on("ad-logout", "click", async () => {
    await api("logout", {});
    window.location.reload();
  });
  window.addEventListener("hashchange", show);
  document.addEventListener("DOMContentLoaded", show);

  window.tiaowenAdmin = {
    STATES,
    api,
    attempt,
    on,
    button,
    fill,
    item,
    ask,
    size,
    time,
    // a part of the page and what brings it up to date
    part: (name, refresh) => (parts[name] = refresh),
    // what has changed concerns every part; the one that is shown is brought up to date
    changed: show,
    go: (name) => {
      if (window.location.hash === `#${name}`) show();
      else window.location.hash = name;
    },
  };
})();
