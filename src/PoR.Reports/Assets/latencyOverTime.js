/** P3: latency, rounds per minute and the share of empty blocks over the run, with the faults as bands. */
function showLatencyOverTime() {
  let charts = [];
  let isLog = (run.latency.max ?? 0) > 12 * (run.latency.p50 ?? 1);
  const logSwitch = toggle("Log axis", isLog, next => { isLog = next; charts[0]?.redraw(); });
  const section = panel("over-time", "Latency over time",
    "A mark stands at the start of a round; its tail reaches to the last decision. All charts over time " +
    "share one cursor, which marks the round in the timeline too.", [
      logSwitch, csvButton("latency-over-time", latencyRows),
      pngButton("latency-over-time", () => charts.map(view => view.canvas()))]);
  if (roundCount === 0) {
    section.append(emptyState("No round was decided."), faultTable());
    return;
  }
  const bins = binnedDecisions();
  charts = [
    chart(270, `Latency of each round over ${clock} time`, () => latencyChart(isLog)),
    chart(130, `Rounds decided per minute of ${clock} time`, () => binChart(bins, bins.rates, {
      title: "rounds / min", colourName: "blue", isLast: false, format: value => number(value, 2) + " / min" })),
    chart(150, "Share of empty blocks", () => binChart(bins, bins.emptyShares, {
      title: "empty (%)", colourName: "vermillion", isLast: true, range: [0, 103],
      format: value => number(value, 1) + " %" })),
  ];
  const bin = seconds(bins.width, 0);
  section.append(
    element("h3", { class: "chart-title" }, `Round latency (${clock} s; right: λ)`), charts[0].host,
    element("h3", { class: "chart-title" }, `Rounds decided per ${clock} minute, in bins of ${bin}`), charts[1].host,
    element("h3", { class: "chart-title" }, `Share of empty blocks among them (%), in bins of ${bin}`), charts[2].host,
    faultTable());
}

function latencyChart(isLog) {
  const times = [0, ...rounds.start, runEnd];
  const column = isEmpty =>
    [null, ...latencies.map((value, i) => Boolean(rounds.empty[i]) === isEmpty ? value : null), null];
  const finite = latencies.filter(value => value !== null);
  // Room above the highest mark for the labels of faults.
  const highest = Math.max(run.bounds.honestLeader, ...chunkMaxima(finite)) * (run.faults.length > 0 ? 1.25 : 1.1);
  const lowest = Math.max(1e-3, Math.min(run.bounds.honestLeader, run.latency.p50 ?? 1) / 2);
  const value = (plot, raw) => raw === null ? missing : `${seconds(raw)} = ${inLambda(raw)}`;
  const marks = (label, isEmpty) => ({
    label, value, stroke: colour(isEmpty ? "vermillion" : "green"), paths: () => null, points: { show: false },
  });
  const ticksBy = ticks => isLog
    ? { splits: (plot, i, low, high) => ticks(low, high, [1, 2, 5]), filter: (plot, kept) => kept } : {};
  const options = {
    scales: {
      x: { time: false },
      y: isLog ? { distr: 3, range: () => [lowest, highest * 1.5] } : { range: () => [0, highest] },
    },
    axes: [...timeAxes(true, false), axis("latency (s)", { size: 52, ...ticksBy(logTicks) }),
      lambdaAxis("y", 1, ticksBy(logTicksInLambda))],
    series: [
      timeSeries,
      marks("● Block", false), marks("◇ Empty", true),
    ],
    cursor: { ...timeCursor(), points: { show: false } },
    hooks: { drawClear: [faultBands(true)], draw: [drawLatencies], setCursor: [tellTime] },
  };
  return [options, [times, column(false), column(true)]];
}

function drawLatencies(plot) {
  limitLine(plot, "y", run.bounds.honestLeader, "4λ + Λ′", "green", [7, 4]);
  limitLine(plot, "y", run.bounds.recovery, "H", "vermillion", [2, 3]);
  clipped(plot, (ctx, bbox, scale) => {
    const isDense = roundCount > 600;
    ctx.lineWidth = scale;
    for (let i = 0; i < roundCount; i++) {
      if (latencies[i] === null) continue;
      const x = plot.valToPos(rounds.start[i], "x", true), y = plot.valToPos(latencies[i], "y", true);
      const end = plot.valToPos(rounds.lastDecided[i], "x", true);
      if (end < bbox.left || x > bbox.left + bbox.width) continue;
      if (end - x > 3 * scale) {
        ctx.fillStyle = translucent(rounds.empty[i] ? "vermillion" : "green", 0.45);
        ctx.fillRect(x, y - scale, end - x, 2 * scale);
      }
      // An outline around each of many marks would leave nothing of the marks.
      ctx.strokeStyle = isDense ? "transparent" : colour("panel");
      paintBlockSymbol(ctx, rounds.empty[i], x, y, (isDense ? 2 : 4.5) * scale);
    }
  }, 6);
}

/** Decisions counted in equal bins, which are wide enough to hold several rounds. */
function binnedDecisions() {
  const decided = rounds.firstDecided
    .map((time, i) => ({ time: time ?? rounds.lastDecided[i], isEmpty: rounds.empty[i] }))
    .filter(item => item.time !== null);
  const usual = runEnd / Math.max(decided.length, 1);
  const wanted = Math.max(4 * (run.latency.p50 ?? usual), runEnd / 120);
  const widths = [5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400];
  const width = widths.find(candidate => candidate >= wanted) ?? wanted;
  // The last bin takes what is left, from half a width to one and a half: the rate of a sliver would tower.
  const total = Math.max(1, Math.round(runEnd / width));
  const all = new Array(total).fill(0), empty = new Array(total).fill(0);
  for (const item of decided) {
    const bin = Math.min(total - 1, Math.floor(item.time / width));
    all[bin]++;
    if (item.isEmpty) empty[bin]++;
  }
  const edges = Array.from({ length: total + 1 }, (_, bin) => bin === total ? runEnd : bin * width);
  const rates = all.map((value, bin) => 60 * value / Math.max(edges[bin + 1] - edges[bin], 1e-9));
  const emptyShares = all.map((value, bin) => value === 0 ? null : 100 * empty[bin] / value);
  return { width, edges, rates: [...rates, rates.at(-1)], emptyShares: [...emptyShares, emptyShares.at(-1)] };
}

function binChart(bins, values, { title, colourName, isLast, range, format }) {
  const highest = (Math.max(0, ...chunkMaxima(values.map(value => value ?? 0))) || 1) * 1.15;
  const options = {
    scales: { x: { time: false }, y: { range: () => range ?? [0, highest] } },
    axes: [...timeAxes(false, isLast), axis(title, { size: 52 }), blankRightAxis()],
    series: [{ label: "From", value: (plot, raw) => raw === null ? missing : seconds(raw, 1) }, {
      label: title, stroke: colour(colourName), fill: translucent(colourName, 0.16), width: 1.5,
      paths: uPlot.paths.stepped({ align: 1 }), points: { show: false },
      value: (plot, raw) => raw === null ? missing : format(raw),
    }],
    legend: { show: false },
    cursor: { ...timeCursor(), points: { show: false } },
    hooks: { drawClear: [faultBands(false)], setCursor: [tellTime] },
  };
  return [options, [bins.edges, values]];
}

function latencyRows() {
  const names = ["round", "startSeconds", "firstDecidedSeconds", "lastDecidedSeconds", "latencySeconds",
    "latencyLambda", "empty"];
  return [names, ...rounds.round.map((round, i) =>
    [round, rounds.start[i], rounds.firstDecided[i], rounds.lastDecided[i], latencies[i],
      latencies[i] === null || !(lambda > 0) ? null : latencies[i] / lambda, Boolean(rounds.empty[i])])];
}
