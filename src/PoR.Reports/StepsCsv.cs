using PoR.Reports.Results;

namespace PoR.Reports;

/// <summary><c>steps.csv</c>: one row a step of a round, which <c>rounds.csv</c> has no room for.</summary>
internal static class StepsCsv
{
    /// <summary>Writes the header and a row for each step of each round of the run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Left open.</param>
    public static void Write(RunResult run, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(run);
        var table = new CsvTable(
            writer,
            "round", "step", "firstEnteredSeconds", "lastEnteredSeconds", "firstQuorumSeconds",
            "lastQuorumSeconds", "ballots");
        foreach (var round in run.Rounds)
        {
            foreach (var step in round.Steps)
                table.Row(Fields(round, step));
        }
    }

    private static string[] Fields(RoundResult round, StepResult step) =>
    [
        Figures.Text(round.Round),
        Figures.Text(step.Step),
        Figures.Text(step.FirstEnteredSeconds),
        Figures.Text(step.LastEnteredSeconds),
        Figures.Text(step.FirstQuorumSeconds),
        Figures.Text(step.LastQuorumSeconds),
        Figures.Text(step.Ballots),
    ];
}
