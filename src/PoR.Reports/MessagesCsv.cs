using PoR.Reports.Results;

namespace PoR.Reports;

/// <summary>
/// <c>messages.csv</c>: one row a kind of message in a round; without rows where nobody has counted messages.
/// </summary>
internal static class MessagesCsv
{
    /// <summary>Writes the header and the rows.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Left open.</param>
    public static void Write(RunResult run, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(run);
        var table = new CsvTable(writer, "round", "kind", "messages", "bytes", "cut", "lost", "damaged");
        foreach (var round in run.Rounds)
        {
            foreach (var traffic in round.Traffic)
                table.Row(
                    Figures.Text(round.Round), traffic.Kind, Figures.Text(traffic.Messages),
                    Figures.Text(traffic.Bytes), Figures.Text(traffic.Cut), Figures.Text(traffic.Lost),
                    Figures.Text(traffic.Damaged));
        }
    }
}
