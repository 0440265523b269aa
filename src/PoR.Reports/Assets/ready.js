/** Builds a page, and says on <html> whether that went well: data-report is "ready" or "failed". */
function showFailure(problem) {
  document.documentElement.dataset.report = "failed";
  document.documentElement.dataset.problem = String(problem?.message ?? problem);
}

addEventListener("error", event => showFailure(event.error ?? event.message));
addEventListener("unhandledrejection", event => showFailure(event.reason));

function build(panels) {
  for (const show of panels) show();
  for (const draw of firstDrawings) draw();
  // uPlot paints at the end of this turn; only then is it known that nothing failed.
  setTimeout(() => document.documentElement.dataset.report ??= "ready", 0);
}
