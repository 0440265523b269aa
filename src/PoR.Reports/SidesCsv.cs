using PoR.Reports.Results;

namespace PoR.Reports;

/// <summary>
/// <c>sides.csv</c> and <c>side_steps.csv</c>: rounds and steps as each side of a fault saw them; without rows where no
/// fault divides the nodes. A field is empty where a value is unknown; times are virtual seconds.
/// </summary>
internal static class SidesCsv
{
    /// <summary>Writes a row for each round of each side.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Left open.</param>
    public static void WriteRounds(RunResult run, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(run);
        var table = new CsvTable(
            writer,
            "fault", "side", "nodes", "round", "startSeconds", "firstDecidedSeconds", "halfDecidedSeconds",
            "lastDecidedSeconds", "nodesDecided", "isTouched");
        foreach (var (side, window, round, seen) in Rounds(run))
            table.Row(
                window.Label,
                side.Name,
                Figures.Text(side.Nodes.Length),
                Figures.Text(round.Round),
                Figures.Text(seen.StartSeconds),
                Figures.Text(seen.FirstDecidedSeconds),
                Figures.Text(seen.HalfDecidedSeconds),
                Figures.Text(seen.LastDecidedSeconds),
                Figures.Text(seen.NodesDecided),
                Figures.Text(window.Touches(round)));
    }

    /// <summary>Writes a row for each step of each round of each side.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Left open.</param>
    public static void WriteSteps(RunResult run, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(run);
        var table = new CsvTable(writer, ["fault", "side", .. StepsCsv.Columns]);
        foreach (var (side, window, round, seen) in Rounds(run))
        {
            foreach (var step in seen.Steps)
                table.Row([window.Label, side.Name, .. StepsCsv.Fields(round, step)]);
        }
    }

    private static IEnumerable<(FaultSide Side, FaultWindow Window, RoundResult Round, SideRound Seen)> Rounds(
        RunResult run) =>
        from place in Enumerable.Range(0, run.Sides.Length)
        from round in run.Rounds
        select (run.Sides[place], run.Faults[run.Sides[place].Fault], round, round.Sides[place]);
}
