// What is said instead of a blank frame. Written for the person who can put it right: the portal's webmaster.
const explain = (view, lines, again) => {
  const notice = made("div", { class: "notice", role: "alert" }, made("p", { class: "what" }, lines[0]));
  for (const line of lines.slice(1)) notice.append(made("p", {}, line));
  const retry = made("button", { type: "button" }, "重试");
  retry.addEventListener("click", quietly(again));
  notice.append(retry);
  for (const old of view.body.querySelectorAll(".notice")) old.remove();
  view.body.append(notice);
};

const what = () => title() + "暂时打不开，请稍后再试；如果一直这样，请把下面的话告诉门户管理员。";

function silent() {
  return [
    what(),
    "① 条问的设置 portal_origins 中要有本页的来源：" + window.location.origin + "（协议、主机名、端口都要一致）。",
    "② 在这台电脑上应能打开 " + base + "/api/health，打不开说明网络不通或服务没有启动。",
    "③ 本页如果套在别的页面里，外层页面的来源也要写进 portal_origins。",
  ];
}

const forbidden = () => [
  what(),
  "本页的 Content-Security-Policy 不允许嵌入条问，请在 frame-src 中加上 " + service + "。",
];

const insecure = () => [
  what(),
  "本页用 https 打开，浏览器不允许其中嵌入 http 的页面。请给条问也配上 https，并把脚本地址改成 https://。",
];
