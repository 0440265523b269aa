/** P1: how many rounds took at most so long. */
function showLatencyCdf() {
  const finished = latencies.map((value, i) => ({ value, isEmpty: rounds.empty[i] }))
    .filter(item => item.value !== null).sort((a, b) => a.value - b.value);
  let isLog = isSpreadWide(finished);
  const logSwitch = toggle("Log axis", isLog, next => { isLog = next; view.redraw(); });
  const note = `Latency runs from the first honest node's start to the last honest node's decision. ` +
    `${number(finished.length)} of ${count(roundCount, "round")} finished.`;
  const section = panel("latency-cdf", "Round latency, cumulative", note, [logSwitch,
    csvButton("latency-cdf", () => cdfRows(finished)), pngButton("latency-cdf", () => [view.canvas()])]);
  if (finished.length === 0) {
    section.append(emptyState("No round finished."));
    return;
  }
  const view = chart(330, "Cumulative distribution of round latency; the percentiles stand in the table beside it",
    () => cdfChart(finished, isLog));
  section.append(element("div", { class: "cdf-layout" }, view.host, percentileTable()));
}

/** A log axis serves when the slowest bound or round is far from the fastest round. */
function isSpreadWide(finished) {
  if (finished.length === 0) return false;
  return Math.max(finished.at(-1).value, run.bounds.recovery ?? 0) > 5 * finished[0].value && finished[0].value > 0;
}

function cdfChart(finished, isLog) {
  const { honestLeader, recovery } = run.bounds;
  const lowest = Math.min(finished[0].value, honestLeader);
  const highest = Math.max(finished.at(-1).value, honestLeader, recovery ?? 0);
  const blocks = finished.filter(item => !item.isEmpty).length;
  const hasBoth = blocks > 0 && blocks < finished.length;
  const xs = [isLog ? Math.max(lowest * 0.8, 1e-3) : 0], all = [0], withBlock = [0];
  let seen = 0;
  for (const [i, item] of finished.entries()) {
    if (!item.isEmpty) seen++;
    xs.push(Math.max(item.value, xs[0]));
    all.push(100 * (i + 1) / finished.length);
    withBlock.push(100 * seen / Math.max(blocks, 1));
  }
  // Beyond the slowest round the distribution stays at 100 %: this makes room for the bounds.
  xs.push(highest * (isLog ? 1.15 : 1.05));
  all.push(100);
  withBlock.push(100);

  const stepped = uPlot.paths.stepped({ align: 1 });
  const line = (label, name, dash, width) => ({
    label, stroke: colour(name), width, dash, paths: stepped, points: { show: false },
    value: (plot, value) => value === null ? missing : number(value, 1) + " %",
  });
  const options = {
    scales: {
      x: { time: false, distr: isLog ? 3 : 1, range: (plot, low, high) => [low, high] },
      y: { range: [0, 103] },
    },
    axes: [
      axis(`latency (${clock} s)`, { size: 30, values: (plot, ticks) => ticks.map(t => t === null ? "" : trimmed(t)),
        ...(isLog ? { splits: (plot, i, low, high) => logTicks(low, high), filter: (plot, ticks) => ticks } : {}) }),
      axis("rounds (%)", { size: 44 }),
      lambdaAxis("x", 0, isLog ? {
        splits: (plot, i, low, high) => logTicksInLambda(low, high), filter: (plot, ticks) => ticks,
      } : {}),
    ],
    series: [
      { label: "Latency", value: (plot, value) => value === null ? missing : `${seconds(value)} = ${inLambda(value)}` },
      line("All rounds", "blue", undefined, 2),
      ...(hasBoth ? [line("Rounds with a block", "green", [6, 4], 1.5)] : []),
    ],
    cursor: { y: false },
    hooks: { draw: [plot => drawCdfMarks(plot)] },
  };
  return [options, hasBoth ? [xs, all, withBlock] : [xs, all]];
}

function drawCdfMarks(plot) {
  const { honestLeader, recovery } = run.bounds;
  limitLine(plot, "x", honestLeader, `4λ + Λ′ = ${seconds(honestLeader, 1)}`, "green", [7, 4], 1);
  limitLine(plot, "x", recovery, `H = ${seconds(recovery, 1)}`, "vermillion", [2, 3], 0);
  clipped(plot, (ctx, bbox, scale) => {
    const marks = [["p50", 50], ["p90", 90], ["p99", 99]];
    for (const [name, height] of marks) {
      const x = plot.valToPos(run.latency[name], "x", true), y = plot.valToPos(height, "y", true);
      ctx.beginPath();
      ctx.arc(x, y, 4 * scale, 0, 2 * Math.PI);
      ctx.fillStyle = colour("panel");
      ctx.strokeStyle = colour("blue");
      ctx.lineWidth = 2 * scale;
      ctx.fill();
      ctx.stroke();
      ctx.font = scaledFont(scale);
      ctx.fillStyle = colour("ink");
      ctx.strokeStyle = colour("panel");
      ctx.lineWidth = 4 * scale;
      ctx.textBaseline = "middle";
      // Below the mark's height, since the line may run on level at it.
      const text = [name, x + 9 * scale, y + (name === "p50" ? 0 : 11) * scale];
      ctx.strokeText(...text);
      ctx.fillText(...text);
    }
  });
}

/** Ticks at these digits of each decade within the scale. */
function logTicks(low, high, digits = [1, 1.5, 2, 3, 4, 5, 7]) {
  const splits = [];
  for (let decade = 10 ** Math.floor(Math.log10(low)); decade <= high; decade *= 10) {
    for (const digit of digits) {
      const value = digit * decade;
      if (value >= low && value <= high) splits.push(value);
    }
  }
  return splits;
}

/** The same ticks, but round in λ. */
function logTicksInLambda(low, high, digits) {
  return logTicks(low / lambda, high / lambda, digits).map(value => value * lambda);
}

function percentileTable() {
  const row = (name, value) =>
    [name, number(value, 2), lambda > 0 && value !== null ? number(value / lambda, 2) : missing];
  const over = latencies.filter(value => value !== null && value > run.bounds.honestLeader).length;
  return element("div", {},
    table("Percentiles of round latency", [{ name: "", left: true }, { name: `${clock} s` }, { name: "λ" }], [
      row("p50", run.latency.p50), row("p90", run.latency.p90), row("p99", run.latency.p99),
      row("maximum", run.latency.max), row("4λ + Λ′ (honest leader)", run.bounds.honestLeader),
      row("H = (12/p_h + 8)λ + Λ′", run.bounds.recovery),
    ]),
    element("p", { class: "note", style: "margin-top: 8px" },
      `Percentiles by nearest rank. ${count(over, "round")} took longer than 4λ + Λ′. ` +
      `p_h = h²(1 + h − h²), h = ${percent(run.honestShare)}.`));
}

function cdfRows(finished) {
  return [["latencySeconds", "latencyLambda", "sharePercent", "empty"],
    ...finished.map((item, i) => [item.value, lambda > 0 ? item.value / lambda : null,
      100 * (i + 1) / finished.length, Boolean(item.isEmpty)])];
}
