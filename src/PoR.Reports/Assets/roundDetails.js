/** The details of the round that is chosen in the timeline. */
function showRoundDetails(host, i) {
  const start = rounds.start[i];
  const since = time => time === null ? missing : number(time - start, 3);
  const columns = [{ name: "step" }, { name: "", left: true }, { name: "entered, first (s)" }, { name: "last (s)" },
    { name: "quorum, first (s)" }, { name: "last (s)" }, { name: "quorum, last (λ)" }, { name: "ballots" }];
  const rows = run.steps[i].map(([step, firstEntered, lastEntered, firstQuorum, lastQuorum, ballots]) =>
    [String(step), stepName(step), since(firstEntered), since(lastEntered), since(firstQuorum), since(lastQuorum),
      lastQuorum === null || !(lambda > 0) ? missing : number((lastQuorum - start) / lambda, 2), number(ballots)]);
  host.replaceChildren(
    element("h3", {}, `Round ${number(rounds.round[i])} `, blockMark(i), rounds.forked[i] ? " ⑂ forked" : ""),
    element("div", { class: "details-grid" },
      facts("facts", roundFacts(i)),
      element("div", {}, element("p", { class: "faint" }, "Steps; seconds since the round's start."),
        table("Steps of the round", columns, rows, "wide"))));
}

function roundFacts(i) {
  const mono = text => element("span", { class: "mono" }, text);
  const sinceStart = time => time === null ? missing : seconds(time - rounds.start[i], 3);
  const faults = run.faults.filter(fault => fault.start < roundEnds[i] && fault.end > rounds.start[i]);
  return [
    ["Start", seconds(rounds.start[i], 3)],
    ["First decided", sinceStart(rounds.firstDecided[i])],
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
