/** The head of the page: what ran, whether all held, and how to repeat it. */
function showHeader() {
  document.getElementById("header").append(...[
    element("div", { class: "title-row" },
      element("div", {}, element("h1", {}, "Proof of Review: ", run.profile), setting()), themeSwitch()),
    run.insecure ? element("p", { class: "insecure", role: "alert" },
      "INSECURE: a keyed hash stood in for signatures and credentials (--crypto model). " +
      "Use these figures for message flow only.") : null,
    run.cancelled ? element("p", { class: "warning", role: "alert" }, element("b", {}, "◼ " + run.cancelled),
      " This page shows what there was until then.") : null,
    invariantsLight(),
    ...run.warnings.map(text => element("p", { class: "warning" }, element("b", {}, "⚠ Warning: "), text)),
    replay(),
  ].filter(node => node !== null));
}

function setting() {
  const parts = [...(run.realTime ? [] : [["seed", run.seed]]), ["participants", number(run.participants)], ["nodes", number(run.nodes)],
    ["crypto", run.crypto], ["λ", seconds(lambda, 1)], ["Λ′", seconds(run.bigLambda, 1)]];
  return element("div", {},
    element("p", { class: "setting" },
      parts.flatMap(([name, value], i) => [i > 0 ? " · " : "", name + " ", element("b", {}, value)])),
    element("p", { class: "setting" }, "λ: within it a vote reaches all. Λ: within it a block does; Λ′: Λ and the " +
      "time in which a leader evaluates. H: what a round with a malicious leader takes at most, in the mean."));
}

function invariantsLight() {
  const checks = count(run.invariantsChecked, "check");
  if (run.realTime) {
    return element("div", { class: "light held", role: "status" },
      element("span", { class: "symbol", "aria-hidden": "true" }, "✔"),
      element("p", {}, element("b", {}, "The chain was verified from genesis. "),
        element("span", { class: "faint" }, count(run.invariantsChecked, "block"))));
  }
  if (run.violations.length === 0) {
    return element("div", { class: "light held", role: "status" },
      element("span", { class: "symbol", "aria-hidden": "true" }, "✔"),
      element("p", {}, element("b", {}, run.cancelled ? "All invariants held until then. " : "All invariants held. "), element("span", { class: "faint" }, checks)));
  }
  const [first] = run.violations;
  return element("div", { class: "light broken", role: "alert" },
    element("span", { class: "symbol", "aria-hidden": "true" }, "✘"),
    element("div", {},
      element("p", {}, element("b", {}, `${first.invariant} was violated in round ${first.round} ` +
        `at ${seconds(first.atSeconds, 3)}. `), first.description),
      element("p", { class: "faint" }, `${count(run.violations.length, "violation")} in ${checks}. ` +
        "The command below replays it.")));
}

function replay() {
  const copy = button("Copy", async () => {
    copy.textContent = await copyText(run.replay) ? "Copied" : "Select";
    setTimeout(() => copy.textContent = "Copy", 1500);
  }, { "aria-label": "Copy the replay command" });
  return element("div", {},
    element("div", { class: "replay" },
      element("code", { tabindex: "0", "aria-label": "Command that repeats this run" }, run.replay), copy),
    run.realTime ? "" : element("p", { class: "hash faint" }, "Trace hash ",
      element("span", { class: "mono" }, run.traceHash)));
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** A page from a file may be refused the clipboard, but not this older way. */
function copyBySelection(text) {
  const area = element("textarea", { style: "position: fixed; opacity: 0" });
  area.value = text;
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  return isCopied;
}

function showFigures() {
  const empty = rounds.empty.filter((isEmpty, i) => isEmpty && isDecided(i)).length;
  const withBlock = rounds.empty.filter((isEmpty, i) => !isEmpty && isDecided(i)).length;
  const rejected = Object.values(run.rejections).reduce((sum, value) => sum + value, 0);
  const dropped = Object.values(run.drops).reduce((sum, value) => sum + value, 0);
  const refused = run.refused.reduce((sum, messages) => sum + messages.count, 0);
  const figure = (value, detail) => [value, element("small", {}, detail)];
  document.getElementById("figures").append(facts("figures", [
    ["Rounds", figure(number(roundCount), `${number(withBlock)} with a block, ${number(empty)} empty`)],
    ...nodeLines.map(line => {
      const values = rounds[line.key].map((end, i) => end === null ? null : end - rounds.start[i]);
      const median = quantile(values, 0.5);
      return [`Latency p50, ${line.label.toLowerCase()}`, figure(seconds(median),
        `${inLambda(median)}; p99 ${seconds(quantile(values, 0.99))}`)];
    }),
    ["Reviews in blocks", figure(number(run.inBlocks), `${number(run.committed)} committed` + (run.realTime ? ""
      : `, of ${number(run.submitted)} submitted; ${number(rejected)} rejected`))],
    ["Forks", figure(number(run.forks), "block and empty block of one round both certified")],
    ...(run.realTime ? [] : [
      ["Bad blocks certified", figure(number(run.certifiedBad), "that a node's own re-evaluation found bad")],
      ["Equivocators", figure(number(run.evidence.filter(proof => proof.kind === "Contradiction").length),
        "accounts that said two things in one step")],
    ]),
    ["Honest share of weight", figure(percent(run.honestShare), `p_h ≥ ${number(run.bounds.leaderHonesty, 3)}`)],
    ...run.adversaries.map(adversary => {
      const shares = adversary.shares.filter(share => share !== null);
      return [`Adversary ${adversary.label}`, figure(
        shares.length === 0 ? "never weighed" : `${percent(shares[0])} → ${percent(shares[shares.length - 1])}`,
        `of the weight, in the first and the last round; nodes ${adversary.nodes.join(", ")}; ` +
        `${number(adversary.blacklisted)} of ${count(adversary.accounts, "account")} blacklisted`)];
    }),
    ...(run.adversaries.length === 0 ? [] : [["Honest accounts blacklisted", figure(number(run.honestBlacklisted),
      `${number(run.honestWithheld)} of their reviews withheld`)]]),
    ...(run.stake === null ? [] : [
      ["Greatest share of weight", figure(percent(run.stake.greatestShare), "of one account")],
      ["Minimum stake", figure(number(run.stake.minimumStake, 2), run.stake.weightMax === null
        ? "weights are not capped" : `no weight is above ${number(run.stake.weightMax)}`)],
    ]),
    [run.realTime ? "Real time" : "Virtual time", figure(seconds(run.virtualSeconds, 1), inLambda(run.virtualSeconds))],
    ...(run.realTime ? [] : [
      ["Deliveries", figure(number(run.deliveries), `${number(dropped)} dropped, ${number(refused)} refused`)],
      ["CPU per round", figure(seconds(run.cpuSecondsPerRound), `${seconds(run.cpuSeconds, 1)} in all`)],
      ["Wall time", figure(seconds(run.wallSeconds, 1), "real time")],
      ["Peak memory", figure(mebibytes(run.peakMemoryBytes), "of the process")],
    ]),
  ]));
  if (run.stake !== null && run.stake.lookBackRounds > 1)
    document.getElementById("figures").append(element("p", { class: "note" },
      `Rounds 1 to ${number(run.stake.lookBackRounds)} are weighed by genesis, later ones by the state ` +
      `${number(run.stake.lookBackRounds)} rounds before: reviews of this run move no seat before round ` +
      `${number(run.stake.lookBackRounds + 1)}.`));
  const reasons = [["Rejected", run.rejections], ["Dropped", run.drops]]
    .filter(([, counts]) => Object.keys(counts).length > 0)
    .map(([name, counts]) => `${name}: ` +
      Object.entries(counts).map(([why, n]) => `${inWords(why)} ${number(n)}`).join(", "));
  if (reasons.length > 0)
    document.getElementById("figures").append(element("p", { class: "note last" }, reasons.join(" · ")));
  document.getElementById("figures").append(...peerFaults());
}

/** What nodes refused of their peers' messages, and whom they have proof against; nothing where there is none. */
function peerFaults() {
  const what = { name: "what", left: true }, count = { name: "count" };
  const tables = [];
  if (run.refused.length > 0)
    tables.push(element("h3", {}, "Refused messages of peers"), table("Refused messages of peers",
      [what, { name: "reason", left: true }, count, { name: "the first one", left: true }],
      run.refused.map(r => [inWords(r.kind), inWords(r.reason), number(r.count), r.first])));
  if (run.evidence.length > 0)
    tables.push(element("h3", {}, "Proofs of misbehaviour that nodes hold"), table("Proofs of misbehaviour",
      [what, { name: "accused", left: true }, count],
      run.evidence.map(e => [inWords(e.kind), element("span", { class: "mono", title: e.accused }, e.accused.slice(0, 12)),
        number(e.count)])));
  return tables;
}
