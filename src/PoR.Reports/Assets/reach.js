/** Who hears whom: the graphs that cuts make together, over time. A link is open only if all cuts leave it open. */
const graphsShown = 12;

/** The graphs of links that a run had: those of its cuts, and of faults that divide machines but cut nothing. */
function graphsOfRun() {
  const states = run.reach?.states ?? [];
  const graphs = states.map(({ cuts, sides }, state) => {
    const spans = run.reach.spans.filter(span => span[2] === state);
    const same = states.filter(other => String(other.cuts) === String(cuts)).length > 1;
    const name = cuts.map(fault => run.faults[fault].label).join(" and ");
    return graphOf(same ? `${name}, from ${seconds(spans[0][0], 1)}` : name, spans,
      sides.map((side, place) => namedSide(cuts, side, place)), sides.map(side => new Set(side.hears)));
  });
  const isCut = new Set(states.flatMap(state => state.cuts));
  run.faults.forEach((fault, f) => {
    if (sidesOfFault[f].length > 0 && !isCut.has(f))
      graphs.push(graphOf(fault.label, [[fault.start, fault.end]], sidesOfFault[f].map((side, place) =>
        ({ name: side.name, nodes: side.nodes, place })), sidesOfFault[f].map(() => new Set(sidesOfFault[f].keys()))));
  });
  return graphs;
}

function graphOf(name, spans, sides, heard) {
  const of = new Map(sides.flatMap((side, s) => side.nodes.map(node => [node, s])));
  return { name, spans, sides, heard, sideOf: node => sides[of.get(node)] ?? null,
    hears: (one, other) => of.size === 0 || heard[of.get(one)].has(of.get(other)) };
}

/** Where one cut is alone, its sides have their names and colours of the other charts. */
function namedSide(cuts, { nodes }, place) {
  const own = cuts.length === 1 ? sidesOfFault[cuts[0]].find(side => side.nodes.includes(nodes[0])) : undefined;
  return own === undefined ? { name: `side ${place + 1}`, nodes, place }
    : { name: own.name, nodes, place: sidePlace(own) };
}

/** The colour of a side; those that are too many to be told apart share one. */
function placeColour(place) {
  return place < sideColours.length ? sideColours[place] : "faint";
}

function placeLabel({ name, nodes, place }) {
  return element("span", {}, placeSymbol(place), ` ${name}, ${nodesText(nodes)}`);
}

function placeSymbol(place) {
  return element("span", { style: `color: var(--${placeColour(place)})`, "aria-hidden": "true" },
    sideShapes[place] ?? "●");
}

/** Sides that reach each other, at least over others that pass messages on. */
function partsOf({ heard }) {
  const from = heard.map(set => new Set(set));
  for (let grew = true; grew;) {
    grew = false;
    for (const set of from) {
      const before = set.size;
      for (const side of [...set]) for (const further of from[side]) set.add(further);
      grew ||= set.size > before;
    }
  }
  const leaders = heard.map((_, s) => heard.findIndex((_, other) => from[s].has(other) && from[other].has(s)));
  return new Set(leaders).size;
}

function partsText(graph) {
  const parts = partsOf(graph);
  return parts === 1 ? "all reach each other over others"
    : `${number(parts)} parts that do not reach each other, not even over others`;
}

function hearsText({ sides, heard }, s) {
  const others = [...heard[s]].filter(other => other !== s);
  if (others.length === sides.length - 1) return " hears all";
  if (others.length === 0) return " hears nobody else";
  return [" hears ", ...others.map(other => placeSymbol(sides[other].place))];
}

/** Sides one by one while they are few; else in sum. */
function sidesText(graph) {
  const { sides, heard } = graph;
  if (sides.length <= sideColours.length)
    return sides.map((side, s) => element("div", {}, placeLabel(side), hearsText(graph, s)));
  const sizes = heard.map(set => [...set].reduce((sum, other) => sum + sides[other].nodes.length, 0));
  return [`${number(sides.length)} sides, the largest of ${count(sides[0].nodes.length, "node")}; ` +
    `a node hears ${rangeText(sizes)} of ${number(run.nodes)}`];
}

function whenText({ spans }) {
  if (spans.length === 1) return `${number(spans[0][0], 1)} to ${number(spans[0][1], 1)}`;
  const sum = spans.reduce((total, [start, end]) => total + end - start, 0);
  return `${number(spans.length)} times from ${number(spans[0][0], 1)} on, ${seconds(sum, 1)} in all`;
}

/** The cuts as bars over time, and below them the sides that they make together, each as high as its share of nodes. */
class ReachStrip {
  constructor(graphs, onSelect) {
    this.graphs = graphs;
    this.onSelect = onSelect;
    this.cuts = [...new Set(run.reach.states.flatMap(state => state.cuts))].sort((a, b) => a - b).slice(0, 8);
    this.span = 0;
    this.canvas = element("canvas", { tabindex: "0", role: "application",
      "aria-label": "Sides over time. The left and right arrow keys choose a time, whose sides stand below." });
    this.told = element("p", { class: "hover-line", "aria-live": "polite" });
    this.box = element("div", { class: "heat" }, this.canvas);
    this.canvas.addEventListener("click", event => this.select(this.spanAt(event)));
    this.canvas.addEventListener("mousemove", event => this.tell(this.spanAt(event)));
    this.canvas.addEventListener("mouseleave", () => this.tell(this.span));
    this.canvas.addEventListener("keydown", event => this.onKey(event));
    keepPainted(this.canvas, this.box, () => this.paint());
    this.tell(this.span);
  }

  /** The times of a graph are marked; the strip goes to the first of them. */
  show(graph) {
    const state = this.graphs.indexOf(graph);
    if (run.reach.spans[this.span][2] !== state) this.span = run.reach.spans.findIndex(span => span[2] === state);
    this.tell(this.span);
    this.paint();
  }

  paint() {
    const width = Math.floor(this.box.clientWidth);
    if (width === 0) return;
    [this.left, this.right, this.top] = [54, width - 54, 17 * this.cuts.length + 6];
    const height = 60, bottom = this.top + height;
    const ctx = sized(this.canvas, width, bottom + 34);
    ctx.font = canvasFont;
    this.cuts.forEach((f, lane) => this.paintCut(ctx, run.faults[f], 17 * lane));
    ctx.fillStyle = translucent("green", 0.3);
    ctx.fillRect(this.left, this.top, this.right - this.left, height);
    const [first, last] = [run.reach.spans[0][0], run.reach.spans.at(-1)[1]];
    ctx.fillStyle = colour("ink");
    for (const [from, to] of [[0, first], [last, runEnd]])
      if (this.xOf(to) - this.xOf(from) > 80) ctx.fillText("all hear all", this.xOf(from) + 6, this.top + height / 2);
    run.reach.spans.forEach((span, i) => this.paintSpan(ctx, span, height, i));
    this.paintAxis(ctx, bottom);
  }

  xOf(time) {
    return this.left + time / runEnd * (this.right - this.left);
  }

  paintCut(ctx, fault, y) {
    const from = this.xOf(Math.min(fault.start, runEnd)), to = this.xOf(Math.min(fault.end, runEnd));
    paintFault(ctx, from, y, Math.max(to - from, 1), 13, 1);
    ctx.fillStyle = colour("vermillion");
    ctx.fillRect(from, y + 13, Math.max(to - from, 1), 2);
    const label = bandLabel(fault), room = ctx.measureText(label).width;
    ctx.fillText(label, Math.max(2, Math.min(from + 4, this.right - room)), y + 7);
  }

  paintSpan(ctx, [start, end, state], height, i) {
    const from = this.xOf(start), width = Math.max(this.xOf(end) - from, 1);
    const { sides } = this.graphs[state];
    let y = this.top;
    ctx.fillStyle = colour("panel");
    ctx.fillRect(from, y, width, height);
    for (const { nodes, place } of sides) {
      const share = nodes.length / run.nodes * height;
      ctx.fillStyle = colour(placeColour(place));
      ctx.fillRect(from, y, width, Math.max(share - (sides.length < 20 ? 2 : 0), 0.5));
      const text = `${sideShapes[place] ?? "●"} ${number(nodes.length)}`;
      if (share > 15 && width > ctx.measureText(text).width + 8) {
        ctx.fillStyle = inkOn(ctx.fillStyle);
        ctx.fillText(text, from + 5, y + share / 2);
      }
      y += share;
    }
    const isChosen = state === run.reach.spans[this.span][2];
    if (!isChosen) return;
    ctx.strokeStyle = colour("ink");
    ctx.lineWidth = i === this.span ? 2.5 : 1;
    ctx.strokeRect(from, this.top - 1, width, height + 1);
  }

  paintAxis(ctx, bottom) {
    ctx.fillStyle = colour("faint");
    ctx.textAlign = "center";
    const step = niceStep(runEnd, (this.right - this.left) / 80);
    for (let time = 0; time <= runEnd; time += step) {
      ctx.fillRect(this.xOf(time), bottom + 2, 1, 4);
      ctx.fillText(trimmed(time), this.xOf(time), bottom + 14);
    }
    ctx.fillText(`${clock} time (s)`, (this.left + this.right) / 2, bottom + 28);
    ctx.textAlign = "left";
  }

  spanAt(event) {
    const x = event.clientX - this.canvas.getBoundingClientRect().left;
    const time = (x - this.left) / (this.right - this.left) * runEnd;
    return run.reach.spans.findIndex(([start, end]) => start <= time && time < end);
  }

  tell(i) {
    if (i < 0) {
      this.told.textContent = "All nodes hear all.";
      return;
    }
    const [start, end, state] = run.reach.spans[i];
    const graph = this.graphs[state];
    this.told.textContent = `${number(start, 1)} to ${seconds(end, 1)} · ${graph.name} · ` +
      `${count(graph.sides.length, "side")} · ${partsText(graph)}`;
  }

  select(i) {
    if (i < 0) return;
    this.span = i;
    this.tell(i);
    this.onSelect(this.graphs[run.reach.spans[i][2]]);
    this.paint();
  }

  onKey(event) {
    const moves = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };
    if (!(event.key in moves)) return;
    event.preventDefault();
    this.select(Math.min(run.reach.spans.length - 1, Math.max(0, this.span + moves[event.key])));
  }
}

/** Dark or white letters, whichever can be read on a colour such as #0072b2. */
function inkOn(ground) {
  const [red, green, blue] = [1, 3, 5].map(at => parseInt(ground.slice(at, at + 2), 16));
  return 0.3 * red + 0.59 * green + 0.11 * blue > 120 ? "#1b1f24" : "#ffffff";
}

function reachTable(graphs) {
  const columns = ["when (s)", "cuts", "over others", "sides"].map(name => ({ name, left: true }));
  const shown = graphs.slice(0, Math.min(graphsShown, run.reach.states.length));
  const more = run.reach.states.length - shown.length;
  return element("div", {},
    table("Who hears whom", columns, shown.map(graph => {
      const parts = partsOf(graph);
      return [whenText(graph), graph.name, parts === 1 ? "all reach each other" : `${number(parts)} parts`,
        element("div", {}, sidesText(graph))];
    }), "wide wraps roomy"),
    more > 0 ? element("p", { class: "note" }, `The CSV has ${number(more)} more.`) : null,
    run.reach.leftOut > 0 ? element("p", { class: "note" },
      `${number(run.reach.leftOut)} later times are left out: their graphs are too many.`) : null);
}

function reachRows(graphs) {
  return [["fromSeconds", "toSeconds", "cuts", "side", "nodes", "hearsSides"],
    ...run.reach.spans.flatMap(([start, end, state]) => graphs[state].sides.map((side, s) => [start, end,
      run.reach.states[state].cuts.map(fault => run.faults[fault].label).join(" "), s + 1, side.nodes.join(" "),
      [...graphs[state].heard[s]].map(other => other + 1).join(" ")]))];
}
