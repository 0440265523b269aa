/** P4: which nodes hear each other, over time and by region: a schematic world, or a circle with unknown places. */
function showMap() {
  const host = document.getElementById("map");
  if (run.regions.length === 0) {
    host.remove();
    return;
  }
  const graphs = graphsOfRun();
  const state = { graph: graphs[0] ?? graphOf("", [], [], []) };
  const canvas = element("canvas", { role: "img", "aria-label": "Nodes by region; the text says who hears whom" });
  const paint = () => paintMap(canvas, state.graph);
  const key = element("div", {});
  const choose = element("select", { "aria-label": "Which graph",
    onchange: event => show(graphs[event.target.selectedIndex]) },
  graphs.map(graph => element("option", {}, graph.name)));
  const strip = run.reach ? new ReachStrip(graphs, show) : null;
  const section = panel("map", strip ? "Who hears whom, over time and by region" : "Nodes by region", (strip
    ? "Bars: the cuts. Below them the nodes in the sides that all cuts together make; a link is open only if each " +
      "cut leaves it open. A click, or the arrow keys, chooses the time that the map shows. " : "") +
    "On the map a mark is a node, in the colour and shape of its side. A line joins two regions: grey where all " +
    "their nodes hear each other, dashed where some do not, dotted where none does; an arrow where one way only is " +
    "open.", [
      ...(graphs.length > 1 ? [choose] : []), ...(strip ? [csvButton("reach", () => reachRows(graphs))] : []),
      csvButton("nodes", nodeRows, strip ? "CSV of nodes" : "CSV"),
      ...pictureButtons("map", () => [...(strip ? [strip.canvas] : []), canvas])]);
  const box = element("div", { class: "map" }, canvas);
  section.append(...(strip ? [strip.box, strip.told] : []), key, box, ...(strip ? [reachTable(graphs)] : []));
  keepPainted(canvas, box, paint);
  show(state.graph);

  function show(graph) {
    state.graph = graph;
    choose.selectedIndex = graphs.indexOf(graph);
    if (strip && graphs.indexOf(graph) < run.reach.states.length) strip.show(graph);
    key.replaceChildren(element("ul", { class: "key", "aria-label": "Key" }, graph.sides.length === 0
      ? element("li", {}, "No fault divides the nodes here.")
      : graph.sides.length <= sideColours.length
        ? graph.sides.map((side, s) => element("li", {}, element("span", {}, placeLabel(side), hearsText(graph, s))))
        : element("li", {}, sidesText(graph))));
    paint();
  }
}

function paintMap(canvas, graph) {
  const width = canvas.parentElement?.clientWidth ?? 0, height = Math.min(380, Math.max(240, width / 2.6));
  if (width === 0) return;
  const ctx = sized(canvas, width, height);
  const places = placesOf(width, height);
  ctx.font = canvasFont;
  for (let a = 0; a < places.length; a++)
    for (let b = a + 1; b < places.length; b++) paintLink(ctx, places[a], places[b], graph);
  for (const place of places) paintRegion(ctx, place, graph);
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
  for (const [i, place] of places.entries()) place.name = namePlace(place, places.slice(0, i), width);
  return places;
}

/** Above its marks, or below them, or further away, where no other name stands. */
function namePlace({ region, x, y }, others, width) {
  const half = 3.4 * region.name.length;
  const middle = Math.min(width - half - 4, Math.max(half + 4, x));
  const below = 4 + 10 * Math.ceil(region.nodes.length / 6);
  const isFree = top => others.every(({ name }) =>
    Math.abs(name.x - middle) > name.half + half || Math.abs(name.y - top) > 12);
  const top = [-13, below, -25, below + 12, -37, below + 24].map(by => y + by).find(isFree) ?? y - 13;
  return { x: middle, y: top, half };
}

/** The share of pairs of nodes in two regions in which the second hears the first. */
function openShare(from, to, graph) {
  let open = 0;
  for (const one of from.nodes) for (const other of to.nodes) open += graph.hears(other, one) ? 1 : 0;
  return open / (from.nodes.length * to.nodes.length);
}

function paintLink(ctx, one, other, graph) {
  const [on, back] = [openShare(one.region, other.region, graph), openShare(other.region, one.region, graph)];
  const open = (on + back) / 2;
  ctx.strokeStyle = ctx.fillStyle = open === 1 ? colour("rule") : translucent("vermillion", 0.55);
  ctx.lineWidth = 1;
  ctx.setLineDash(open === 1 ? [] : open > 0 ? [8, 5] : [1, 5]);
  ctx.beginPath();
  ctx.moveTo(one.x, one.y);
  ctx.lineTo(other.x, other.y);
  ctx.stroke();
  ctx.setLineDash([]);
  if (on === 0 !== (back === 0)) paintArrow(ctx, ...(on > 0 ? [one, other] : [other, one]));
}

/** An arrow in the middle of a line, in the direction that is open. */
function paintArrow(ctx, from, to) {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2];
  ctx.fillStyle = colour("vermillion");
  ctx.beginPath();
  for (const [reach, turn] of [[7, 0], [6, 2.5], [6, -2.5]])
    ctx.lineTo(x + reach * Math.cos(angle + turn), y + reach * Math.sin(angle + turn));
  ctx.closePath();
  ctx.fill();
}

function paintRegion(ctx, { region, x, y, name }, graph) {
  const perRow = Math.min(6, region.nodes.length), step = 10;
  ctx.lineWidth = 1;
  region.nodes.forEach((node, i) => {
    const side = graph.sideOf(node);
    ctx.fillStyle = colour(side ? placeColour(side.place) : "green");
    ctx.strokeStyle = colour("panel");
    traceShape(ctx, side && side.place < sideColours.length ? side.place : 0,
      x + (i % perRow - (perRow - 1) / 2) * step, y + Math.floor(i / perRow) * step, 4);
    ctx.fill();
    ctx.stroke();
  });
  ctx.fillStyle = colour("ink");
  ctx.textAlign = "center";
  ctx.fillText(region.name, name.x, name.y);
  ctx.textAlign = "left";
}

function nodeRows() {
  return [["node", "region", "latitudeDegrees", "longitudeDegrees", ...run.faults.map(fault => fault.label)],
    ...run.regions.flatMap(region => region.nodes.map(node => [node, region.name, region.latitude, region.longitude,
      ...run.faults.map((_, f) => sidesOfFault[f].find(side => side.nodes.includes(node))?.name ?? null)]))
      .sort((a, b) => a[0] - b[0])];
}
