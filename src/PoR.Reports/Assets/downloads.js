/** Gives a chart's data or picture as a file. */
function save(name, blob) {
  const link = element("a", { href: URL.createObjectURL(blob), download: `${run.profile}-${run.seed}-${name}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function csvField(value) {
  const text = value === null || value === undefined ? "" : String(value);
  return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
}

/** A button that saves the table which the function gives: its first row names the columns. */
function csvButton(name, rows, label = "CSV") {
  return button(label, () => {
    const text = rows().map(row => row.map(csvField).join(",") + "\n").join("");
    save(name + ".csv", new Blob([text], { type: "text/csv" }));
  }, { "aria-label": `Save the data of this chart as ${name}.csv` });
}

/** Of each canvas of a chart what names its lines; a page's legend is no part of its canvas. */
const legends = new WeakMap();

/** Buttons that save a chart as it stands: as pixels, and as shapes that can be made larger and edited. */
function pictureButtons(name, charts) {
  const canvases = () => withLegends(charts().filter(canvas => canvas !== null));
  const ask = (format, make) => button(format, async () => {
    const all = canvases();
    if (all.length > 0) save(`${name}.${format.toLowerCase()}`, await make(all));
  }, { "aria-label": `Save this chart as ${name}.${format.toLowerCase()}` });
  return [ask("PNG", pngOf),
    ask("SVG", async all => new Blob([await svgOf(name, all)], { type: "image/svg+xml" }))];
}

function withLegends(canvases) {
  return [...canvases, ...canvases.map(canvas => legends.get(canvas)?.() ?? null).filter(legend => legend !== null)];
}

/** Canvases below each other as one picture, on the panel's ground. */
function pngOf(canvases) {
  const whole = document.createElement("canvas");
  whole.width = Math.max(...canvases.map(canvas => canvas.width));
  whole.height = canvases.reduce((sum, canvas) => sum + canvas.height, 0);
  const context = whole.getContext("2d");
  context.fillStyle = colour("panel");
  context.fillRect(0, 0, whole.width, whole.height);
  let top = 0;
  for (const canvas of canvases) {
    context.drawImage(canvas, 0, top);
    top += canvas.height;
  }
  return new Promise(done => whole.toBlob(done));
}

/** The lines of a chart with their names; null where it has none, or one. */
function legendOf(plot) {
  const lines = plot.series.slice(1).filter(line => line.show);
  if (lines.length < 2) return null;
  const canvas = document.createElement("canvas");
  const paint = () => {
    const left = 54, rowHeight = 20;
    canvas.getContext("2d").font = canvasFont;
    let x = left, y = 10;
    const places = lines.map(line => {
      const width = 34 + canvas.getContext("2d").measureText(line.label).width + 16;
      if (x > left && x + width > plot.width) [x, y] = [left, y + rowHeight];
      const place = { line, x, y };
      x += width;
      return place;
    });
    const ctx = sized(canvas, plot.width, y + rowHeight / 2 + 4);
    ctx.font = canvasFont;
    for (const place of places) paintLegendEntry(ctx, plot, place);
  };
  paint();
  repaints.set(canvas, paint);
  return canvas;
}

function paintLegendEntry(ctx, plot, { line, x, y }) {
  const of = paint => typeof paint === "function" ? paint(plot, plot.series.indexOf(line)) : paint;
  ctx.strokeStyle = of(line.stroke);
  ctx.lineWidth = Math.max(line.width, 2);
  ctx.setLineDash(line.dash ?? []);
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x + 28, y);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.fillStyle = colour("ink");
  ctx.fillText(line.label, x + 34, y);
}
