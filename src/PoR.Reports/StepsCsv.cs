using System.Collections.Immutable;
using PoR.Reports.Results;

namespace PoR.Reports;

/// <summary><c>steps.csv</c>: one row a step of a round, which <c>rounds.csv</c> has no room for.</summary>
internal static class StepsCsv
{
    /// <summary>The header.</summary>
    internal static ImmutableArray<string> Columns { get; } =
    [
        "round", "step", "firstEnteredSeconds", "lastEnteredSeconds", "firstQuorumSeconds", "lastQuorumSeconds",
        "ballots", "seats", "equalSeats", "certificateThreshold",
    ];

    /// <summary>Writes the header and a row for each step of each round of the run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Left open.</param>
    public static void Write(RunResult run, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(run);
        var table = new CsvTable(writer, Columns);
        foreach (var round in run.Rounds)
        {
            foreach (var step in round.Steps)
                table.Row(Fields(round, step));
        }
    }

    /// <summary>What a step's row says.</summary>
    internal static string[] Fields(RoundResult round, StepResult step) =>
    [
        Figures.Text(round.Round),
        Figures.Text(step.Step),
        Figures.Text(step.FirstEnteredSeconds),
        Figures.Text(step.LastEnteredSeconds),
        Figures.Text(step.FirstQuorumSeconds),
        Figures.Text(step.LastQuorumSeconds),
        Figures.Text(step.Ballots),
        Figures.Text((double?)step.Seats),
        Figures.Text((double?)step.EqualSeats),
        Figures.Text(round.CertificateThreshold),
    ];
}
