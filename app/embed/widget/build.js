// The widget's elements. Made one by one, not parsed: a portal may demand Trusted Types.
function made(name, attributes, ...children) {
  const svg = name === "svg" || name === "path";
  const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const key of Object.keys(attributes)) element.setAttribute(key, attributes[key]);
  element.append(...children);
  return element;
}

function icon(path) {
  const attributes = { viewBox: "0 0 24 24", width: "24", height: "24", "aria-hidden": "true", focusable: "false" };
  return made("svg", attributes, made("path", { d: path }));
}

const BUBBLE = "M4 4h16v12h-8l-5 4v-4H4zM8 8.5h8M8 12h5";
const CROSS = "M6 6l12 12M18 6L6 18";

// A style element would need the portal's style-src to allow it; a constructed sheet does not.
function dress(root) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  } catch (error) {
    root.append(made("style", {}, STYLE)); // browsers before 2020–2023
  }
}

function build() {
  const host = document.createElement("tiaowen-widget");
  const root = host.attachShadow({ mode: "open" });
  dress(root);
  const launcher = made(
    "button",
    { type: "button", class: "launcher", "aria-expanded": "false", "aria-haspopup": "dialog" },
    icon(BUBBLE),
    made("span", {}, title()),
  );
  launcher.setAttribute("aria-label", "打开" + title());
  const close = made("button", { type: "button", class: "close", "aria-label": "关闭" + title() }, icon(CROSS));
  const heading = made("p", { class: "heading", id: "heading" }, title());
  const body = made("div", { class: "body" });
  const panel = made(
    "section",
    { class: "panel", role: "dialog", "aria-labelledby": "heading", hidden: "" },
    made("div", { class: "head" }, heading, close),
    body,
  );
  const frame = made("div", { class: "root", lang: "zh-CN" }, launcher, panel);
  frame.dataset.position = setting("position") === "left" ? "left" : "right";
  frame.dataset.theme = theme();
  const chosen = appearance();
  for (const name of Object.keys(chosen)) frame.style.setProperty(name, chosen[name]);
  root.append(frame);
  document.documentElement.append(host); // beside the body: its transforms and its replacement do not touch it
  return { host, root, frame, launcher, close, panel, body };
}

// The colour as the browser resolved it, and the writing that can be read on it.
function colours(view) {
  const found = /^rgba?\((\d+), (\d+), (\d+)/.exec(window.getComputedStyle(view.launcher).backgroundColor);
  if (!found) return "";
  const parts = found.slice(1, 4).map(Number);
  const linear = parts.map((c) => (c <= 10 ? c / 3294.6 : Math.pow((c / 255 + 0.055) / 1.055, 2.4)));
  const light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  view.frame.style.setProperty("--ink", light > 0.179 ? "#10151c" : "#ffffff");
  return parts.map((c) => c.toString(16).padStart(2, "0")).join("");
}
