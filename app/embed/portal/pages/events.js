// What the widget tells the page, shown on the page: a portal would feed its statistics with it.
const list = document.querySelector("#events");
const WORDS = {
  loaded: "挂件已载入",
  open: "面板打开",
  close: "面板关闭",
  answer: "给出回答",
  refused: "未找到依据",
  error: "出错",
};

for (const name of Object.keys(WORDS)) {
  window.addEventListener("tiaowen:" + name, (event) => {
    const line = document.createElement("li");
    const detail = Object.keys(event.detail).length ? "：" + JSON.stringify(event.detail) : "";
    line.textContent = WORDS[name] + "（tiaowen:" + name + "）" + detail;
    list.prepend(line);
  });
}

for (const button of document.querySelectorAll("button.ask")) {
  button.addEventListener("click", () => window.tiaowen.open(button.textContent));
}
