/** P3: latency, rounds per minute and the share of empty blocks over the run, with the faults as bands. */
function showLatencyOverTime() {
  let charts = [];
  const lanes = rounds.round.flatMap((_, i) => lanesOf(i));
  const longest = Math.max(0, ...chunkMaxima(lanes.map(lane => lane.isCaughtUp ? 0 : lane.end - lane.start)));
  let isLog = longest > 12 * (quantile(lanes.map(lane => lane.latency), 0.5) ?? 1);
  const logSwitch = toggle("Log axis", isLog, next => { isLog = next; charts[0]?.redraw(); });
  const section = panel("over-time", "Latency over time",
    "A mark stands at the start of a round and says when half of the nodes had decided it; its tail reaches to the " +
    "last decision. " + (run.sides.length > 0 ? "Rounds that a fault touched have a mark for each side that opened " +
    "them: hollow where the side had not decided when the fault ended. Rounds that a side caught up with have none. "
      : "") +
    "All charts over time share one cursor, which marks the round in the timeline too.", [
      logSwitch, csvButton("latency-over-time", latencyRows),
      ...pictureButtons("latency-over-time", () => charts.map(view => view.canvas()))]);
  if (roundCount === 0) {
    section.append(emptyState("No round was decided."));
    return;
  }
  const bins = binnedDecisions();
  charts = [
    chart(270, `Latency of each round over ${clock} time`, () => latencyChart(lanes, isLog)),
    chart(130, `Rounds decided per minute of ${clock} time`, () => binChart(bins, bins.rates, {
      title: "rounds / min", isLast: false, format: value => number(value, 2) + " / min" })),
    chart(150, "Share of empty blocks", () => binChart(bins, [{ values: bins.emptyShares, colourName: "vermillion",
      label: "empty" }], { title: "empty (%)", isLast: true, range: [0, 103],
      format: value => number(value, 1) + " %" })),
  ];
  const bin = seconds(bins.width, 0);
  section.append(laneKey(),
    element("h3", { class: "chart-title" }, `Round latency (${clock} s; right: λ)`), charts[0].host,
    element("h3", { class: "chart-title" },
      `Rounds decided per ${clock} minute by half of the nodes, in bins of ${bin}`),
    charts[1].host,
    element("h3", { class: "chart-title" }, `Share of empty blocks among them (%), in bins of ${bin}`), charts[2].host);
}

/** The symbols of lanes in charts over time. */
function laneKey() {
  return element("ul", { class: "key", "aria-label": "Key" },
    element("li", {}, element("span", { class: "mark-block" }, "●"), "block"),
    element("li", {}, element("span", { class: "mark-empty" }, "◆"), "empty block"),
    run.sides.map(side => element("li", {}, sideLabel(side), ` of ${run.faults[side.fault].label}`)));
}

function latencyChart(lanes, isLog) {
  const times = [0, ...rounds.start, runEnd];
  const longest = lane => lane.isCaughtUp ? 0 : Math.max(lane.latency ?? 0, lane.end - lane.start);
  // Room above the highest mark for the labels of faults.
  const highest = Math.max(run.bounds.honestLeader, ...chunkMaxima(lanes.map(longest))) *
    (run.faults.length > 0 ? 1.25 : 1.1);
  const lowest = Math.max(1e-3, Math.min(run.bounds.honestLeader,
    quantile(lanes.map(lane => lane.latency), 0) ?? Infinity) / 2);
  const value = (plot, raw) => raw === null ? missing : `${seconds(raw)} = ${inLambda(raw)}`;
  const column = key => [null, ...rounds[key].map((end, i) => end === null ? null : end - rounds.start[i]), null];
  const ticksBy = ticks => isLog
    ? { splits: (plot, i, low, high) => ticks(low, high, [1, 2, 5]), filter: (plot, kept) => kept } : {};
  const options = {
    scales: {
      x: { time: false },
      y: isLog ? { distr: 3, range: () => [lowest, highest * 1.5] } : { range: () => [0, highest] },
    },
    axes: [...timeAxes(true, false), axis("latency (s)", { size: 52, ...ticksBy(logTicks) }),
      lambdaAxis("y", 1, ticksBy(logTicksInLambda))],
    series: [timeSeries, ...nodeLines.map(line =>
      ({ label: line.label, value, stroke: colour("ink"), paths: () => null, points: { show: false } }))],
    legend: { markers: { show: false } },
    cursor: { ...timeCursor(), points: { show: false } },
    hooks: { drawClear: [faultBands], draw: [faultLabels, plot => drawLatencies(plot, lanes)],
      setCursor: [tellTime] },
  };
  return [options, [times, ...nodeLines.map(line => column(line.key))]];
}

function drawLatencies(plot, lanes) {
  limitLine(plot, "y", run.bounds.honestLeader, "4λ + Λ′", "green", [7, 4]);
  limitLine(plot, "y", run.bounds.recovery, "H", "vermillion", [2, 3]);
  clipped(plot, (ctx, bbox, scale) => {
    const isDense = lanes.length > 600;
    ctx.lineWidth = scale;
    for (const lane of lanes) {
      if (lane.isCaughtUp) continue;
      const height = lane.latency ?? lane.end - lane.start;
      const x = plot.valToPos(lane.start, "x", true), y = plot.valToPos(height, "y", true);
      const end = plot.valToPos(lane.end, "x", true);
      if (end < bbox.left || x > bbox.left + bbox.width) continue;
      const name = laneColour(lane);
      if (end - x > 3 * scale) {
        ctx.fillStyle = translucent(name, 0.45);
        ctx.fillRect(x, y - scale, end - x, 2 * scale);
      }
      paintLaneMark(ctx, lane, x, y, (isDense ? 2 : 4.5) * scale, isDense);
    }
  }, 6);
}

function laneColour(lane) {
  return lane.side !== null ? sideColours[sidePlace(lane.side)] : rounds.empty[lane.i] ? "vermillion" : "green";
}

/** Green circles and vermillion diamonds for all nodes; a colour and a shape for each side. */
function paintLaneMark(ctx, lane, x, y, radius, isDense) {
  // An outline around each of many marks would leave nothing of the marks.
  ctx.strokeStyle = isDense ? "transparent" : colour("panel");
  if (lane.side === null) {
    paintBlockSymbol(ctx, rounds.empty[lane.i], x, y, radius);
    return;
  }
  const isOpen = lane.half === null || (lane.start < lane.faultEnd && lane.half > lane.faultEnd);
  ctx.fillStyle = isOpen ? colour("panel") : colour(laneColour(lane));
  if (isOpen) ctx.strokeStyle = colour(laneColour(lane));
  traceShape(ctx, sidePlace(lane.side), x, y, radius);
  ctx.fill();
  ctx.stroke();
}

/** A path in the shape of a side: circle, square, triangles, diamond, star. */
function traceShape(ctx, place, x, y, radius) {
  const corners = [null, [4, Math.PI / 4], [3, -Math.PI / 2], [3, Math.PI / 2], [4, 0], [5, -Math.PI / 2]][place];
  ctx.beginPath();
  if (corners === null) {
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  const [sides, from] = corners;
  for (let corner = 0; corner < sides; corner++) {
    const angle = from + corner * 2 * Math.PI / sides;
    ctx.lineTo(x + 1.3 * radius * Math.cos(angle), y + 1.3 * radius * Math.sin(angle));
  }
  ctx.closePath();
}

/** Decisions counted in equal bins, which are wide enough to hold several rounds. */
function binnedDecisions() {
  const times = rounds.halfDecided.map((time, i) => time ?? rounds.firstDecided[i] ?? rounds.lastDecided[i]);
  const decided = times.map((time, i) => ({ time, isEmpty: rounds.empty[i] })).filter(item => item.time !== null);
  const usual = runEnd / Math.max(decided.length, 1);
  const latency = quantile(times.map((time, i) => time === null ? null : time - rounds.start[i]), 0.5);
  const wanted = Math.max(3 * (latency ?? usual), runEnd / 120);
  const widths = [5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400];
  const width = widths.find(candidate => candidate >= wanted) ?? wanted;
  // The last bin takes what is left, from half a width to one and a half: the rate of a sliver would tower.
  const total = Math.max(1, Math.round(runEnd / width));
  const binOf = time => Math.min(total - 1, Math.floor(time / width));
  const countOf = some => {
    const bins = new Array(total).fill(0);
    for (const time of some) bins[binOf(time)]++;
    return bins;
  };
  const all = countOf(decided.map(item => item.time));
  const empty = countOf(decided.filter(item => item.isEmpty).map(item => item.time));
  const edges = Array.from({ length: total + 1 }, (_, bin) => bin === total ? runEnd : bin * width);
  const closed = values => [...values, values.at(-1)];
  const rateOf = bins => closed(bins.map((value, bin) => 60 * value / Math.max(edges[bin + 1] - edges[bin], 1e-9)));
  const dividing = sidesOfFault.filter(sides => sides.length > 0);
  // Sides of several faults in one chart would be too many lines to tell apart.
  const sides = dividing.length === 1 ? dividing[0] : [];
  return {
    width, edges,
    rates: [{ values: rateOf(all), colourName: "faint", label: "all nodes" }, ...sides.map(side => ({
      // Rounds that a side caught up with would tower over those that it decided.
      values: rateOf(countOf(rounds.round.map((_, i) => laneOf(i, side)).filter(lane => lane.latency !== null)
        .map(lane => lane.half))), label: side.name,
      colourName: sideColours[sidePlace(side)], dash: [[], [6, 3], [2, 3]][sidePlace(side) % 3],
    }))],
    emptyShares: closed(all.map((value, bin) => value === 0 ? null : 100 * empty[bin] / value)),
  };
}

function binChart(bins, lines, { title, isLast, range, format }) {
  const values = lines.flatMap(line => line.values.map(value => value ?? 0));
  const highest = (Math.max(0, ...chunkMaxima(values)) || 1) * 1.15;
  const options = {
    scales: { x: { time: false }, y: { range: () => range ?? [0, highest] } },
    axes: [...timeAxes(false, isLast), axis(title, { size: 52 }), blankRightAxis()],
    series: [{ label: "From", value: (plot, raw) => raw === null ? missing : seconds(raw, 1) }, ...lines.map(line => ({
      label: line.label, stroke: colour(line.colourName), width: 1.5, dash: line.dash,
      fill: lines.length === 1 ? translucent(line.colourName, 0.16) : undefined,
      paths: uPlot.paths.stepped({ align: 1 }), points: { show: false },
      value: (plot, raw) => raw === null ? missing : format(raw),
    }))],
    legend: { show: lines.length > 1 },
    cursor: { ...timeCursor(), points: { show: false } },
    hooks: { drawClear: [faultBands], setCursor: [tellTime] },
  };
  return [options, [bins.edges, ...lines.map(line => line.values)]];
}

function latencyRows() {
  const names = ["round", "side", "startSeconds", "firstDecidedSeconds", "halfDecidedSeconds", "lastDecidedSeconds",
    "latencySeconds", "latencyLambda", "caughtUp", "empty"];
  return [names, ...rounds.round.flatMap((round, i) => lanesOf(i).map(lane =>
    [round, lane.name === "" ? "all" : lane.name, lane.start, lane.first, lane.half, lane.last, lane.latency,
      lane.latency === null || !(lambda > 0) ? null : lane.latency / lambda, lane.isCaughtUp,
      Boolean(rounds.empty[i])]))];
}
