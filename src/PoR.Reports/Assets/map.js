/** P4: which nodes a fault sets apart, by region: a schematic world, or a circle where places are unknown. */
function showMap() {
  const host = document.getElementById("map");
  if (run.regions.length === 0) {
    host.remove();
    return;
  }
  const state = { fault: Math.max(0, sidesOfFault.findIndex(sides => sides.length > 0)) };
  const canvas = element("canvas", { role: "img", "aria-label": "Nodes by region; the table of sides says the same" });
  const paint = () => paintMap(canvas, state.fault);
  const key = element("div", {});
  const choose = element("select", { "aria-label": "Which fault", onchange: event => {
    state.fault = event.target.selectedIndex;
    fill();
  } }, run.faults.map((fault, f) => element("option", { selected: f === state.fault }, fault.label)));
  const section = panel("map", "Nodes by region", "A mark is a node, in the colour and shape of its side. A line " +
    "joins two regions: grey where all their nodes reach each other while the fault lasts, dashed where some do not, " +
    "dotted where none does.", [...(run.faults.length > 1 ? [choose] : []), csvButton("nodes", nodeRows),
      pngButton("map", () => [canvas])]);
  const box = element("div", { class: "map" }, canvas);
  section.append(key, box);
  new ResizeObserver(() => requestAnimationFrame(paint)).observe(box);
  themeListeners.push(paint);
  firstDrawings.push(paint);
  fill();

  function fill() {
    const sides = sidesOfFault[state.fault] ?? [];
    key.replaceChildren(element("ul", { class: "key", "aria-label": "Key" }, sides.length > 0
      ? sides.map(side => element("li", {}, sideLabel(side))) : element("li", {}, "No fault divides the nodes here.")));
    paint();
  }
}

function paintMap(canvas, f) {
  const width = canvas.parentElement?.clientWidth ?? 0, height = Math.min(380, Math.max(240, width / 2.6));
  if (width === 0) return;
  const ctx = sized(canvas, width, height);
  const places = placesOf(width, height);
  ctx.font = canvasFont;
  for (let a = 0; a < places.length; a++)
    for (let b = a + 1; b < places.length; b++) paintLink(ctx, places[a], places[b], f);
  for (const place of places) paintRegion(ctx, place, f, width);
}

/** Where regions stand: by latitude and longitude where all are known, else on a circle. */
function placesOf(width, height) {
  const isKnown = run.regions.every(region => region.latitude !== null && region.longitude !== null);
  const [left, top, right, bottom] = [60, 24, width - 60, height - 30];
  const places = run.regions.map((region, i) => {
    const angle = 2 * Math.PI * i / run.regions.length - Math.PI / 2;
    const [x, y] = isKnown ? [(region.longitude + 125) / 280, (62 - region.latitude) / 100]
      : [(1 + Math.cos(angle)) / 2, (1 + Math.sin(angle)) / 2];
    return { region, x: left + Math.min(1, Math.max(0, x)) * (right - left),
      y: top + Math.min(1, Math.max(0, y)) * (bottom - top) };
  });
  // A name goes below its marks where it would stand in another one's way.
  places.forEach((place, i) => place.isBelow = places.slice(0, i).some(other =>
    !other.isBelow && Math.abs(other.x - place.x) < 70 && Math.abs(other.y - place.y) < 14));
  return places;
}

/** Whether two nodes reach each other while a fault lasts. What befalls machines leaves links alone. */
function reach(f, one, other) {
  const sides = sidesOfFault[f] ?? [];
  const of = node => sides.find(side => side.nodes.includes(node));
  const [a, b] = [of(one), of(other)];
  return a === b || [a, b].some(side => side === undefined || ["bridge", "affected"].includes(side.name));
}

function paintLink(ctx, one, other, f) {
  const pairs = one.region.nodes.flatMap(a => other.region.nodes.map(b => reach(f, a, b)));
  const open = pairs.filter(isOpen => isOpen).length / Math.max(pairs.length, 1);
  ctx.strokeStyle = open === 1 ? colour("rule") : translucent("vermillion", 0.55);
  ctx.lineWidth = 1;
  ctx.setLineDash(open === 1 ? [] : open > 0 ? [8, 5] : [1, 5]);
  ctx.beginPath();
  ctx.moveTo(one.x, one.y);
  ctx.lineTo(other.x, other.y);
  ctx.stroke();
  ctx.setLineDash([]);
}

function paintRegion(ctx, { region, x, y, isBelow }, f, width) {
  const perRow = Math.min(6, region.nodes.length), step = 10;
  const sides = sidesOfFault[f] ?? [];
  ctx.lineWidth = 1;
  region.nodes.forEach((node, i) => {
    const side = sides.find(one => one.nodes.includes(node));
    ctx.fillStyle = colour(side ? sideColours[sidePlace(side)] : "green");
    ctx.strokeStyle = colour("panel");
    traceShape(ctx, side ? sidePlace(side) : 0, x + (i % perRow - (perRow - 1) / 2) * step,
      y + Math.floor(i / perRow) * step, 4);
    ctx.fill();
    ctx.stroke();
  });
  ctx.fillStyle = colour("ink");
  ctx.textAlign = x > width - 90 ? "right" : x < 90 ? "left" : "center";
  ctx.fillText(region.name, x, isBelow ? y + 4 + step * Math.ceil(region.nodes.length / perRow) : y - 13);
  ctx.textAlign = "left";
}

function nodeRows() {
  return [["node", "region", "latitudeDegrees", "longitudeDegrees", ...run.faults.map(fault => fault.label)],
    ...run.regions.flatMap(region => region.nodes.map(node => [node, region.name, region.latitude, region.longitude,
      ...run.faults.map((_, f) => sidesOfFault[f].find(side => side.nodes.includes(node))?.name ?? null)]))
      .sort((a, b) => a[0] - b[0])];
}
