/** Light or dark: the reader's system decides, the switch or #light and #dark in the address overrule it. */
const themeListeners = [];
let colourCache = new Map();

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function applyTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  colourCache = new Map();
  for (const listener of themeListeners) listener();
}

function themeSwitch() {
  const name = () => isDark() ? "Light" : "Dark";
  const node = button(name(), () => applyTheme(isDark() ? "light" : "dark"),
    { "aria-label": "Switch between light and dark" });
  themeListeners.push(() => node.textContent = name());
  return node;
}

function themeOfAddress() {
  const part = location.hash.slice(1).split("&").find(word => word === "dark" || word === "light");
  if (part) applyTheme(part);
}

/** A colour of report.css, resolved for a canvas, which knows no variables. */
function colour(name) {
  if (!colourCache.has(name)) {
    const probe = element("span", { style: `color: var(--${name}); display: none` });
    document.body.append(probe);
    colourCache.set(name, getComputedStyle(probe).color);
    probe.remove();
  }
  return colourCache.get(name);
}

/** The same colour, partly transparent. */
function translucent(name, opacity) {
  const parts = colour(name).match(/[\d.]+/g);
  return `rgb(${parts[0]} ${parts[1]} ${parts[2]} / ${opacity})`;
}

const canvasFont = '11.5px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif';

themeOfAddress();
addEventListener("hashchange", themeOfAddress);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => applyTheme(null));
