/** P7: what nodes put on the network in each round, by kind, stacked; and what of it was lost, by cause. */
const kindColours = ["blue", "orange", "green", "purple", "sky", "vermillion", "yellow"];
const lossCauses = [
  { key: "cut", label: "stopped by a cut", colourName: "vermillion", dash: [] },
  { key: "lost", label: "lost", colourName: "blue", dash: [6, 3] },
  { key: "damaged", label: "damaged", colourName: "purple", dash: [2, 3] },
];

function showMessages() {
  const host = document.getElementById("messages");
  if (run.traffic.length === 0) {
    host.remove();
    return;
  }
  let charts = [], isBytes = false;
  const unitSwitch = toggle("Bytes", false, next => { isBytes = next; for (const view of charts) view.redraw(); });
  const section = panel("messages", "Messages of each round",
    "What all nodes put on the network from the first start of a round to the first start of the next one, by kind: " +
    "a broadcast counts once for each receiver. Below: what did not arrive, by cause.", [unitSwitch,
      csvButton("messages", messageRows), ...pictureButtons("messages", () => charts.map(view => view.canvas()))]);
  const kinds = kindsBySize();
  charts = [chart(260, "Messages of each round by kind, stacked", () => kindsChart(kinds, isBytes))];
  const causes = lossCauses.filter(cause => run.traffic.some(kind => kind[cause.key].some(value => value > 0)));
  if (causes.length > 0) charts.push(chart(140, "Lost messages of each round by cause", () => lossChart(causes)));
  const sum = (key, kind) => kind[key].reduce((a, b) => a + b, 0);
  const perRound = Math.max(roundCount, 1);
  section.append(charts[0].host,
    ...(causes.length > 0
      ? [element("h3", { class: "chart-title" }, "Messages that did not arrive"), charts[1].host] : []),
    table("Messages by kind", [{ name: "kind", left: true }, { name: "messages" }, { name: "a round" },
      { name: "a round and node" }, { name: "MiB" }, { name: "stopped by a cut" }, { name: "lost" },
      { name: "damaged" }],
    run.traffic.map(kind => [inWords(kind.kind), number(sum("messages", kind)),
      number(sum("messages", kind) / perRound, 1), number(sum("messages", kind) / perRound / run.nodes, 1),
      number(sum("bytes", kind) / (1024 * 1024), 2), number(sum("cut", kind)), number(sum("lost", kind)),
      number(sum("damaged", kind))])));
}

/** The kinds with most messages have a colour each; the others share the last one. */
function kindsBySize() {
  const total = kind => kind.messages.reduce((a, b) => a + b, 0);
  const sorted = [...run.traffic].sort((a, b) => total(b) - total(a));
  const few = sorted.slice(0, kindColours.length - 1), rest = sorted.slice(kindColours.length - 1);
  const add = key => rounds.round.map((_, i) => rest.reduce((sum, kind) => sum + kind[key][i], 0));
  const named = few.map(kind => ({ name: inWords(kind.kind), messages: kind.messages, bytes: kind.bytes }));
  return rest.length === 0 ? named : [...named, { name: "others", messages: add("messages"), bytes: add("bytes") }];
}

/** Each line is the sum of its own kind and those below it; the band down to the next one is its share. */
function kindsChart(kinds, isBytes) {
  const key = isBytes ? "bytes" : "messages";
  const scale = isBytes ? 1024 * 1024 : 1;
  const sums = [];
  for (const [k, kind] of kinds.entries())
    sums.push(rounds.round.map((_, i) => kind[key][i] / scale + (k > 0 ? sums[k - 1][i] : 0)));
  const stacked = sums.toReversed(), shown = kinds.toReversed();
  const colourOf = k => kindColours[kinds.length - 1 - k];
  const options = {
    scales: { x: { time: false, range: roundRange },
      y: { range: (plot, low, high) => [0, Math.max(high, 1e-6) * 1.1] } },
    axes: [axis("round", { size: 30, incrs: wholeSteps }), axis(isBytes ? "MiB" : "messages", { size: 64 })],
    series: [{ label: "Round" }, ...shown.map((kind, k) => ({
      label: kind.name, stroke: colour(colourOf(k)), fill: colour(colourOf(k)), width: 1, points: { show: false },
      paths: uPlot.paths.stepped({ align: 0 }),
      value: (plot, raw, s, at) => at === null ? missing : number(kind[key][at] / scale, isBytes ? 2 : 0),
    }))],
    cursor: { y: false },
  };
  return [options, [rounds.round, ...stacked]];
}

function lossChart(causes) {
  const options = {
    scales: { x: { time: false, range: roundRange }, y: { range: (plot, low, high) => [0, Math.max(high, 1) * 1.1] } },
    axes: [axis("round", { size: 30, incrs: wholeSteps }), axis("messages", { size: 64 })],
    series: [{ label: "Round" }, ...causes.map(cause => ({
      label: cause.label, stroke: colour(cause.colourName), dash: cause.dash, width: 2, points: { show: false },
      paths: uPlot.paths.stepped({ align: 0 }), value: (plot, raw) => number(raw),
    }))],
    legend: { markers: { dash: (plot, i) => markerDash(plot.series[i].dash) } },
    cursor: { y: false },
  };
  return [options, [rounds.round, ...causes.map(cause =>
    rounds.round.map((_, i) => run.traffic.reduce((sum, kind) => sum + kind[cause.key][i], 0)))]];
}

const wholeSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000];

/** A single round has a width too. */
function roundRange(plot, low, high) {
  return [low - 0.5, high + 0.5];
}

function messageRows() {
  return [["round", "kind", "messages", "bytes", "cut", "lost", "damaged"], ...rounds.round.flatMap((round, i) =>
    run.traffic.map(kind => [round, kind.kind, kind.messages[i], kind.bytes[i], kind.cut[i], kind.lost[i],
      kind.damaged[i]]))];
}
