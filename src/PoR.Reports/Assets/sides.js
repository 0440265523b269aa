/** How rounds went on each side of a fault: latencies before, in and after it, and which steps missed their quorum. */
const faultsShown = 12;
const sideColours = ["blue", "orange", "purple", "sky", "green", "yellow"];

/** The sides of each fault; none of a fault that divides nobody. */
const sidesOfFault = run.faults.map((_, fault) => run.sides.filter(side => side.fault === fault));

/** Whose decisions of a round are looked at, from the first node that held the certificate to the last one. */
const nodeLines = [
  { key: "firstDecided", label: "First node", colourName: "green", dash: [2, 3] },
  { key: "halfDecided", label: "Median node", colourName: "blue", dash: [] },
  { key: "mostDecided", label: "80 % of nodes", colourName: "orange", dash: [9, 4] },
  { key: "lastDecided", label: "Last node", colourName: "vermillion", dash: [10, 3, 2, 3] },
];

function touches(fault, i, data = run) {
  const last = data.rounds.lastDecided[i];
  return data.rounds.start[i] < fault.end && !(last !== null && last <= fault.start);
}

/** A round as all nodes saw it, or those of one side. Its name is empty for all nodes. */
function laneOf(i, side, data = run) {
  const source = side ?? data.rounds;
  const own = source.start[i];
  const first = source.firstDecided[i], half = source.halfDecided[i], last = source.lastDecided[i];
  const steps = (side ?? data).steps[i];
  // Whoever starts a round that others have decided takes their certificate: that is no round of its own.
  const isCaughtUp = side !== null && (own === null
    || (data.rounds.firstDecided[i] !== null && own >= data.rounds.firstDecided[i]));
  const start = own ?? data.rounds.start[i];
  return {
    i, side, start, first, half, last, steps, isCaughtUp, name: side?.name ?? "",
    threshold: data.rounds.threshold[i],
    faultEnd: side === null ? Infinity : data.faults[side.fault].end,
    end: last ?? Math.max(start, first ?? 0, half ?? 0, ...steps.map(step => Math.max(step[2], step[4] ?? 0))),
    latency: half === null || isCaughtUp ? null : half - start,
  };
}

const laneCache = [];

/** The lanes of a round: one for all nodes, or one for each side of the first dividing fault that touched it. */
function lanesOf(i) {
  return laneCache[i] ??= makeLanes(i);
}

function makeLanes(i) {
  const fault = run.faults.findIndex((window, f) => sidesOfFault[f].length > 0 && touches(window, i));
  return fault < 0 ? [laneOf(i, null)] : sidesOfFault[fault].map(side => laneOf(i, side));
}

const lanesMax = Math.max(1, ...sidesOfFault.map(sides => sides.length));

/** The colour and shape of a side; its place among the sides of its fault decides. */
function sidePlace(side) {
  return sidesOfFault[side.fault].indexOf(side) % sideColours.length;
}

/** A step that its nodes left without having seen its quorum, or whose quorum had to wait for a fault's end. */
function isMissed(lane, index) {
  const step = lane.steps[index];
  if (step[0] === 1) return false;
  if (step[3] !== null) return step[1] < lane.faultEnd && step[3] > lane.faultEnd;
  return index + 1 < lane.steps.length || lane.half === null
    || (step[1] < lane.faultEnd && lane.half > lane.faultEnd);
}

/** What a side did before, in and after a fault. */
function phasesOf(fault, side, data = run) {
  const phases = {
    before: { lanes: [] }, in: { lanes: [], open: [], missed: [], met: [] }, after: { lanes: [], caughtUp: [] },
  };
  for (let i = 0; i < data.rounds.round.length; i++) {
    const lane = laneOf(i, side, data);
    if (lane.isCaughtUp) {
      if (lane.half !== null && lane.half >= fault.end) phases.after.caughtUp.push(lane);
    } else if (lane.half !== null && lane.half <= fault.start) phases.before.lanes.push(lane);
    else if (lane.start >= fault.end) phases.after.lanes.push(lane);
    else {
      (lane.half !== null && lane.half <= fault.end ? phases.in.lanes : phases.in.open).push(lane);
      addSteps(phases.in, lane, fault);
    }
  }
  return phases;
}

function addSteps(phase, lane, fault) {
  lane.steps.forEach((step, index) => {
    const seats = { step: step[0], round: lane.i, seats: step[7], threshold: lane.threshold };
    // Votes of a step that began before the fault may have crossed before it.
    if (step[0] === 1 || step[1] < fault.start || step[1] >= fault.end || step[7] === null) return;
    if (isMissed(lane, index)) phase.missed.push(seats);
    else if (step[3] !== null) phase.met.push(seats);
  });
}

function quantile(values, share) {
  const sorted = values.filter(value => value !== null).sort((a, b) => a - b);
  return sorted.length === 0 ? null : sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** A name within a sentence: block proposal, but BBA start. */
function midSentence(name) {
  return name.replace(/^[A-Z](?=[a-z])/, letter => letter.toLowerCase());
}

function rangeText(values) {
  const low = Math.min(...values), high = Math.max(...values);
  return low === high ? number(low) : `${number(low)} to ${number(high)}`;
}

/** Why rounds went on, or did not: seats that spoke on a side, against what a quorum needs. */
function whyText({ missed, met }, side) {
  // A bridge counts the seats of both halves, of which its own say nothing.
  const hearsAll = side?.name === "bridge";
  const thresholds = list => rangeText(list.map(item => item.threshold));
  const parts = [];
  if (missed.length > 0) {
    const steps = new Set(missed.map(item => item.step));
    const names = steps.size > 3 ? `${steps.size} steps from ${Math.min(...steps)} to ${Math.max(...steps)}`
      : [...steps].sort((a, b) => a - b).map(step => `step ${step}, ${midSentence(stepName(step))}`).join("; ");
    parts.push(`✘ no quorum in ${names}` + (hearsAll ? "" : `: ${rangeText(missed.map(item => item.seats))} equal ` +
      `seats of the ${thresholds(missed)} that t_H asks`));
  }
  if (met.length > 0)
    parts.push(hearsAll ? `✔ ${count(met.length, "step")} with a quorum`
      : `✔ quorums with ${rangeText(met.map(item => item.seats))} equal seats, t_H ${thresholds(met)}`);
  return parts.length > 0 ? parts.join(" · ") : missing;
}

function sideLabel(side) {
  return side === null ? "all nodes" : element("span", {}, sideSymbol(side), ` ${side.name}, ${nodesText(side.nodes)}`);
}

/** Such as "16 nodes (80 %)"; who they are when they are few. */
function nodesText(nodes) {
  const who = nodes.length <= 6 ? ": " + nodes.join(", ")
    : nodes.at(-1) - nodes[0] === nodes.length - 1 ? `: ${nodes[0]}–${nodes.at(-1)}` : "";
  return `${count(nodes.length, "node")}${who} (${percent(nodes.length / run.nodes, 0)})`;
}

const sideShapes = ["●", "■", "▲", "▼", "◆", "★"];

function sideSymbol(side) {
  const place = sidePlace(side);
  return element("span", { style: `color: var(--${sideColours[place]})`, "aria-hidden": "true" }, sideShapes[place]);
}
