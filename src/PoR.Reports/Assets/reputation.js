/** P6: reputation of all accounts as bands of quantiles, and of a few accounts as lines. */
const trackStyles = [
  ["vermillion", []], ["purple", [8, 4]], ["green", [2, 3]], ["sky", [10, 3, 2, 3]], ["orange", [5, 2]],
  ["vermillion", [3, 3]], ["purple", []], ["green", [8, 4]], ["sky", []], ["orange", [2, 3]],
];

function showReputation() {
  const state = { isLog: false };
  const logSwitch = toggle("Log axis", false, next => { state.isLog = next; view.redraw(); });
  let view = { canvas: () => null };
  const section = panel("reputation", "Reputation over time",
    "At the time at which half of the nodes had decided each round. All accounts: bands p10–p90 and p25–p75, line at " +
    "the median. Lines: accounts that ended highest, lowest and in the middle, and " +
    "blacklisted ones. ✕ and a thick pale line: blacklisted.", [
      logSwitch, csvButton("reputation", reputationRows), ...pictureButtons("reputation", () => [view.canvas()])]);
  if (roundCount === 0 || run.reputation.median.every(value => value === null)) {
    section.append(emptyState("No reputation was recorded."));
    return;
  }
  view = chart(340, `Reputation quantiles and single accounts over ${clock} time`, () => reputationChart(state.isLog));
  section.append(view.host);
}

/** When half of the nodes had a round's state: under a cut the last ones have many at once. */
function reputationTime(i) {
  return rounds.halfDecided[i] ?? roundEnds[i];
}

/** Track values by index of round; a track has one value a round, from round 1 on. */
function trackValues(track) {
  return rounds.round.map(round => track.reputation[round - 1] ?? null);
}

function reputationChart(isLog) {
  const { min, p10, p25, median, p75, p90, max } = run.reputation;
  const pad = values => [null, ...values, null];
  const plain = (plot, raw) => raw === null ? missing : number(raw);
  const quantile = (label, stroke, more = {}) =>
    ({ label, stroke, width: 1, points: { show: false }, value: plain, ...more });
  const edge = colour("blue");
  const pale = translucent("blue", 0.5);
  const tracks = run.tracks.map((track, i) => {
    const [name, dash] = trackStyles[i % trackStyles.length];
    return quantile((track.from === null ? "" : "✕ ") + track.account, colour(name), { width: 1.75, dash });
  });
  const logAxis = isLog ? { splits: reputationSplits, filter: (plot, ticks) => ticks } : {};
  const options = {
    scales: { x: { time: false }, y: isLog ? { distr: 4, asinh: 1 } : { range: reputationRange } },
    axes: [...timeAxes(true, true), axis("reputation", { size: 52, ...logAxis }), blankRightAxis()],
    series: [
      timeSeries,
      quantile("min", colour("faint"), { show: false, dash: [2, 3] }), quantile("p10", pale), quantile("p25", pale),
      quantile("median", edge, { width: 2.5 }), quantile("p75", pale), quantile("p90", pale),
      quantile("max", colour("faint"), { show: false, dash: [2, 3] }), ...tracks,
    ],
    bands: [
      { series: [6, 2], fill: translucent("blue", 0.13) }, { series: [5, 3], fill: translucent("blue", 0.22) },
    ],
    legend: { markers: { dash: (plot, i) => markerDash(plot.series[i].dash) } },
    cursor: { ...timeCursor(), points: { size: 6 } },
    hooks: { drawClear: [faultBands], draw: [faultLabels, drawBlacklistings], setCursor: [tellTime] },
  };
  const times = [0, ...rounds.round.map((_, i) => Math.max(reputationTime(i), i > 0 ? rounds.start[i] : 0)), runEnd];
  for (let i = 1; i < times.length; i++) times[i] = Math.max(times[i], times[i - 1]);
  const columns = [min, p10, p25, median, p75, p90, max, ...run.tracks.map(trackValues)];
  return [options, [times, ...columns.map(pad)]];
}

function reputationRange(plot, low, high) {
  if (low === null) return [0, 1];
  const margin = Math.max((high - low) * 0.06, 1);
  return [Math.max(0, low - margin), high + margin];
}

/** 0 and 1, 2, 5 of each decade: an inverse hyperbolic sine is a log axis that has a zero. */
function reputationSplits(plot, axisIndex, low, high) {
  return [...(low <= 0 ? [0] : []), ...logTicks(Math.max(low, 1), high, [1, 2, 5])];
}

function drawBlacklistings(plot) {
  clipped(plot, (ctx, bbox, scale) => {
    run.tracks.forEach((track, k) => {
      if (track.from === null || plot.series[8 + k].show === false) return;
      const values = trackValues(track);
      const first = rounds.round.findIndex(round => round >= track.from);
      if (first < 0) return;
      const last = track.until === null ? roundCount - 1 : rounds.round.findLastIndex(round => round <= track.until);
      const at = i => [plot.valToPos(reputationTime(i), "x", true), plot.valToPos(values[i], "y", true)];
      ctx.strokeStyle = translucent(trackStyles[k % trackStyles.length][0], 0.3);
      ctx.lineWidth = 7 * scale;
      ctx.beginPath();
      for (let i = first; i <= last; i++) {
        if (values[i] !== null) ctx.lineTo(...at(i));
      }
      ctx.stroke();
      if (values[first] !== null) paintCross(ctx, ...at(first), 5 * scale, scale);
    });
  });
}

function paintCross(ctx, x, y, reach, scale, colourName = "ink") {
  for (const [style, width] of [[colour("panel"), 5], [colour(colourName), 2]]) {
    ctx.strokeStyle = style;
    ctx.lineWidth = width * scale;
    ctx.beginPath();
    ctx.moveTo(x - reach, y - reach);
    ctx.lineTo(x + reach, y + reach);
    ctx.moveTo(x + reach, y - reach);
    ctx.lineTo(x - reach, y + reach);
    ctx.stroke();
  }
}

function reputationRows() {
  const quantiles = Object.entries(run.reputation);
  const tracks = run.tracks.map(trackValues);
  const names = [...quantiles.map(([name]) => name), ...run.tracks.map(track => track.account)];
  return [["round", "halfDecidedSeconds", ...names],
    ...rounds.round.map((round, i) =>
      [round, rounds.halfDecided[i], ...quantiles.map(([, values]) => values[i]), ...tracks.map(values => values[i])])];
}
