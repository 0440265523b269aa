/** P2: where the time of each round goes. Only the rows in sight are painted, so 5,000 rounds scroll well. */
class Timeline {
  constructor(onSelect) {
    this.onSelect = onSelect;
    this.isAligned = true;
    this.isClose = false;
    this.selected = slowestRound();
    this.pointed = -1;
    this.longest = Math.max(1e-3, ...chunkMaxima(roundEnds.map((end, i) => end - rounds.start[i])));
    this.typical = typicalSpan(this.longest);
    this.axisCanvas = document.createElement("canvas");
    this.rowsCanvas = document.createElement("canvas");
    this.viewHeight = Math.min(roundCount, Math.floor(20 * 22 / rowHeight)) * rowHeight;
    this.build();
  }

  build() {
    this.axis = element("div", { class: "timeline-axis", "aria-hidden": "true" }, this.axisCanvas);
    this.scroll = element("div", {
      class: "timeline-scroll", tabindex: "0", role: "group", style: `height: ${this.viewHeight + 2}px`,
      "aria-label": "Timeline of rounds. Arrow keys choose a round, whose details stand below.",
    }, element("div", { style: `height: ${roundCount * rowHeight}px` }, this.rowsCanvas));
    this.hoverLine = element("p", { class: "hover-line" }, this.hint());
    this.rowsInSight = element("span", { class: "faint" });
    this.moreButton = toggle("All rows", false, next => this.showAll(next));
    this.host = element("div", {}, this.axis, this.scroll,
      element("div", { class: "below-rows" }, this.rowsInSight, this.isWhole() ? null : this.moreButton),
      this.hoverLine);
    this.scroll.addEventListener("scroll", () => this.repaint());
    this.scroll.addEventListener("keydown", event => this.onKey(event));
    this.rowsCanvas.addEventListener("click", event => this.select(this.rowAt(event)));
    this.rowsCanvas.addEventListener("mousemove", event => this.point(event));
    this.rowsCanvas.addEventListener("mouseleave", () => this.unpoint());
    new ResizeObserver(() => this.repaint()).observe(this.scroll);
    for (const canvas of [this.axisCanvas, this.rowsCanvas]) repaints.set(canvas, () => this.paint());
    themeListeners.push(() => this.paint());
    firstDrawings.push(() => this.paint());
    timeListeners.push(time => this.showTime(time));
  }

  isWhole() {
    return this.viewHeight >= roundCount * rowHeight;
  }

  /** So many rows that the canvas stays one that browsers draw; the others are still a scroll away. */
  showAll(isAll) {
    this.viewHeight = Math.min(roundCount, isAll ? 400 : Math.floor(20 * 22 / rowHeight)) * rowHeight;
    this.scroll.style.height = this.viewHeight + 2 + "px";
    this.repaint();
  }

  tellRowsInSight(first, last) {
    const isBelow = last < roundCount - 1;
    const more = isBelow ? "; scroll for more ▾" : first > 0 ? "; scroll for more ▴" : ".";
    this.rowsInSight.textContent = `Rounds ${number(rounds.round[first])} to ${number(rounds.round[last])} of ` +
      `${number(roundCount)} are in sight${more}`;
  }

  hint() {
    return "Click a row for its details. Time from the start of " + (this.isAligned ? "each round." : "the run.");
  }

  /** Paints once at the next frame, however often it is asked. */
  repaint() {
    this.frame ??= requestAnimationFrame(() => this.paint());
  }

  paint() {
    if (this.frame) cancelAnimationFrame(this.frame);
    this.frame = null;
    const width = this.scroll.clientWidth;
    if (width === 0) return;
    const first = Math.floor(this.scroll.scrollTop / rowHeight);
    const last = Math.min(roundCount - 1, Math.ceil((this.scroll.scrollTop + this.viewHeight) / rowHeight));
    const end = Math.floor((this.scroll.scrollTop + this.viewHeight - 1) / rowHeight);
    this.tellRowsInSight(first, Math.min(roundCount - 1, end));
    this.left = width < 520 ? 64 : 84;
    this.right = width - (width < 520 ? 78 : 92);
    [this.from, this.to] = this.span(first, last);
    const rows = sized(this.rowsCanvas, width, this.viewHeight);
    if (!this.isAligned) this.paintFaults(rows);
    for (let i = first; i <= last; i++) this.paintRow(rows, i);
    this.paintLimits(rows);
    paintTimelineAxis(sized(this.axisCanvas, width, 40), this.from, this.to, this.left, this.right);
  }

  span(first, last) {
    if (this.isAligned) return [0, (this.isClose ? this.typical : this.longest) * 1.04];
    const from = rounds.start[first];
    const to = Math.max(...roundEnds.slice(first, last + 1));
    return [from, from + Math.max(to - from, 1e-3) * 1.04];
  }

  /** On one scale of time, a fault is one band behind all rows. */
  paintFaults(ctx) {
    const perSecond = (this.right - this.left) / (this.to - this.from);
    for (const fault of run.faults) {
      const from = Math.max(fault.start, this.from), to = Math.min(fault.end, this.to);
      if (to > from)
        paintFault(ctx, this.left + (from - this.from) * perSecond, 0, (to - from) * perSecond, this.viewHeight, 1);
    }
  }

  paintRow(ctx, i) {
    const origin = this.isAligned ? rounds.start[i] : 0;
    const perSecond = (this.right - this.left) / (this.to - this.from);
    const toX = time => this.left + (time - origin - this.from) * perSecond;
    const y = i * rowHeight - this.scroll.scrollTop;
    paintRound(ctx, i, {
      y, toX, left: this.left, right: this.right, isSelected: i === this.selected, isPointed: i === this.pointed,
    });
    for (const [lane, top] of placedLanes(i, y)) {
      if (toX(lane.end) <= this.right) continue;
      ctx.fillStyle = colour("ink");
      ctx.textBaseline = "middle";
      ctx.fillText("▸", this.right - 1, top + barHeight / 2);
    }
  }

  paintLimits(ctx) {
    const line = (at, name, dash) => {
      const x = this.left + (at - this.from) / (this.to - this.from) * (this.right - this.left);
      if (at === null || x < this.left || x > this.right) return;
      ctx.strokeStyle = colour(name);
      ctx.lineWidth = 1;
      ctx.setLineDash(dash);
      ctx.beginPath();
      ctx.moveTo(x, 0);
      ctx.lineTo(x, this.viewHeight);
      ctx.stroke();
      ctx.setLineDash([]);
    };
    if (this.isAligned) line(run.bounds.honestLeader, "green", [6, 4]);
    if (!this.isAligned && this.time !== undefined && this.time !== null) line(this.time, "faint", [3, 3]);
  }

  rowAt(event) {
    const y = event.clientY - this.rowsCanvas.getBoundingClientRect().top + this.scroll.scrollTop;
    return Math.min(roundCount - 1, Math.max(0, Math.floor(y / rowHeight)));
  }

  timeAt(event, row) {
    const x = event.clientX - this.rowsCanvas.getBoundingClientRect().left;
    const time = this.from + (x - this.left) / (this.right - this.left) * (this.to - this.from);
    return this.isAligned ? time + rounds.start[row] : time;
  }

  point(event) {
    const row = this.rowAt(event), time = this.timeAt(event, row);
    this.pointed = row;
    this.hoverLine.textContent = `Round ${rounds.round[row]} · ${blockMark(row).textContent.slice(2)} · ` +
      `${sinceStart(row, time)} · at ${seconds(time)} · ${stepsAt(row, time)}`;
    pointAtTime(time);
    this.repaint();
  }

  unpoint() {
    this.pointed = -1;
    this.hoverLine.textContent = this.hint();
    pointAtTime(null);
    this.repaint();
  }

  /** The charts' cursor has moved: the round that was open then is marked. */
  showTime(time) {
    this.time = time;
    this.pointed = time === null ? -1 : roundAt(time);
    this.repaint();
  }

  select(row) {
    this.selected = row;
    this.onSelect(row);
    this.bringIntoView(row);
    this.repaint();
  }

  bringIntoView(row) {
    const top = row * rowHeight;
    if (top < this.scroll.scrollTop) this.scroll.scrollTop = top;
    const below = top + rowHeight - this.viewHeight;
    if (below > this.scroll.scrollTop) this.scroll.scrollTop = below;
  }

  onKey(event) {
    const page = Math.floor(this.viewHeight / rowHeight);
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -roundCount, End: roundCount };
    if (!(event.key in moves)) return;
    event.preventDefault();
    this.select(Math.min(roundCount - 1, Math.max(0, this.selected + moves[event.key])));
  }
}

/** A canvas with a pixel for each pixel of the screen, cleared. */
function sized(canvas, width, height) {
  const scale = devicePixelRatio;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.style.width = width + "px";
    canvas.style.height = height + "px";
  }
  const context = canvas.getContext("2d");
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  context.textBaseline = "middle";
  context.textAlign = "left";
  return context;
}

function slowestRound() {
  let slowest = 0;
  for (let i = 1; i < roundCount; i++) {
    if (roundEnds[i] - rounds.start[i] > roundEnds[slowest] - rounds.start[slowest]) slowest = i;
  }
  return slowest;
}

/** A span that most rounds fit in, when a few are much longer; else the longest. */
function typicalSpan(longest) {
  const latency = quantile(rounds.halfDecided.map((end, i) => end === null ? null : end - rounds.start[i]), 0.9);
  const usual = Math.max(latency ?? 0, run.bounds.honestLeader) * 1.1;
  return usual < longest / 1.5 ? usual : longest;
}

function sinceStart(row, time) {
  const passed = time - rounds.start[row];
  return `${seconds(Math.abs(passed))} (${inLambda(Math.abs(passed))}) ${passed < 0 ? "before" : "after"} its start`;
}

function stepsAt(row, time) {
  if (time < rounds.start[row]) return "not yet started";
  if (time > roundEnds[row]) return isDecided(row) ? "decided" : "no more is known";
  return lanesOf(row).map(lane => {
    const open = lane.isCaughtUp ? [] : lane.steps.filter((step, i) =>
      step[1] <= time && time <= stepBarEnd(lane.steps, i, lane.end));
    const what = lane.last !== null && time > lane.last ? "decided" : lane.isCaughtUp ? "cut off"
      : open.length > 0 ? open.map(step => `step ${step[0]}: ${stepName(step[0])}`).join(", ") : "waiting";
    return lane.side === null ? what : `${lane.name}: ${what}`;
  }).join(" · ");
}

function timelineKey() {
  const symbol = draw => {
    const canvas = document.createElement("canvas");
    const paint = () => draw(sized(canvas, 22, 14));
    paint();
    themeListeners.push(paint);
    return canvas;
  };
  const item = (draw, label) => element("li", {}, symbol(draw), label);
  return element("ul", { class: "key", "aria-label": "Key" },
    [1, 2, 3, 4, 5].map(step => item(ctx => paintStepBar(ctx, step, 0, 1, 22, 12, false), `${step} ${stepName(step)}`)),
    item(ctx => paintStepBar(ctx, 6, 0, 1, 22, 12, false), "6+ BBA loop"),
    item(ctx => paintStepBar(ctx, 3, 0, 1, 22, 12, true), "no quorum"),
    item(ctx => { ctx.fillStyle = colour("wait"); ctx.fillRect(0, 1, 22, 12); }, "waiting"),
    item(ctx => { ctx.fillStyle = colour("ink"); ctx.fillRect(6, 0, 1, 14); ctx.fillRect(14, 0, 2, 14); },
      "first and last quorum"),
    item(ctx => { ctx.strokeStyle = colour("panel"); paintBlockSymbol(ctx, false, 11, 7, 5); }, "block"),
    item(ctx => { ctx.strokeStyle = colour("panel"); paintBlockSymbol(ctx, true, 11, 7, 5); }, "empty block"),
    run.faults.length > 0 ? item(ctx => paintFault(ctx, 0, 0, 22, 14, 1), "fault") : null,
    run.sides.map(side => element("li", {}, sideLabel(side), run.faults.length > 1
      ? ` of ${run.faults[side.fault].label}` : "")));
}

function timelineRows() {
  const rows = [["round", "side", "step", "name", "firstEnteredSeconds", "lastEnteredSeconds", "firstQuorumSeconds",
    "lastQuorumSeconds", "ballots", "seats", "equalSeats", "certificateThreshold"]];
  const add = (i, name, steps) => steps.forEach(([step, ...values]) =>
    rows.push([rounds.round[i], name, step, stepName(step), ...values, rounds.threshold[i]]));
  run.steps.forEach((steps, i) => {
    add(i, "all", steps);
    for (const side of run.sides) add(i, `${run.faults[side.fault].label}: ${side.name}`, side.steps[i]);
  });
  return rows;
}

function showTimeline() {
  let view = null;
  const alignedSwitch = toggle("From run's start", false, next => {
    view.isAligned = !next;
    closeSwitch.disabled = next || view.typical === view.longest;
    view.unpoint();
  });
  const closeSwitch = toggle("Cut long rounds", false, next => { view.isClose = next; view.repaint(); });
  const section = panel("timeline", "Round timeline",
    "One row a round, time to the right. A bar runs from the first node that entered a step to the last that saw " +
    "its quorum. ▾ first decision. Dashed: 4λ + Λ′." + (run.sides.length > 0 ? " A round that a fault touched has " +
    "a bar for each side; dots lead to the moment at which a side caught up with the others." : ""), [
      alignedSwitch, closeSwitch,
      csvButton("steps", timelineRows),
      ...pictureButtons("timeline", () => view ? [view.axisCanvas, view.rowsCanvas] : [])]);
  if (roundCount === 0) {
    section.append(emptyState("No round was decided."));
    return;
  }
  const details = element("div", { class: "details", "aria-live": "polite" });
  view = new Timeline(row => showRoundDetails(details, row));
  // Where a cut made one round very long, the others would be too small to read.
  view.isClose = view.longest > 2.5 * view.typical;
  closeSwitch.setAttribute("aria-pressed", view.isClose);
  closeSwitch.disabled = view.typical === view.longest;
  section.append(timelineKey(), view.host, details);
  view.select(view.selected);
}
