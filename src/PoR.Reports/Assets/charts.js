/** What all uPlot charts share: axes in seconds and in λ, fault bands, limit lines, one cursor over virtual time. */
const sharedTime = uPlot.sync("virtual-time");
const timeListeners = [];
/** Each draws a chart for the first time, once the whole page stands. */
const firstDrawings = [];
const legendHeight = 30, rightSize = 52;
let isMovingCursor = false;

/**
 * Draws a chart that follows its host's width and the theme.
 * @param build gives [options, data] for a width; asked again when the theme or an option changes.
 * @returns { host, redraw, plot } where plot gives the current uPlot.
 */
function chart(height, label, build) {
  const [{ legend }] = build();
  const room = height + (legend?.show === false ? 0 : legendHeight);
  const host = element("div", { class: "chart", role: "img", "aria-label": label, style: `min-height: ${room}px` });
  let plot = null;
  const redraw = () => {
    const width = Math.floor(host.clientWidth);
    if (width === 0) return;
    plot?.destroy();
    const [options, data] = build();
    plot = new uPlot({ ...options, width, height }, data, host);
    repaints.set(plot.ctx.canvas, () => plot.redraw(false));
    if (options.legend?.show !== false && options.legend?.markers?.show !== false)
      legends.set(plot.ctx.canvas, () => legendOf(plot));
  };
  // At the next frame: a change of size within the observer's own turn is an error to browsers.
  new ResizeObserver(() => requestAnimationFrame(() => {
    const width = Math.floor(host.clientWidth);
    if (plot === null) redraw();
    else if (width > 0 && width !== plot.width) plot.setSize({ width, height });
  })).observe(host);
  themeListeners.push(redraw);
  firstDrawings.push(redraw);
  return { host, redraw, plot: () => plot, canvas: () => plot?.ctx.canvas ?? null };
}

/** Paints a canvas anew for the first time, another width of its box, another theme and a picture of it. */
function keepPainted(canvas, box, paint) {
  new ResizeObserver(() => requestAnimationFrame(paint)).observe(box);
  repaints.set(canvas, paint);
  themeListeners.push(paint);
  firstDrawings.push(paint);
}

function axis(label, more = {}) {
  return {
    label, labelSize: 20, labelFont: canvasFont, font: canvasFont, labelGap: 0,
    stroke: () => colour("faint"),
    grid: { stroke: () => colour("grid"), width: 1 },
    ticks: { stroke: () => colour("rule"), width: 1, size: 5 },
    ...more,
  };
}

/** The same scale once more, on the other side, in λ. */
function lambdaAxis(scale, side, more = {}) {
  return axis(undefined, {
    scale, side, grid: { show: false }, size: side === 0 ? 26 : rightSize, space: side === 0 ? 70 : 30,
    values: (plot, ticks) => ticks.map(tick => tick === null ? "" : trimmed(tick / lambda) + " λ"),
    ...more,
  });
}

/** Room on the right where another chart of the group has an axis, so that their times stand in one line. */
function blankRightAxis() {
  return axis(undefined, {
    scale: "y", side: 1, size: rightSize, grid: { show: false }, ticks: { show: false },
    values: (plot, ticks) => ticks.map(() => ""),
  });
}

function trimmed(value) {
  return String(Math.round(value * 100) / 100);
}

/** The legend's first entry in charts over virtual time. */
const timeSeries = {
  label: "Time",
  value: (plot, raw) => raw === null ? missing : `${seconds(raw, 1)}, round ${roundLabelAt(raw)}`,
};

function roundLabelAt(time) {
  const i = roundAt(time);
  return i < 0 ? missing : number(rounds.round[i]);
}

function timeAxes(isFirst, isLast) {
  const bottom = axis(isLast ? `${clock} time (s)` : undefined, { size: isLast ? 30 : 26 });
  return isFirst ? [bottom, lambdaAxis("x", 0)] : [bottom];
}

/** A cursor that all charts over virtual time share, with the timeline. */
function timeCursor() {
  return {
    y: false, drag: { x: true, y: false, setScale: true },
    sync: { key: sharedTime.key, scales: ["x", null] },
  };
}

function tellTime(plot) {
  if (isMovingCursor) return;
  const { left } = plot.cursor;
  const time = left === undefined || left < 0 ? null : plot.posToVal(left, "x");
  for (const listener of timeListeners) listener(time);
}

/** Moves the shared cursor from outside a chart. */
function pointAtTime(time) {
  isMovingCursor = true;
  for (const plot of sharedTime.plots) {
    const left = time === null ? -10 : plot.valToPos(time, "x");
    plot.setCursor({ left, top: time === null ? -10 : 1 }, false);
  }
  isMovingCursor = false;
}

/** Draws within the plotting area, in its pixels; a margin lets marks at the edge stand out whole. */
function clipped(plot, draw, margin = 0) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  const reach = margin * devicePixelRatio;
  ctx.rect(bbox.left - reach, bbox.top, bbox.width + 2 * reach, bbox.height);
  ctx.clip();
  ctx.textAlign = "left";
  ctx.setLineDash([]);
  draw(ctx, bbox, devicePixelRatio);
  ctx.restore();
}

/** Fills a box with the fault colour and slanting lines, which show without colour too. */
function paintFault(ctx, left, top, width, height, scale) {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.fillStyle = colour("fault");
  ctx.fillRect(left, top, width, height);
  ctx.strokeStyle = colour("fault-line");
  ctx.lineWidth = scale;
  const gap = 9 * scale;
  ctx.beginPath();
  // From a multiple of the gap on, so that the lines of adjoining boxes meet.
  for (let x = Math.floor((left - height) / gap) * gap; x < left + width + height; x += gap) {
    ctx.moveTo(x, top + height);
    ctx.lineTo(x + height, top);
  }
  ctx.globalAlpha = 0.45;
  ctx.stroke();
  ctx.restore();
}

/** Shades the fault windows, below all else. */
function faultBands(plot) {
  clipped(plot, (ctx, bbox, scale) => {
    for (const fault of run.faults) {
      const left = plot.valToPos(fault.start, "x", true), right = plot.valToPos(fault.end, "x", true);
      paintFault(ctx, left, bbox.top, Math.max(right - left, scale), bbox.height, scale);
    }
  });
}

/** Their names, in the first chart of a group; above the grid, whose lines would make - of +. */
function faultLabels(plot) {
  clipped(plot, (ctx, bbox, scale) => {
    let lane = 0, laneEnd = -Infinity;
    ctx.font = scaledFont(scale);
    ctx.fillStyle = colour("vermillion");
    ctx.textBaseline = "top";
    for (const fault of run.faults) {
      const left = plot.valToPos(fault.start, "x", true), right = plot.valToPos(fault.end, "x", true);
      if (right < bbox.left || left > bbox.left + bbox.width) continue;
      const start = Math.max(left, bbox.left) + 4 * scale;
      lane = start < laneEnd ? (lane + 1) % 3 : 0;
      const label = bandLabel(fault);
      ctx.fillText(label, start, bbox.top + (3 + 14 * lane) * scale);
      laneEnd = start + ctx.measureText(label).width + 6 * scale;
    }
  });
}

/** Its name, and the beginning of what the seed has drawn; the panel of faults has the whole. */
function bandLabel({ label, drawn }) {
  if (!drawn) return label;
  return `${label}: ${drawn.length > 48 ? drawn.slice(0, 47) + "…" : drawn}`;
}

function scaledFont(scale) {
  return canvasFont.replace("11.5px", 11.5 * scale + "px");
}

/** A dashed line across the chart, with its name. */
function limitLine(plot, scaleName, value, label, colourName, dash, lane = 0) {
  if (value === null) return;
  clipped(plot, (ctx, bbox, scale) => {
    const isVertical = scaleName === "x";
    const at = plot.valToPos(value, scaleName, true);
    ctx.strokeStyle = ctx.fillStyle = colour(colourName);
    ctx.lineWidth = 1.5 * scale;
    ctx.setLineDash(dash.map(length => length * scale));
    ctx.beginPath();
    ctx.moveTo(isVertical ? at : bbox.left, isVertical ? bbox.top : at);
    ctx.lineTo(isVertical ? at : bbox.left + bbox.width, isVertical ? bbox.top + bbox.height : at);
    ctx.stroke();
    ctx.font = scaledFont(scale);
    const width = ctx.measureText(label).width;
    if (isVertical) {
      const isRoomRight = at + width + 8 * scale < bbox.left + bbox.width;
      ctx.textBaseline = "bottom";
      ctx.fillText(label, isRoomRight ? at + 5 * scale : at - width - 5 * scale,
        bbox.top + bbox.height - (6 + 16 * lane) * scale);
    } else {
      ctx.textBaseline = at - bbox.top < 18 * scale ? "top" : "bottom";
      const gap = (ctx.textBaseline === "top" ? 3 : -3) * scale;
      ctx.fillText(label, bbox.left + bbox.width - width - 6 * scale, at + gap);
    }
  });
}

/** The border of a legend's marker that comes nearest to a line's dashes. */
function markerDash(dash) {
  if (!dash || dash.length === 0) return "solid";
  return dash[0] <= 3 ? "dotted" : "dashed";
}

function digitsFor(plot) {
  return plot.width < 560 ? [1, 2, 5] : undefined;
}

/** Ticks at these digits of each decade within the scale. */
function logTicks(low, high, digits = [1, 1.5, 2, 3, 4, 5, 7]) {
  const splits = [];
  for (let decade = 10 ** Math.floor(Math.log10(low)); decade <= high; decade *= 10) {
    for (const digit of digits) {
      const value = digit * decade;
      if (value >= low && value <= high) splits.push(value);
    }
  }
  return splits;
}

/** The same ticks, but round in λ. */
function logTicksInLambda(low, high, digits) {
  return logTicks(low / lambda, high / lambda, digits).map(value => value * lambda);
}
