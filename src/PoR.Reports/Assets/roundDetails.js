/** The details of the round that is chosen in the timeline. */
const stepRowsMax = 10;

function showRoundDetails(host, i) {
  const columns = [{ name: "step" }, { name: "", left: true }, { name: "entered first (s)" }, { name: "last (s)" },
    { name: "quorum first (s)" }, { name: "last (s)" }, { name: "ballots" }, { name: "equal seats" }];
  const lanes = lanesOf(i);
  host.replaceChildren(
    element("h3", {}, `Round ${number(rounds.round[i])} `, blockMark(i), rounds.forked[i] ? " ⑂ forked" : ""),
    element("div", { class: "details-grid" },
      facts("facts", roundFacts(i)),
      element("div", {},
        element("p", { class: "faint" }, "Steps; seconds since the round's start. Equal seats: the most that said " +
          `the same, of which a quorum needs t_H = ${number(rounds.threshold[i])}; ✘ marks steps that missed it.`),
        lanes.map(lane => element("div", {},
          lane.side === null ? null : element("p", { class: "glance" }, sideLabel(lane.side), lane.isCaughtUp
            ? `: caught up ${seconds(lane.half === null ? null : lane.half - rounds.start[i])} after the round's start`
            : ""),
          lane.isCaughtUp ? null : table(`Steps of the round${lane.side === null ? "" : ", " + lane.name}`, columns,
            stepRows(lane), "wide wraps"))))));
}

/** The first steps and the last one; those between are alike where a side goes round in the agreement's loop. */
function stepRows(lane) {
  const since = time => time === null ? missing : number(time - rounds.start[lane.i], 3);
  const rows = lane.steps.map(([step, firstEntered, lastEntered, firstQuorum, lastQuorum, ballots, , equal], index) =>
    [String(step), stepName(step), since(firstEntered), since(lastEntered), since(firstQuorum), since(lastQuorum),
      number(ballots), step === 1 ? missing : (isMissed(lane, index) ? "✘ " : "") + number(equal)]);
  if (rows.length <= stepRowsMax) return rows;
  const hidden = rows.length - stepRowsMax;
  return [...rows.slice(0, stepRowsMax - 1), ["…", `${count(hidden, "step")} more; the CSV has all`,
    "", "", "", "", "", ""], rows.at(-1)];
}

function roundFacts(i) {
  const mono = text => element("span", { class: "mono" }, text);
  const sinceStart = time => time === null ? missing : seconds(time - rounds.start[i], 3);
  const faults = run.faults.filter(fault => touches(fault, i));
  return [
    ["Start", seconds(rounds.start[i], 3)],
    ["First decided", sinceStart(rounds.firstDecided[i])],
    ["By half of the nodes", sinceStart(rounds.halfDecided[i])],
    ["By 80 % of them", sinceStart(rounds.mostDecided[i])],
    ["Last decided", latencies[i] === null ? "not by all nodes"
      : `${sinceStart(rounds.lastDecided[i])} = ${inLambda(latencies[i])}`],
    ["Ended in", `step ${rounds.step[i]}, ${stepName(rounds.step[i])}`],
    ["Reviews", `${number(rounds.reviews[i])}: ${number(rounds.congruent[i])} congruent, ` +
      `${number(rounds.incongruent[i])} incongruent, ${number(rounds.unadjusted[i])} unadjusted ` +
      "(no evidence, flagged, or the author's gain limit is used up)"],
    ["Eligible", `${count(rounds.eligible[i], "account")}, W = ${number(rounds.weight[i])}`],
    ["t_H", count(rounds.threshold[i], "seat")],
    ["Honest share", percent(rounds.honestShare[i])],
    ["Ballots", number(rounds.ballots[i])],
    ["Blacklisted after", count(rounds.blacklisted[i], "account")],
    ["Leader", rounds.leader[i] === null ? "none" : mono(rounds.leader[i])],
    ["Block", mono(rounds.block[i])],
    ["Fault", faults.length > 0 ? faults.map(fault => fault.label).join(", ") : null],
  ];
}
