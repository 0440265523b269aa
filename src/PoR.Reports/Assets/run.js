/** The run that this page shows, and what follows from it. Times are seconds of the run's clock. */
const run = JSON.parse(document.getElementById("run-data").textContent);
const clock = run.realTime ? "real" : "virtual";
const rounds = run.rounds;
const roundCount = rounds.round.length;
const lambda = run.smallLambda;

/** One latency a round, from the first honest start to the last honest decision; null when unfinished. */
const latencies = rounds.lastDecided.map((end, i) => end === null ? null : end - rounds.start[i]);

/** The last thing that is known of a round: where its bar ends. */
const roundEnds = rounds.lastDecided.map((end, i) => {
  if (end !== null) return end;
  let latest = Math.max(rounds.start[i], rounds.firstDecided[i] ?? 0);
  for (const step of run.steps[i]) latest = Math.max(latest, step[2], step[4] ?? 0);
  return latest;
});

/** False for a round that no node had decided when the run ended. */
function isDecided(i) {
  return rounds.firstDecided[i] !== null || rounds.lastDecided[i] !== null;
}

const runEnd = Math.max(run.virtualSeconds, 0, ...chunkMaxima(roundEnds));

/** The index of the round that was open at a time; the last one that had started. */
function roundAt(seconds) {
  let low = 0, high = roundCount - 1, found = -1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (rounds.start[middle] <= seconds) { found = middle; low = middle + 1; } else high = middle - 1;
  }
  return found;
}
