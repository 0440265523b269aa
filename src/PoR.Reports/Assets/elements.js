/** Builds an element. Text goes in as text only: nothing of a run is ever parsed as HTML. */
function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined));
  return node;
}

/** A list of terms and values; null values are left out. */
function facts(className, pairs) {
  return element("dl", { class: className },
    pairs.filter(([, value]) => value !== null)
      .map(([term, value]) => element("div", { style: className === "facts" ? "display: contents" : null },
        element("dt", {}, term), element("dd", {}, value))));
}

/** A table. A column is { name, left }; a cell is a text or a node. */
function table(caption, columns, rows, className = "") {
  const cell = (tag, content, i, scope) =>
    element(tag, { class: columns[i].left ? "left" : null, scope }, content);
  return element("div", { class: "scroll-x" },
    element("table", { class: "data " + className, "aria-label": caption },
      element("thead", {}, element("tr", {}, columns.map((column, i) => cell("th", column.name, i, "col")))),
      element("tbody", {}, rows.map(row => element("tr", {}, row.map((content, i) => cell("td", content, i)))))));
}

function button(label, action, attributes = {}) {
  return element("button", { type: "button", onclick: action, ...attributes }, label);
}

/** A button that stays pressed. Tells its new state to the action. */
function toggle(label, isPressed, action, attributes = {}) {
  const node = button(label, () => {
    const next = node.getAttribute("aria-pressed") !== "true";
    node.setAttribute("aria-pressed", next);
    action(next);
  }, { "aria-pressed": String(isPressed), ...attributes });
  return node;
}

/** Fills a section with its head and returns it. */
function panel(id, title, note, tools = []) {
  const section = document.getElementById(id);
  section.replaceChildren(
    element("div", { class: "panel-head" },
      element("h2", { id: id + "-title" }, title), element("div", { class: "tools" }, tools)),
    element("p", { class: "note" }, note));
  return section;
}

/** What stands in a section that has nothing to draw. */
function emptyState(text) {
  return element("div", { class: "empty-state" }, text);
}

/** Puts a symbol before a text, for a block, an empty block, or none yet. */
function blockMark(i) {
  if (!isDecided(i)) return element("span", { class: "faint" }, "○ undecided");
  return rounds.empty[i]
    ? element("span", { class: "mark-empty" }, "◇ empty")
    : element("span", { class: "mark-block" }, "● block");
}
