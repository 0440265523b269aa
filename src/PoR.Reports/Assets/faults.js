/** What each fault did: decisions while it lasted, and how soon a block followed. */
function faultTable() {
  if (run.faults.length === 0)
    return element("p", { class: "note last" }, "No fault was injected.");
  const columns = [{ name: "fault", left: true }, { name: "from (s)" }, { name: "to (s)" },
    { name: "rounds decided in it" }, { name: "of them with a block" }, { name: "first block after it, round" },
    { name: "recovery (s)" }, { name: "recovery (λ)" }, { name: "against H", left: true }];
  return element("div", {}, element("h3", {}, "Faults and recovery"),
    table("Faults and recovery", columns, run.faults.map(faultRow)),
    element("p", { class: "note" }, "Recovery: from the end of the fault to the first honest decision of a block. " +
      "H bounds its mean over many runs, not each one."));
}

function faultRow(fault) {
  const within = [], after = { i: -1, time: Infinity };
  for (let i = 0; i < roundCount; i++) {
    const time = rounds.firstDecided[i];
    if (time === null) continue;
    if (time > fault.start && time <= fault.end) within.push(i);
    if (time > fault.end && !rounds.empty[i] && time < after.time) Object.assign(after, { i, time });
  }
  const recovery = after.i < 0 ? null : after.time - fault.end;
  const bound = run.bounds.recovery;
  return [fault.label, number(fault.start, 1), number(fault.end, 1), number(within.length),
    number(within.filter(i => !rounds.empty[i]).length), after.i < 0 ? "none" : number(rounds.round[after.i]),
    number(recovery, 2), recovery === null || !(lambda > 0) ? missing : number(recovery / lambda, 2),
    verdict(recovery, bound)];
}

function verdict(recovery, bound) {
  if (recovery === null) return "✘ not in this run";
  if (bound === null) return missing;
  return recovery <= bound ? "✔ within H" : "▲ over H";
}
