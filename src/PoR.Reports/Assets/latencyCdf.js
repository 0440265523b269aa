/** The rounds that a chart can be asked for: all, and those before, in and after each fault. */
const roundChoices = [{ label: "All rounds", has: () => true }, ...run.faults.slice(0, faultsShown).flatMap(fault => [
  { label: `Before ${fault.label}`, has: i => roundEnds[i] <= fault.start },
  { label: `In ${fault.label}`, has: i => touches(fault, i) },
  { label: `After ${fault.label}`, has: i => rounds.start[i] >= fault.end },
])];

/** P1: how many rounds took at most so long, for the first, the median, the 80 % and the last node. */
function showLatencyCdf() {
  const state = { choice: roundChoices[0], isLog: null, hasBounds: null };
  const redraw = () => { state.curves = curvesOf(state.choice); fill(); };
  const logSwitch = toggle("Log axis", false, next => { state.isLog = next; view?.redraw(); });
  const boundSwitch = toggle("Up to the bounds", false, next => { state.hasBounds = next; view?.redraw(); });
  const choose = element("select", { "aria-label": "Which rounds", onchange: event => {
    state.choice = roundChoices[event.target.selectedIndex];
    redraw();
  } }, roundChoices.map(choice => element("option", {}, choice.label)));
  const section = panel("latency-cdf", "Round latency, cumulative",
    "From the first honest node's start of a round until the first node, half of the nodes, 80 % of them, and the " +
    "last one hold its certificate. With an honest leader a round ends within 4λ + Λ′; H = (12/p_h + 8)λ + Λ′ " +
    "bounds the mean with a malicious one, and the mean of recovery.", [
      ...(roundChoices.length > 1 ? [choose] : []), boundSwitch, logSwitch,
      csvButton("latency-cdf", () => cdfRows()), ...pictureButtons("latency-cdf", () => [view?.canvas() ?? null])]);
  const body = element("div", { class: "cdf-layout" });
  let view = null;
  section.append(body);
  state.curves = curvesOf(state.choice);
  const known = state.curves.flatMap(curve => curve.values);
  if (known.length > 0) {
    // Where all rounds took about as long, an axis up to the bounds would show one upright line.
    state.hasBounds = Math.max(...chunkMaxima(known)) > run.bounds.honestLeader / 2;
    state.isLog = state.hasBounds && Math.max(run.bounds.recovery ?? 0, ...chunkMaxima(known)) > 5 * known[0];
    boundSwitch.setAttribute("aria-pressed", state.hasBounds);
    logSwitch.setAttribute("aria-pressed", state.isLog);
    view = chart(330, "Cumulative distribution of round latency; the percentiles stand in the table beside it",
      () => cdfChart(state));
  }
  fill();

  function fill() {
    const isKnown = state.curves.some(curve => curve.values.length > 0);
    body.replaceChildren(isKnown && view ? view.host : emptyState("None of these rounds finished."),
      percentileTable(state));
    if (isKnown) view?.redraw();
  }
}

/** Of each line the latencies in ascending order, and of how many rounds. */
function curvesOf(choice) {
  const chosen = rounds.round.map((_, i) => i).filter(choice.has);
  return nodeLines.map(line => ({
    ...line, total: chosen.length,
    values: chosen.map(i => rounds[line.key][i] === null ? null : rounds[line.key][i] - rounds.start[i])
      .filter(value => value !== null).sort((a, b) => a - b),
  }));
}

function cdfChart({ curves, isLog, hasBounds }) {
  const { honestLeader, recovery } = run.bounds;
  const all = curves.flatMap(curve => curve.values).sort((a, b) => a - b);
  const [least, most] = all.length > 0 ? [all[0], all.at(-1)] : [honestLeader, honestLeader];
  const pad = Math.max((most - least) * 0.15, most * 0.01, 1e-3);
  const high = hasBounds ? Math.max(most, honestLeader, recovery ?? 0) * (isLog ? 1.15 : 1.05) : most + pad;
  const low = Math.max(hasBounds ? (isLog ? least * 0.8 : 0) : least - pad, isLog ? 1e-3 : 0);
  const xs = [...new Set([low, ...all, high])];
  const columns = curves.map(curve => {
    let seen = 0;
    return xs.map(x => {
      while (seen < curve.values.length && curve.values[seen] <= x) seen++;
      // Beyond its slowest known round a line stays where it is: the other rounds are not finished.
      return curve.values.length === 0 ? null : 100 * seen / curve.total;
    });
  });
  const stepped = uPlot.paths.stepped({ align: 1 });
  const options = {
    scales: {
      x: { time: false, distr: isLog ? 3 : 1, range: (plot, from, to) => [from, to] },
      y: { range: [0, 103] },
    },
    axes: [
      axis(`latency (${clock} s)`, { size: 30,
        ...(isLog ? { splits: (plot, i, from, to) => logTicks(from, to, digitsFor(plot)),
          filter: (plot, ticks) => ticks,
          values: (plot, ticks) => ticks.map(t => t === null ? "" : trimmed(t)) } : {}) }),
      axis("rounds (%)", { size: 44 }),
      lambdaAxis("x", 0, isLog ? {
        splits: (plot, i, from, to) => logTicksInLambda(from, to, digitsFor(plot)), filter: (plot, ticks) => ticks,
      } : {}),
    ],
    series: [
      { label: "Latency", value: (plot, value) => value === null ? missing : `${seconds(value)} = ${inLambda(value)}` },
      ...curves.map(curve => ({
        label: curve.label, stroke: colour(curve.colourName), width: 2, dash: curve.dash, paths: stepped,
        points: { show: false }, value: (plot, value) => value === null ? missing : number(value, 1) + " %",
      })),
    ],
    legend: { markers: { dash: (plot, i) => markerDash(plot.series[i].dash) } },
    cursor: { y: false },
    hooks: { draw: [plot => drawBounds(plot)] },
  };
  return [options, [xs, ...columns]];
}

function drawBounds(plot) {
  const { honestLeader, recovery } = run.bounds;
  const bounds = [[honestLeader, "4λ + Λ′", "green", [7, 4], 1], [recovery, "H", "vermillion", [2, 3], 0]];
  for (const [value, name, colourName, dash, lane] of bounds) {
    if (value === null) continue;
    const label = `${name} = ${seconds(value, 1)}`;
    if (value <= plot.scales.x.max) limitLine(plot, "x", value, label, colourName, dash, lane);
    else clipped(plot, (ctx, bbox, scale) => {
      ctx.font = scaledFont(scale);
      ctx.fillStyle = colour(colourName);
      ctx.textAlign = "right";
      ctx.textBaseline = "bottom";
      ctx.fillText(label + " ▸", bbox.left + bbox.width - 6 * scale,
        bbox.top + bbox.height - (6 + 16 * lane) * scale);
    });
  }
}

function percentileTable({ curves, choice }) {
  const rows = curves.map(curve => [
    curve.label, ...[0.5, 0.9, 0.99, 1].map(share => number(quantile(curve.values, share), 2)),
    `${number(curve.values.length)} of ${number(curve.total)}`]);
  const over = curves[1].values.filter(value => value > run.bounds.honestLeader).length;
  return element("div", {},
    table(`Percentiles of round latency, ${choice.label}`, [{ name: `${choice.label} (${clock} s)`, left: true },
      { name: "p50" }, { name: "p90" }, { name: "p99" }, { name: "max" }, { name: "rounds" }], rows, "wraps"),
    element("p", { class: "note", style: "margin-top: 8px" },
      `Percentiles by nearest rank. 4λ + Λ′ = ${seconds(run.bounds.honestLeader, 1)}, ` +
      `H = ${seconds(run.bounds.recovery, 1)}, with p_h = h²(1 + h − h²) and h = ${percent(run.honestShare)}. ` +
      `${count(over, "round")} took longer than 4λ + Λ′ at the median node. A round takes at least ` +
      `2λ = ${seconds(2 * lambda, 1)}, since all wait so long for leaders.`));
}

function cdfRows() {
  return [["rounds", "node", "latencySeconds", "latencyLambda", "sharePercent"],
    ...roundChoices.flatMap(choice => curvesOf(choice).flatMap(curve => curve.values.map((value, i) =>
      [choice.label, curve.label, value, lambda > 0 ? value / lambda : null, 100 * (i + 1) / curve.total])))];
}
