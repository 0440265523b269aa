/** The page of one run. */
build([
  showHeader, showFigures, showFaults, showLatencyCdf, showTimeline, showVotes, showCommittees,
  showLatencyOverTime, showMap, showMessages, showReputation, showRoundsTable,
]);
