/** All rounds as text, a page at a time: 5,000 rows at once would make the page slow. */
const roundsPerPage = 50;

const roundsColumns = [
  { name: "round" }, { name: "block", left: true }, { name: "start (s)" }, { name: "first decided (s)" },
  { name: "last decided (s)" }, { name: "latency (s)" }, { name: "latency (λ)" }, { name: "step" },
  { name: "reviews" }, { name: "incongruent" }, { name: "ballots" }, { name: "honest share" },
  { name: "blacklisted" }, { name: "leader", left: true },
];

function showRoundsTable() {
  const pages = Math.max(1, Math.ceil(roundCount / roundsPerPage));
  let page = 0;
  const turn = by => { page = Math.min(pages - 1, Math.max(0, page + by)); fill(); };
  const back = button("◂ Earlier", () => turn(-1)), on = button("Later ▸", () => turn(1));
  const where = element("span", { class: "faint", "aria-live": "polite" });
  const section = panel("rounds-table", "Rounds", "The data of the charts, as text. rounds.csv has further columns.",
    [...(pages > 1 ? [where, back, on] : []), csvButton("rounds", allRoundRows)]);
  const body = element("div", {});
  section.append(body);
  function fill() {
    const first = page * roundsPerPage, last = Math.min(roundCount, first + roundsPerPage);
    where.textContent = `${number(first + 1)}–${number(last)} of ${number(roundCount)}`;
    back.disabled = page === 0;
    on.disabled = page === pages - 1;
    const rows = [];
    for (let i = first; i < last; i++) rows.push(roundsRow(i));
    body.replaceChildren(rows.length > 0
      ? table("Rounds", roundsColumns, rows, "wide wraps") : emptyState("No round was decided."));
  }
  fill();
}

function roundsRow(i) {
  const leader = rounds.leader[i];
  return [number(rounds.round[i]), blockMark(i), number(rounds.start[i], 2), number(rounds.firstDecided[i], 2),
    number(rounds.lastDecided[i], 2), number(latencies[i], 2),
    latencies[i] === null || !(lambda > 0) ? missing : number(latencies[i] / lambda, 2), String(rounds.step[i]),
    number(rounds.reviews[i]), number(rounds.incongruent[i]), number(rounds.ballots[i]), percent(rounds.honestShare[i]),
    number(rounds.blacklisted[i]),
    leader === null ? "none" : element("span", { class: "mono", title: leader }, leader.slice(0, 12))];
}

function allRoundRows() {
  const names = Object.keys(rounds);
  return [names, ...rounds.round.map((_, i) => names.map(name => rounds[name][i]))];
}
