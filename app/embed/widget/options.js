// What the portal has set: window.tiaowenConfig first, then the data-* attributes of the script element.
const script = document.currentScript || document.querySelector('script[src*="/widget.js"]');
const base = script ? script.src.replace(/\/widget\.js(?:[?#].*)?$/, "") : "";
const service = base ? new URL(base).origin : "";

const SIZES = { small: [360, 520], medium: [400, 640], large: [480, 760] };

function setting(name) {
  const config = window.tiaowenConfig;
  const given = config && config[name] !== undefined ? config[name] : script.dataset[name];
  return given === undefined || given === null ? "" : String(given).trim();
}

function whole(text, least, most) {
  return /^\d{1,10}$/.test(text) ? String(Math.min(Math.max(Number(text), least), most)) : "";
}

const title = () => setting("title").slice(0, 20) || SITE;

// Light or dark: as set, or as the portal's page is. One that says nothing of dark colours has none.
function theme() {
  const chosen = setting("theme");
  if (chosen === "light" || chosen === "dark") return chosen;
  const schemes = window.getComputedStyle(document.documentElement).colorScheme || "normal";
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  if (chosen === "auto" || (schemes.includes("dark") && schemes.includes("light"))) return dark ? "dark" : "light";
  return schemes.includes("dark") ? "dark" : "light";
}

// The custom properties of the widget that the settings decide. Where a setting is missing, the style sheet takes the
// portal's own --tiaowen-… property or a default.
function appearance() {
  const chosen = {};
  const color = setting("color");
  if (color && CSS.supports("color", color)) chosen["--color"] = color;
  const named = Object.prototype.hasOwnProperty.call(SIZES, setting("size")) && SIZES[setting("size")];
  const written = /^(\d{3,4})x(\d{3,4})$/i.exec(setting("size"));
  if (named || written) {
    chosen["--width"] = whole(String(named ? named[0] : written[1]), 300, 1200) + "px";
    chosen["--height"] = whole(String(named ? named[1] : written[2]), 360, 1200) + "px";
  }
  const offset = /^(\d{1,4})(?:[ ,x]+(\d{1,4}))?$/i.exec(setting("offset"));
  if (offset) {
    chosen["--side"] = whole(offset[1], 0, 2000) + "px";
    chosen["--bottom"] = whole(offset[2] || offset[1], 0, 2000) + "px";
  }
  const layer = whole(setting("zIndex"), 0, 2147483647);
  if (layer) chosen["--layer"] = layer;
  return chosen;
}
