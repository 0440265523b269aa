/** Paints rows of the timeline: grey while nodes wait, a colour for each step while they work. */
const stepColours = ["", "sky", "deep-blue", "green", "orange", "purple"];
const barHeight = lanesMax > 1 ? 12 : 14;
const laneHeight = barHeight + 3;
const rowHeight = lanesMax * laneHeight + 5;

function stepColour(step) {
  return step <= 5 ? stepColours[step] : "yellow";
}

/** Where the colour of a step's bar ends: at its last quorum, or where the nodes went on without one. */
function stepBarEnd(steps, index, roundEnd) {
  const [, , lastEntered, , lastQuorum] = steps[index];
  if (lastQuorum !== null) return lastQuorum;
  if (steps[index][0] === 1) return lastEntered;
  const next = steps[index + 1];
  return Math.max(lastEntered, next ? next[1] : roundEnd);
}

/**
 * Paints one round.
 * @param place { y, left, right, toX, isSelected, isPointed }, in CSS pixels; toX takes virtual seconds.
 */
function paintRound(ctx, i, place) {
  const { y, left, right, toX } = place;
  if (place.isSelected || place.isPointed) {
    ctx.fillStyle = colour("hover");
    ctx.fillRect(0, y, ctx.canvas.clientWidth, rowHeight);
  }
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, y, right - left, rowHeight);
  ctx.clip();
  paintRoundFaults(ctx, i, place);
  for (const [lane, top] of placedLanes(i, y)) paintLane(ctx, lane, top, toX);
  ctx.restore();
  paintRowLabels(ctx, i, place);
}

/** The lanes of a round, each with the top of its bar. */
function placedLanes(i, y) {
  const lanes = lanesOf(i);
  const first = y + (rowHeight - lanes.length * laneHeight + laneHeight - barHeight) / 2;
  return lanes.map((lane, k) => [lane, first + k * laneHeight]);
}

function paintLane(ctx, lane, top, toX) {
  const start = toX(lane.start), end = toX(lane.end);
  if (lane.isCaughtUp) {
    // The side took others' decision: nothing was worked on here until then.
    ctx.strokeStyle = colour("faint");
    ctx.lineWidth = 1;
    ctx.setLineDash([2, 4]);
    ctx.beginPath();
    ctx.moveTo(toX(rounds.start[lane.i]), top + barHeight / 2);
    ctx.lineTo(end, top + barHeight / 2);
    ctx.stroke();
    ctx.setLineDash([]);
  } else {
    ctx.fillStyle = colour("wait");
    ctx.fillRect(start, top, Math.max(end - start, 1), barHeight);
    lane.steps.forEach((step, index) => paintStep(ctx, lane, index, top, toX));
  }
  paintDecision(ctx, lane, top, toX);
}

function paintRoundFaults(ctx, i, { y, toX }) {
  for (const fault of run.faults) {
    const from = Math.max(fault.start, rounds.start[i]), to = Math.min(fault.end, roundEnds[i]);
    if (to <= from) continue;
    paintFault(ctx, toX(from), y, toX(to) - toX(from), rowHeight, 1);
    // The bars cover most of the shade; this edge stays in sight below them.
    ctx.fillStyle = translucent("vermillion", 0.75);
    ctx.fillRect(toX(from), y + rowHeight - 3, toX(to) - toX(from), 3);
  }
}

function paintStep(ctx, lane, index, top, toX) {
  const [step, entered, , firstQuorum, lastQuorum] = lane.steps[index];
  const left = toX(entered);
  const width = Math.max(toX(stepBarEnd(lane.steps, index, lane.end)) - left, 3);
  const isWithout = step > 1 && lastQuorum === null;
  paintStepBar(ctx, step, left, top, width, barHeight, isWithout);
  if (width > 12) {
    ctx.font = canvasFont.replace("11.5px", "10px");
    ctx.textBaseline = "middle";
    ctx.fillStyle = isWithout ? colour("ink") : step === 2 || step === 3 ? "#ffffff" : "#1b1f24";
    ctx.fillText(step, left + 4, top + barHeight / 2 + 0.5);
  }
  ctx.fillStyle = colour("ink");
  if (firstQuorum !== null) ctx.fillRect(toX(firstQuorum) - 0.5, top - 3, 1, barHeight + 3);
  if (lastQuorum !== null) ctx.fillRect(toX(lastQuorum) - 1, top, 2, barHeight + 3);
}

/** A full bar; slanting lines for a loop step; an outline on a pale ground for a step without a quorum. */
function paintStepBar(ctx, step, left, top, width, height, isMissed) {
  const name = stepColour(step);
  ctx.fillStyle = isMissed ? translucent(name, 0.28) : colour(name);
  ctx.fillRect(left, top, width, height);
  if (step > 5) {
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    ctx.strokeStyle = "#6b6410";
    ctx.lineWidth = 1;
    ctx.beginPath();
    for (let x = left - height + 6 - (left % 6); x < left + width; x += 6) {
      ctx.moveTo(x, top + height);
      ctx.lineTo(x + height, top);
    }
    ctx.stroke();
    ctx.restore();
  }
  if (isMissed) {
    ctx.strokeStyle = colour(name);
    ctx.lineWidth = 1;
    ctx.setLineDash([3, 2]);
    ctx.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1);
    ctx.setLineDash([]);
  }
}

/** The moments of decision: a triangle for the first node, a circle (block) or a diamond (empty) for the last. */
function paintDecision(ctx, { i, first, last }, top, toX) {
  const name = rounds.empty[i] ? "vermillion" : "green";
  ctx.fillStyle = colour(name);
  ctx.strokeStyle = colour("panel");
  ctx.lineWidth = 1.5;
  if (first !== null) {
    const x = toX(first);
    ctx.beginPath();
    ctx.moveTo(x - 4, top - 4);
    ctx.lineTo(x + 4, top - 4);
    ctx.lineTo(x, top + 3);
    ctx.closePath();
    ctx.fill();
  }
  if (last !== null) paintBlockSymbol(ctx, rounds.empty[i], toX(last), top + barHeight / 2, 5);
}

function paintBlockSymbol(ctx, isEmpty, x, y, radius) {
  ctx.fillStyle = colour(isEmpty ? "vermillion" : "green");
  ctx.beginPath();
  if (isEmpty) {
    const reach = radius * 1.3;
    ctx.moveTo(x, y - reach);
    ctx.lineTo(x + reach, y);
    ctx.lineTo(x, y + reach);
    ctx.lineTo(x - reach, y);
    ctx.closePath();
  } else ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fill();
  ctx.stroke();
}

function paintRowLabels(ctx, i, { y, left, right, isSelected }) {
  const middle = y + rowHeight / 2;
  ctx.textBaseline = "middle";
  ctx.strokeStyle = colour("panel");
  ctx.lineWidth = 1;
  if (isDecided(i)) paintBlockSymbol(ctx, rounds.empty[i], 12, middle, 4);
  ctx.font = (isSelected ? "650 " : "") + canvasFont;
  ctx.fillStyle = colour("ink");
  ctx.fillText(number(rounds.round[i]) + (rounds.forked[i] ? " ⑂" : ""), 24, middle);
  ctx.font = canvasFont;
  for (const [lane, top] of placedLanes(i, y)) {
    const center = top + barHeight / 2;
    if (lane.side !== null) {
      ctx.fillStyle = colour(laneColour(lane));
      traceShape(ctx, sidePlace(lane.side), left - 10, center, 3.5);
      ctx.fill();
    }
    const passed = lane.last === null ? null : lane.last - lane.start;
    ctx.fillStyle = colour(lane.isCaughtUp ? "faint"
      : passed === null || passed > run.bounds.honestLeader ? "vermillion" : "faint");
    ctx.textAlign = "right";
    ctx.fillText(lane.isCaughtUp ? "caught up" : passed === null ? "unfinished" : seconds(passed),
      ctx.canvas.clientWidth - 8, center);
    ctx.textAlign = "left";
  }
  if (isSelected) {
    ctx.fillStyle = colour("blue");
    ctx.fillRect(0, y, 3, rowHeight);
  }
}

/** Paints ticks in seconds below ticks in λ. */
function paintTimelineAxis(ctx, from, to, left, right) {
  ctx.font = canvasFont;
  ctx.fillStyle = colour("faint");
  ctx.textAlign = "left";
  ctx.fillText("λ", 12, 12);
  ctx.fillText(`${clock} s`, 12, 30);
  ctx.textAlign = "center";
  const scales = lambda > 0 ? [[1, 30], [lambda, 12]] : [[1, 30]];
  for (const [unit, y] of scales) {
    const step = niceStep((to - from) / unit, (right - left) / 70);
    for (let tick = Math.ceil(from / unit / step - 1e-9) * step; tick * unit <= to + 1e-9; tick += step) {
      const x = left + (tick * unit - from) / (to - from) * (right - left);
      ctx.fillText(trimmed(tick), x, y);
      if (unit === 1 || y === 30) ctx.fillRect(x, 36, 1, 4);
    }
  }
  ctx.textAlign = "left";
}

/** A step of 1, 2 or 5 times a power of ten that gives about so many ticks. */
function niceStep(span, ticks) {
  const raw = Math.max(span, 1e-6) / Math.max(ticks, 2);
  const power = 10 ** Math.floor(Math.log10(raw));
  return [1, 2, 5, 10].map(digit => digit * power).find(step => step >= raw);
}
