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

/** A button that saves a chart as it stands, on the panel's ground. */
function pngButton(name, charts) {
  return button("PNG", () => {
    const canvases = charts().filter(canvas => canvas !== null);
    if (canvases.length === 0) return;
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
    whole.toBlob(blob => save(name + ".png", blob));
  }, { "aria-label": `Save this chart as ${name}.png` });
}
