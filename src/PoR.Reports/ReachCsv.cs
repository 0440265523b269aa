using PoR.Reports.Results;

namespace PoR.Reports;

/// <summary>
/// <c>reach.csv</c>: who heard whom while cuts lasted, one row a side of a time; without rows where nothing was cut.
/// </summary>
internal static class ReachCsv
{
    /// <summary>Writes the header and the rows.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Left open.</param>
    public static void Write(RunResult run, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(run);
        var table = new CsvTable(writer, "fromSeconds", "toSeconds", "cuts", "side", "nodes", "hearsSides");
        foreach (var span in run.Reach?.Spans ?? [])
        {
            var (cuts, sides) = (run.Reach!.States[span.State].Cuts, run.Reach.States[span.State].Sides);
            for (var place = 0; place < sides.Length; place++)
                table.Row(
                    Figures.Text(span.StartSeconds),
                    Figures.Text(span.EndSeconds),
                    string.Join(' ', cuts.Select(cut => run.Faults[cut].Label)),
                    Figures.Text(place + 1L),
                    string.Join(' ', sides[place].Nodes.Select(static node => Figures.Text(node))),
                    string.Join(' ', sides[place].Hears.Select(static side => Figures.Text(side + 1L))));
        }
    }
}
