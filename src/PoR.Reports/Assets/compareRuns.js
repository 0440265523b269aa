/** The runs that this page compares, in place of run.js. Times are seconds of each run's clock. */
const compared = JSON.parse(document.getElementById("run-data").textContent);
const clock = compared.every(one => one.data.realTime) ? "real" : "virtual";
/** Of all runs, where it is the same in all; else no axis in λ makes sense. */
const lambda = compared.every(one => one.data.smallLambda === compared[0].data.smallLambda)
  ? compared[0].data.smallLambda : 0;
/** What the shared parts of pages ask of a single run. */
const run = { profile: "por", seed: "comparison", faults: [], sides: [], nodes: 0 };
