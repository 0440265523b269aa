/** Runs beside each other: their CDFs in one chart, and how long rounds took before, in and after each fault. */
const runStyles = ["blue", "orange", "green", "vermillion", "purple", "sky", "ink", "yellow"];
const runDashes = [[], [8, 4], [2, 3], [10, 3, 2, 3]];
const phaseNames = ["before", "in", "after"];

function runLabel(place) {
  return `${place + 1} ${compared[place].name}`;
}

function showTitle() {
  document.getElementById("header").append(element("div", { class: "title-row" },
    element("div", {}, element("h1", {}, `Proof of Review: ${count(compared.length, "run")} compared`),
      element("p", { class: "setting" }, "λ: within it a vote reaches all. Λ: within it a block does; Λ′: Λ and the " +
        "time in which a leader evaluates. H: what a round with a malicious leader takes at most, in the mean.")),
    themeSwitch()));
}

function showRuns() {
  const section = panel("runs", "Runs", "Percentiles of round latency by nearest rank, from the first start of a " +
    "round until the first node, half of the nodes and the last one hold its certificate.", [csvButton("runs", runRows)]);
  const columns = [{ name: "run", left: true }, { name: "seed" }, { name: "nodes" }, { name: "λ (s)" },
    { name: "4λ + Λ′ (s)" }, { name: "H (s)" }, { name: "rounds" }, { name: "empty" },
    ...["first", "median", "last"].map(node => ({ name: `p50, ${node} node (s)` })),
    ...["median", "last"].map(node => ({ name: `p99, ${node} node (s)` })),
    { name: "faults and invariants", left: true }];
  section.append(table("Runs", columns, compared.map(({ data }, place) => {
    const at = (key, share) => number(quantile(latenciesOf(data, key, () => true), share), 2);
    return [runMark(place), data.seed, number(data.nodes), number(data.smallLambda, 1),
      number(data.bounds.honestLeader, 1), number(data.bounds.recovery, 1), number(data.rounds.round.length),
      percent(emptyShare(data, () => true)), at("firstDecided", 0.5), at("halfDecided", 0.5), at("lastDecided", 0.5),
      at("halfDecided", 0.99), at("lastDecided", 0.99), [
        ...(data.cancelled ? ["◼ " + data.cancelled.replace(/\.$/, "")] : []),
        ...data.faults.map(fault => fault.label),
        data.violations.length === 0 ? "✔ all held" : `✘ ${count(data.violations.length, "violation")}`].join(", ")];
  }), "wide wraps"));
}

function runMark(place) {
  return element("span", {}, element("span", { style: `color: var(--${runStyles[place % runStyles.length]})`,
    "aria-hidden": "true" }, "▬ "), runLabel(place));
}

function latenciesOf({ rounds }, key, has) {
  return rounds[key].map((end, i) => end === null || !has(i) ? null : end - rounds.start[i])
    .filter(value => value !== null).sort((a, b) => a - b);
}

function emptyShare({ rounds }, has) {
  const decided = rounds.round.map((_, i) => i).filter(i => rounds.firstDecided[i] !== null && has(i));
  return decided.length === 0 ? null : decided.filter(i => rounds.empty[i]).length / decided.length;
}

/** Whether a round counts in a choice: all rounds, or those before, in or after every fault of its run. */
function choiceOf(data, phase) {
  const { start, lastDecided } = data.rounds;
  const isIn = i => data.faults.some(fault => touches(fault, i, data));
  const [first, last] = [Math.min(...data.faults.map(f => f.start)), Math.max(...data.faults.map(f => f.end))];
  return {
    all: () => true, in: isIn,
    before: i => lastDecided[i] !== null && lastDecided[i] <= first,
    after: i => !isIn(i) && start[i] >= last,
  }[phase];
}

function showCdf() {
  const known = compared.flatMap(({ data }) => latenciesOf(data, nodeLines[1].key, () => true));
  const isSpread = known.length > 0 && quantile(known, 1) > 5 * quantile(known, 0);
  const state = { line: nodeLines[1], phase: "all", isLog: isSpread };
  const options = (label, names, choose) => element("select", { "aria-label": label, onchange: event => {
    choose(event.target.selectedIndex);
    view.redraw();
  } }, names.map(name => element("option", { selected: name === "Median node" }, name)));
  const hasFaults = compared.some(one => one.data.faults.length > 0);
  const logSwitch = toggle("Log axis", isSpread, next => { state.isLog = next; view.redraw(); });
  const section = panel("compared-cdf", "Round latency, cumulative", "One line a run.", [
    options("Until which node", nodeLines.map(line => line.label), at => state.line = nodeLines[at]),
    ...(hasFaults ? [options("Which rounds", ["All rounds", "Before all faults", "In a fault", "After all faults"],
      at => state.phase = ["all", ...phaseNames][at])] : []),
    logSwitch, csvButton("compared-cdf", cdfRows), ...pictureButtons("compared-cdf", () => [view.canvas()])]);
  const view = chart(360, "Cumulative distributions of round latency, one a run", () => comparedCdf(state));
  section.append(view.host);
}

function comparedCdf({ line, phase, isLog }) {
  const curves = compared.map(({ data }) => latenciesOf(data, line.key, choiceOf(data, phase)));
  const all = [...new Set(curves.flat())].sort((a, b) => a - b);
  const [least, most] = all.length > 0 ? [all[0], all.at(-1)] : [0.5, 1];
  const pad = Math.max((most - least) * 0.08, most * 0.01);
  const xs = [Math.max(least - pad, isLog ? 1e-3 : 0), ...all, most + pad];
  const columns = curves.map((values, place) => {
    const total = compared[place].data.rounds.round.filter((_, i) => choiceOf(compared[place].data, phase)(i)).length;
    let seen = 0;
    return xs.map(x => {
      while (seen < values.length && values[seen] <= x) seen++;
      return total === 0 ? null : 100 * seen / total;
    });
  });
  const logAxis = isLog ? { splits: (plot, i, from, to) => logTicks(from, to, digitsFor(plot)),
    filter: (plot, ticks) => ticks, values: (plot, ticks) => ticks.map(t => t === null ? "" : trimmed(t)) } : {};
  const options = {
    scales: { x: { time: false, distr: isLog ? 3 : 1, range: (plot, from, to) => [from, to] }, y: { range: [0, 103] } },
    axes: [axis(`latency (${clock} s)`, { size: 30, ...logAxis }), axis("rounds (%)", { size: 44 }),
      ...(lambda > 0 && !isLog ? [lambdaAxis("x", 0)] : [])],
    series: [
      { label: "Latency", value: (plot, value) => value === null ? missing : seconds(value) },
      ...compared.map((_, place) => ({
        label: runLabel(place), stroke: colour(runStyles[place % runStyles.length]), width: 2,
        dash: runDashes[place % runDashes.length], paths: uPlot.paths.stepped({ align: 1 }), points: { show: false },
        value: (plot, value) => value === null ? missing : number(value, 1) + " %",
      })),
    ],
    legend: { markers: { dash: (plot, i) => markerDash(plot.series[i].dash) } },
    cursor: { y: false },
    hooks: { draw: [drawSharedBounds] },
  };
  return [options, [xs, ...columns]];
}

/** Where all runs have the same bounds; else the table of runs has them. */
function drawSharedBounds(plot) {
  const same = key => compared.every(one => one.data.bounds[key] === compared[0].data.bounds[key]);
  const { honestLeader, recovery } = compared[0].data.bounds;
  if (same("honestLeader") && honestLeader <= plot.scales.x.max)
    limitLine(plot, "x", honestLeader, `4λ + Λ′ = ${seconds(honestLeader, 1)}`, "green", [7, 4], 1);
  if (same("recovery") && recovery !== null && recovery <= plot.scales.x.max)
    limitLine(plot, "x", recovery, `H = ${seconds(recovery, 1)}`, "vermillion", [2, 3], 0);
}

function showPhases() {
  const host = document.getElementById("phases");
  if (compared.every(one => one.data.faults.length === 0)) {
    host.remove();
    return;
  }
  const section = panel("phases", "Before, in and after each fault", "A round of a side lasts from the side's first " +
    "node that starts it until half of the side's nodes hold its certificate.", [csvButton("phases", phaseRows)]);
  const columns = [{ name: "run", left: true }, { name: "fault", left: true }, { name: "side", left: true },
    ...phaseNames.flatMap(phase => [{ name: `${phase}: rounds` }, { name: "p50 (s)" }, { name: "max (s)" }]),
    { name: "caught up" }, { name: "why", left: true }];
  section.append(table("Rounds before, in and after each fault", columns, sidesOfAll().map(
    ({ place, fault, side, phases }) => [runMark(place), fault.label,
      side === null ? "all nodes" : `${side.name}, ${count(side.nodes.length, "node")}`,
      ...phaseNames.flatMap(phase => phaseCells(phases[phase])), number(phases.after.caughtUp.length),
      whyText(phases.in, side)]), "wide wraps"));
}

function phaseCells({ lanes, open }) {
  const values = lanes.map(lane => lane.latency);
  return [number(lanes.length) + (open?.length > 0 ? `; ${number(open.length)} still open` : ""),
    number(quantile(values, 0.5), 2), number(quantile(values, 1), 2)];
}

function sidesOfAll() {
  return compared.flatMap(({ data }, place) => data.faults.slice(0, faultsShown).flatMap((fault, f) => {
    const sides = data.sides.filter(side => side.fault === f);
    return (sides.length > 0 ? sides : [null]).map(side =>
      ({ place, fault, side, phases: phasesOf(fault, side, data) }));
  }));
}

function cdfRows() {
  return [["run", "node", "rounds", "latencySeconds"], ...compared.flatMap(({ data }, place) =>
    nodeLines.flatMap(line => ["all", ...(data.faults.length > 0 ? phaseNames : [])].flatMap(phase =>
      latenciesOf(data, line.key, choiceOf(data, phase)).map(value => [runLabel(place), line.label, phase, value]))))];
}

function runRows() {
  const shares = [["P50", 0.5], ["P90", 0.9], ["P99", 0.99], ["Max", 1]];
  return [["run", "seed", "nodes", "rounds", "emptyShare",
    ...nodeLines.flatMap(line => shares.map(([name]) => `${line.key}${name}Seconds`))],
  ...compared.map(({ data }, place) => [runLabel(place), data.seed, data.nodes, data.rounds.round.length,
    emptyShare(data, () => true), ...nodeLines.flatMap(line => shares.map(([, share]) =>
      quantile(latenciesOf(data, line.key, () => true), share)))])];
}

function phaseRows() {
  return [["run", "fault", "side", "phase", "decided", "open", "caughtUp", "p50Seconds", "maxSeconds"],
    ...sidesOfAll().flatMap(({ place, fault, side, phases }) => phaseNames.map(phase => {
      const { lanes, open, caughtUp } = phases[phase];
      const values = lanes.map(lane => lane.latency);
      return [runLabel(place), fault.label, side?.name ?? "all", phase, lanes.length, open?.length, caughtUp?.length,
        quantile(values, 0.5), quantile(values, 1)];
    }))];
}

build([showTitle, showRuns, showCdf, showPhases]);
