/** What each fault did: how long rounds took before, in and after it, on each side, and why. */
function showFaults() {
  const host = document.getElementById("faults");
  if (run.faults.length === 0) {
    host.remove();
    return;
  }
  const section = panel("faults", "Faults: rounds before, in and after",
    "A round of a side lasts from the side's first node that starts it until half of the side's nodes hold its " +
    "certificate. The nodes of a side that is cut off count the seats of their own participants alone.",
    [csvButton("faults", faultRows), ...(run.sides.length > 0 ? [csvButton("sides", sideRows, "CSV of sides")] : [])]);
  run.faults.slice(0, faultsShown).forEach((fault, f) => section.append(faultBlock(fault, f)));
  if (run.faults.length > faultsShown)
    section.append(element("p", { class: "note" }, `The CSV has all ${number(run.faults.length)} faults.`));
}

function faultBlock(fault, f) {
  const sides = sidesOfFault[f].length > 0 ? sidesOfFault[f] : [null];
  const phases = sides.map(side => phasesOf(fault, side));
  const columns = [{ name: "", left: true }, { name: "side", left: true }, { name: "rounds decided" },
    { name: "median (s)" }, { name: "p90 (s)" }, { name: "slowest (s)" }, { name: "why", left: true }];
  return element("div", { class: "fault" },
    element("h3", {}, `${fault.label}: ${number(fault.start, 1)} s to ${number(fault.end, 1)} s`),
    fault.drawn ? element("p", { class: "note" }, `By the seed: ${fault.drawn}.`) : null,
    sides.some(side => side?.name === "bridge") ? element("p", { class: "note" },
      "The bridge counts the seats of all nodes; each half those of the bridge beside its own, which alone stand here.")
      : null,
    sides.map((side, s) => element("p", { class: "glance" }, sideLabel(side), ": ", glance(fault, phases[s]))),
    table(`Rounds before, in and after ${fault.label}`, columns, ["before", "in", "after"].flatMap(name =>
      sides.map((side, s) => phaseRow(name, side, phases[s]))), "wraps"),
    recoveryLine(fault));
}

/** One sentence that says how long rounds took in the three times. */
function glance(fault, phases) {
  const median = lanes => quantile(lanes.map(lane => lane.latency), 0.5);
  const say = (value, when) => value === null ? null : `${seconds(value)} ${when}`;
  const parts = [say(median(phases.before.lanes), "before it"), say(median(phases.in.lanes), "in it")];
  const lengthOf = lane => (lane.half ?? runEnd) - lane.start;
  // A round that happens to be open at the end of a fault is worth a word only where the fault has held it up.
  for (const lane of phases.in.open.filter(open => lengthOf(open) > run.bounds.honestLeader).slice(0, 1)) {
    const end = lane.half ?? runEnd;
    parts.push(`round ${number(rounds.round[lane.i])} was open for ${seconds(lengthOf(lane))}` +
      (lane.half === null ? ", to the end of the run" : ` and ended ${seconds(end - fault.end)} after the fault`));
  }
  if (phases.after.caughtUp.length > 0)
    parts.push(`it caught up with ${count(phases.after.caughtUp.length, "round")} within ` +
      `${seconds(Math.max(...phases.after.caughtUp.map(lane => lane.half)) - fault.end)} after it`);
  parts.push(say(median(phases.after.lanes), "after it"));
  const known = parts.filter(part => part !== null);
  return known.length === 0 ? "no round" : "a round took " + known.join("; ") + ".";
}

function phaseRow(name, side, phases) {
  const { lanes } = phases[name];
  const values = lanes.map(lane => lane.latency);
  const beside = name === "in" && phases.in.open.length > 0 ? `; ${number(phases.in.open.length)} still open`
    : name === "after" && phases.after.caughtUp.length > 0 ? `; ${number(phases.after.caughtUp.length)} caught up` : "";
  const label = side === null ? "all nodes" : element("span", {}, sideSymbol(side), " " + side.name);
  return [name, label, number(lanes.length) + beside, number(quantile(values, 0.5), 2),
    number(quantile(values, 0.9), 2), number(quantile(values, 1), 2), name === "in" ? whyText(phases.in, side) : ""];
}

/** How soon a block followed the fault anywhere. */
function recoveryLine(fault) {
  const { after, recovery } = recoveryOf(fault);
  const bound = run.bounds.recovery;
  const verdict = recovery === null ? "✘ no block came after it in this run."
    : `First block after it: round ${number(rounds.round[after])}, ${seconds(recovery)} (${inLambda(recovery)}) later` +
      (bound === null ? "." : `, ${recovery <= bound ? "✔ within" : "▲ over"} H = ${seconds(bound, 1)}, ` +
        "which bounds the mean over many runs, not each one.");
  return element("p", { class: "note" }, verdict);
}

function recoveryOf(fault) {
  let after = -1, time = Infinity;
  for (let i = 0; i < roundCount; i++) {
    const decided = rounds.firstDecided[i];
    if (decided !== null && decided > fault.end && !rounds.empty[i] && decided < time) [after, time] = [i, decided];
  }
  return { after, recovery: after < 0 ? null : time - fault.end };
}

function faultRows() {
  const rows = [["fault", "startSeconds", "endSeconds", "drawn", "side", "nodes", "phase", "decided", "open",
    "caughtUp", "medianSeconds", "p90Seconds", "slowestSeconds", "equalSeatsMissed", "equalSeatsMet",
    "recoverySeconds"]];
  run.faults.forEach((fault, f) => {
    for (const side of sidesOfFault[f].length > 0 ? sidesOfFault[f] : [null]) {
      const phases = phasesOf(fault, side);
      for (const name of ["before", "in", "after"]) {
        const { lanes, open, caughtUp, missed, met } = phases[name];
        const values = lanes.map(lane => lane.latency);
        const most = list => list?.length > 0 ? Math.max(...list.map(item => item.seats)) : null;
        rows.push([fault.label, fault.start, fault.end, fault.drawn, side?.name ?? "all",
          side?.nodes.length ?? run.nodes, name, lanes.length, open?.length, caughtUp?.length,
          quantile(values, 0.5), quantile(values, 0.9), quantile(values, 1), most(missed), most(met),
          recoveryOf(fault).recovery]);
      }
    }
  });
  return rows;
}

function sideRows() {
  const rows = [["fault", "side", "nodes", "round", "startSeconds", "firstDecidedSeconds", "halfDecidedSeconds",
    "lastDecidedSeconds", "nodesDecided", "isTouched"]];
  for (const side of run.sides) {
    const fault = run.faults[side.fault];
    rounds.round.forEach((round, i) => rows.push([fault.label, side.name, side.nodes.length, round, side.start[i],
      side.firstDecided[i], side.halfDecided[i], side.lastDecided[i], side.nodesDecided[i], touches(fault, i)]));
  }
  return rows;
}
