/** P8: the seats that said the same in each step, against what a quorum needs. */
const voteColumns = [2, 3, 4, 5, 6];

function showVotes() {
  const marks = voteMarks();
  let view = null;
  const section = panel("votes", "Votes against t_H",
    "One mark a step of a round: the most seats that said the same, as a share of the t_H that a quorum needs. " +
    "Rounds run from left to right in each column; 6+ holds the loops of the agreement. ✕ in red: the step went on " +
    "without its quorum." + (run.sides.length > 0 ? " Of a round that a fault touched each side has a mark of its " +
    "own: the seats of its own nodes' participants, which are all that it can count while it is cut off." : ""), [
      csvButton("votes", () => voteRows(marks)), ...pictureButtons("votes", () => [view?.canvas() ?? null])]);
  if (marks.length === 0) {
    section.append(emptyState("Nobody has counted the seats of this run."));
    return;
  }
  view = chart(300, "Equal seats of each step against the threshold", () => votesChart(marks));
  section.append(laneKey(), view.host);
}

function voteMarks() {
  return rounds.round.flatMap((_, i) => lanesOf(i).filter(lane => !lane.isCaughtUp).flatMap(lane =>
    lane.steps.map((step, index) => ({
      lane, step: step[0], seats: step[7], threshold: rounds.threshold[i], isMissed: isMissed(lane, index),
      // A step that its round did not wait for any more is neither met nor missed.
      isOver: step[3] === null && !isMissed(lane, index),
      x: voteColumns.indexOf(Math.min(step[0], 6)) + 0.08 + 0.84 * (i + 0.5) / roundCount,
    })))).filter(mark => mark.step > 1 && mark.seats !== null && !mark.isOver);
}

function votesChart(marks) {
  const share = mark => 100 * mark.seats / mark.threshold;
  const highest = Math.max(110, ...chunkMaxima(marks.map(share))) * 1.06;
  const sorted = [...marks].sort((a, b) => a.x - b.x);
  const options = {
    scales: { x: { time: false, range: (plot, low, high) => [Math.min(low, 0), Math.max(high, voteColumns.length)] },
      y: { range: () => [0, highest] } },
    axes: [
      axis(undefined, { size: 30, grid: { show: false }, ticks: { show: false },
        splits: () => voteColumns.map((_, at) => at + 0.5), filter: (plot, ticks) => ticks,
        values: () => voteColumns.map(step => step > 5 ? "6+ BBA loop" : `${step} ${stepName(step)}`) }),
      axis("equal seats (% of t_H)", { size: 52 }),
    ],
    series: [{ label: "Round", value: (plot, raw, s, at) => at === null ? missing
      : `${number(rounds.round[sorted[at].lane.i])} ${sorted[at].lane.name}, step ${sorted[at].step}` }, {
      label: "Equal seats", stroke: colour("ink"), paths: () => null, points: { show: false },
      value: (plot, raw, s, at) => at === null ? missing
        : `${number(sorted[at].seats)} of t_H ${number(sorted[at].threshold)}` }],
    legend: { markers: { show: false } },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    hooks: { draw: [plot => drawVotes(plot, sorted)] },
  };
  return [options, [sorted.map(mark => mark.x), sorted.map(share)]];
}

function drawVotes(plot, marks) {
  clipped(plot, (ctx, bbox, scale) => {
    ctx.strokeStyle = colour("rule");
    ctx.lineWidth = scale;
    for (let at = 1; at < voteColumns.length; at++) {
      const x = plot.valToPos(at, "x", true);
      ctx.strokeRect(x, bbox.top, 0, bbox.height);
    }
  });
  limitLine(plot, "y", 100, "t_H", "ink", [7, 4]);
  clipped(plot, (ctx, bbox, scale) => {
    const radius = (marks.length > 1500 ? 1.6 : 3.5) * scale;
    for (const mark of marks) {
      const x = plot.valToPos(mark.x, "x", true);
      const y = plot.valToPos(100 * mark.seats / mark.threshold, "y", true);
      ctx.lineWidth = scale;
      if (mark.isMissed) {
        paintCross(ctx, x, y, radius, scale, "vermillion");
        continue;
      }
      ctx.fillStyle = colour(mark.lane.side === null ? "green" : laneColour(mark.lane));
      ctx.strokeStyle = "transparent";
      traceShape(ctx, mark.lane.side === null ? 0 : sidePlace(mark.lane.side), x, y, radius);
      ctx.fill();
    }
  }, 6);
}

function voteRows(marks) {
  return [["round", "side", "step", "name", "equalSeats", "certificateThreshold", "missed"], ...marks.map(mark =>
    [rounds.round[mark.lane.i], mark.lane.name === "" ? "all" : mark.lane.name, mark.step, stepName(mark.step),
      mark.seats, mark.threshold, mark.isMissed])];
}
