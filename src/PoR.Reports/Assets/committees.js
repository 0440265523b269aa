/** P5: who sat in committees: rounds to the right, participants downwards; beside them seats against expectation. */
class Committees {
  constructor() {
    this.rows = run.committees.rows;
    this.each = run.committees.roundsPerColumn;
    this.columns = Math.ceil(run.committees.rounds / this.each);
    // A few cells, such as those of a side that goes round in the agreement's loop, would leave the others pale.
    const densities = this.rows.flatMap(row => row.steps.map((_, c) => this.density(row, c)));
    this.most = Math.max(1e-9, ...chunkMaxima(densities));
    this.dark = Math.min(this.most, 1.25 * (quantile(densities.filter(value => value > 0), 0.98) ?? this.most));
    this.mostSeats = Math.max(1e-9, ...this.rows.map(row =>
      Math.max(row.seats, row.expected + 2 * row.deviation) / row.members));
    this.rowHeight = Math.min(18, Math.max(2, Math.floor(600 / this.rows.length)));
    this.cell = null;
    this.canvas = element("canvas", { tabindex: "0", role: "application",
      "aria-label": "Committee heat map. Arrow keys choose a cell, which is told below." });
    this.told = element("p", { class: "hover-line", "aria-live": "polite" }, this.hint());
    this.box = element("div", { class: "heat" }, this.canvas);
    this.canvas.addEventListener("mousemove", event => this.point(this.cellAt(event)));
    this.canvas.addEventListener("mouseleave", () => this.point(null));
    this.canvas.addEventListener("keydown", event => this.onKey(event));
    keepPainted(this.canvas, this.box, () => this.paint());
  }

  hint() {
    return "Point at a cell, or choose one by the arrow keys.";
  }

  /** Steps a member and round. */
  density(row, c) {
    return row.steps[c] / row.members / this.roundsOf(c);
  }

  roundsOf(c) {
    const [from, to] = this.spanOf(c);
    return to - from + 1;
  }

  /** The first and the last round of a column. */
  spanOf(c) {
    return [c * this.each + 1, Math.min((c + 1) * this.each, run.committees.rounds)];
  }

  /** How many rounds of a column a row's members led. */
  ledIn(row, c) {
    const [from, to] = this.spanOf(c);
    return row.led.filter(round => round >= from && round <= to).length;
  }

  layout(width) {
    const isNarrow = width < 520;
    const [left, top] = [isNarrow ? 40 : 58, 22];
    const bars = isNarrow ? 92 : Math.min(280, width * 0.24);
    const cellWidth = Math.min(44, (width - left - bars - 36) / this.columns);
    const right = left + cellWidth * this.columns;
    this.place = { left, top, right, cellWidth, bars: right + 26, width, end: width - 10,
      bottom: top + this.rowHeight * this.rows.length };
    return this.place;
  }

  paint() {
    const width = Math.floor(this.box.clientWidth);
    if (width === 0) return;
    const { bottom } = this.layout(width);
    const ctx = sized(this.canvas, width, bottom + 42);
    ctx.font = canvasFont;
    this.shades = Array.from({ length: 65 }, (_, i) => heatColour(i / 64));
    this.paintFaults(ctx);
    this.rows.forEach((row, r) => this.paintRow(ctx, row, r));
    this.rows.forEach((row, r) => this.paintLeaders(ctx, row, r));
    this.paintAxes(ctx);
    if (this.cell !== null) this.paintCursor(ctx, this.cell);
  }

  xOf(c) {
    return Math.round(this.place.left + c * this.place.cellWidth);
  }

  yOf(r) {
    return this.place.top + r * this.rowHeight;
  }

  /** Rounds that a fault touched have its shade above them. */
  paintFaults(ctx) {
    for (const fault of run.faults) {
      const touched = rounds.round.filter((_, i) => touches(fault, i));
      if (touched.length === 0) continue;
      const [from, to] = [touched[0], touched.at(-1)].map(round => Math.floor((round - 1) / this.each));
      ctx.fillStyle = translucent("vermillion", 0.75);
      ctx.fillRect(this.xOf(from), this.place.top - 5, this.xOf(to + 1) - this.xOf(from), 3);
    }
  }

  paintRow(ctx, row, r) {
    const gap = this.rowHeight >= 5 && this.place.cellWidth >= 6 ? 1 : 0;
    const y = this.yOf(r);
    row.steps.forEach((_, c) => {
      ctx.fillStyle = this.shades[Math.round(64 * Math.min(1, this.density(row, c) / this.dark))];
      ctx.fillRect(this.xOf(c), y, this.xOf(c + 1) - this.xOf(c) - gap, this.rowHeight - gap);
    });
    const toX = value => this.place.bars + value / row.members / this.mostSeats * (this.place.end - this.place.bars);
    const [low, high] = [Math.max(0, row.expected - 2 * row.deviation), row.expected + 2 * row.deviation];
    ctx.fillStyle = colour("wait");
    ctx.fillRect(toX(low), y, Math.max(toX(high) - toX(low), 1), this.rowHeight - gap);
    const inset = this.rowHeight >= 5 ? Math.round(this.rowHeight / 6) : 0;
    ctx.fillStyle = colour(isWithin(row) ? "blue" : "vermillion");
    ctx.fillRect(toX(0), y + inset, Math.max(toX(row.seats) - toX(0), row.seats > 0 ? 1 : 0),
      Math.max(this.rowHeight - gap - 2 * inset, 1));
    ctx.fillStyle = colour("ink");
    if (row.expected > 0) ctx.fillRect(toX(row.expected) - 1, y, 2, this.rowHeight - gap);
  }

  paintLeaders(ctx, row, r) {
    const reach = Math.min(5, Math.max(3, Math.min(this.rowHeight, this.place.cellWidth) / 2 - 0.5));
    ctx.fillStyle = colour("orange");
    ctx.strokeStyle = colour("panel");
    ctx.lineWidth = 1;
    for (const round of row.led) {
      const c = Math.floor((round - 1) / this.each);
      traceShape(ctx, 4, (this.xOf(c) + this.xOf(c + 1) - 1) / 2, this.yOf(r) + (this.rowHeight - 1) / 2, reach);
      ctx.fill();
      ctx.stroke();
    }
  }

  paintAxes(ctx) {
    const { left, top, right, bottom, bars, end } = this.place;
    ctx.fillStyle = colour("faint");
    ctx.fillText("rep.", 2, top - 10);
    const apart = Math.ceil(26 / this.rowHeight);
    ctx.textAlign = "right";
    for (let r = 0; r < this.rows.length; r += apart)
      ctx.fillText(number(this.rows[r].highest), left - 6, this.yOf(r) + Math.min(this.rowHeight / 2, 6) + 1);
    ctx.textAlign = "center";
    const step = Math.max(1, niceStep(run.committees.rounds, (right - left) / 46));
    for (let round = step === 1 ? 1 : step; round <= run.committees.rounds; round += step) {
      const x = this.xOf((round - 0.5) / this.each);
      ctx.fillRect(x, bottom + 2, 1, 4);
      ctx.fillText(number(round), x, bottom + 15);
    }
    ctx.fillText("round", (left + right) / 2, bottom + 33);
    const unit = niceStep(this.mostSeats, (end - bars) / 44);
    for (let seats = 0; seats <= this.mostSeats; seats += unit) {
      const x = bars + seats / this.mostSeats * (end - bars);
      ctx.fillRect(x, bottom + 2, 1, 4);
      ctx.fillText(seats < 1000 ? trimmed(seats) : number(seats), x, bottom + 15);
    }
    ctx.fillText(end - bars < 120 ? "seats each" : "seats of a participant", (bars + end) / 2, bottom + 33);
    ctx.textAlign = "left";
  }

  paintCursor(ctx, { r, c }) {
    const { bars, end } = this.place;
    ctx.strokeStyle = colour("ink");
    ctx.lineWidth = 1.5;
    ctx.strokeRect(this.xOf(c) - 1.5, this.yOf(r) - 1.5, this.xOf(c + 1) - this.xOf(c) + 2, this.rowHeight + 2);
    ctx.strokeRect(bars - 1.5, this.yOf(r) - 1.5, end - bars + 3, this.rowHeight + 2);
  }

  cellAt(event) {
    const box = this.canvas.getBoundingClientRect();
    const r = Math.floor((event.clientY - box.top - this.place.top) / this.rowHeight);
    const c = Math.floor((event.clientX - box.left - this.place.left) / this.place.cellWidth);
    if (r < 0 || r >= this.rows.length || c < 0) return null;
    return { r, c: Math.min(c, this.columns - 1) };
  }

  point(cell) {
    this.cell = cell;
    this.told.textContent = cell === null ? this.hint() : this.tell(cell);
    this.paint();
  }

  onKey(event) {
    const moves = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1],
      Home: [0, -this.columns], End: [0, this.columns] };
    if (!(event.key in moves)) return;
    event.preventDefault();
    const [down, on] = this.cell === null ? [0, 0] : moves[event.key];
    const { r, c } = this.cell ?? { r: 0, c: 0 };
    this.point({ r: Math.min(this.rows.length - 1, Math.max(0, r + down)),
      c: Math.min(this.columns - 1, Math.max(0, c + on)) });
  }

  tell({ r, c }) {
    const row = this.rows[r];
    const [[from, to], led] = [this.spanOf(c), this.ledIn(row, c)];
    return [
      from === to ? "Round " + number(from) : `Rounds ${number(from)}–${number(to)}`,
      rowName(row),
      row.members === 1 ? `sat in ${count(row.steps[c], "step")}`
        : `${count(row.steps[c], "step")}, ${number(this.density(row, c), 2)} each`,
      ...(led === 0 ? [] : [from === to ? "leads the round" : `leads ${count(led, "round")}`]),
      `in all ${count(row.seats, "seat")}, ${number(row.expected, 1)} ± ${number(row.deviation, 1)} expected`,
    ].join(" · ");
  }
}

function rowName({ rank, members, account, node, highest, lowest }) {
  return members === 1
    ? `rank ${number(rank)}, account ${account} on node ${number(node)}, reputation ${number(highest)}`
    : `ranks ${number(rank)}–${number(rank + members - 1)}, reputation ${rangeText([lowest, highest])}`;
}

/** Whether its seats lie within two standard deviations of what its weight promises. */
function isWithin({ seats, expected, deviation }) {
  return Math.abs(seats - expected) <= 2 * deviation + 1e-6;
}

/** A colour between those of report.css, by a share from 0 to 1. */
function heatColour(share) {
  const at = Math.min(1, Math.max(0, share)) * 4;
  const below = Math.min(3, Math.floor(at));
  const [from, to] = [below, below + 1].map(stop => colour("heat-" + stop).match(/[\d.]+/g).map(Number));
  return `rgb(${from.slice(0, 3).map((part, i) => Math.round(part + (to[i] - part) * (at - below))).join(" ")})`;
}

function showCommittees() {
  const host = document.getElementById("committees");
  if (run.committees === null || run.committees.rounds === 0) {
    host.remove();
    return;
  }
  const view = new Committees();
  const { rows } = view;
  const single = rows.every(row => row.members === 1);
  const section = panel("committees", "Committees",
    `One row ${single ? "a participant" : "for neighbouring participants"}, by reputation at the end; ` +
    `one column ${view.each === 1 ? "a round" : `for ${number(view.each)} rounds`}. The colour says in how many ` +
    "steps they spoke. On the right the seats with which they spoke in steps from 2 on, against what sortition " +
    "promises their weight in the steps to which their nodes came.", [
      csvButton("committees", () => committeeRows(view)), ...pictureButtons("committees", () => [view.canvas])]);
  section.append(committeesKey(view), view.box, view.told, element("p", { class: "note last" }, fairness(rows)));
}

function committeesKey(view) {
  const unit = view.rows.every(row => row.members === 1) && view.each === 1 ? "steps"
    : view.each === 1 ? "steps of a participant" : "steps of a participant in a round";
  const scale = document.createElement("canvas");
  const paint = () => {
    const ctx = sized(scale, 110, 14);
    for (let x = 0; x < 110; x++) {
      ctx.fillStyle = heatColour(x / 109);
      ctx.fillRect(x, 1, 1.5, 12);
    }
  };
  paint();
  themeListeners.push(paint);
  const mark = (symbol, name, text) =>
    element("li", {}, element("span", { style: `color: var(--${name})`, "aria-hidden": "true" }, symbol), text);
  const end = `${trimmed(view.dark)}${view.dark < view.most ? " or more" : ""} ${unit}`;
  return element("ul", { class: "key", "aria-label": "Key" },
    element("li", {}, "0", element("span", { class: "heat-scale" }, scale), end),
    mark("◆", "orange", "leads the round"), mark("▬", "blue", "seats"),
    mark("▬", "vermillion", "seats, more than two standard deviations off"),
    mark("┃", "ink", "expected seats"), mark("▬", "wait", "two standard deviations around them"),
    run.faults.length > 0 ? mark("▬", "vermillion", "above the columns: a fault") : null);
}

/** How far the seats of the run are from what is promised, in one sentence. */
function fairness(rows) {
  const promised = rows.filter(row => row.expected > 0);
  const within = promised.filter(isWithin).length;
  const sum = value => rows.reduce((total, row) => total + value(row), 0);
  const deviation = Math.sqrt(sum(row => row.deviation ** 2));
  return `${number(within)} of the ${number(promised.length)} rows with weight lie within two standard deviations; ` +
    `of a fair draw 95 % do. In all ${count(sum(row => row.seats), "seat")} spoke; ` +
    `${number(sum(row => row.expected), 1)} ± ${number(deviation, 1)} were expected.`;
}

function committeeRows(view) {
  const names = ["fromRank", "toRank", "account", "node", "highestReputation", "lowestReputation", "seats",
    "expectedSeats", "seatsDeviation", "fromRound", "toRound", "steps", "roundsLed"];
  return [names, ...view.rows.flatMap(row => row.steps.map((steps, c) => [row.rank, row.rank + row.members - 1,
    row.account, row.node, row.highest, row.lowest, row.seats, row.expected, row.deviation, ...view.spanOf(c), steps,
    view.ledIn(row, c)]))];
}
