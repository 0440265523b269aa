/** The page of one run. */
build([
  showHeader, showFigures, showFaults, showLatencyCdf, showTimeline, showVotes, showLatencyOverTime, showMap,
  showMessages, showReputation, showRoundsTable,
]);
