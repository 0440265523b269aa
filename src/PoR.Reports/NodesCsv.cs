using PoR.Reports.Results;

namespace PoR.Reports;

/// <summary>
/// <c>nodes.csv</c>: one row a node with its region, and the side on which each fault has it; without rows where nobody
/// knows regions.
/// </summary>
internal static class NodesCsv
{
    /// <summary>Writes the header and the rows.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Left open.</param>
    public static void Write(RunResult run, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(run);
        var table = new CsvTable(
            writer,
            ["node", "region", "latitudeDegrees", "longitudeDegrees", .. run.Faults.Select(fault => fault.Label)]);
        var placed = run.Regions.SelectMany(region => region.Nodes.Select(node => (Node: node, Region: region)));
        foreach (var (node, region) in placed.OrderBy(one => one.Node))
            table.Row(
                [
                    Figures.Text(node), region.Name, Figures.Text(region.LatitudeDegrees),
                    Figures.Text(region.LongitudeDegrees),
                    .. Enumerable.Range(0, run.Faults.Length).Select(fault => SideOf(run, fault, node)),
                ]);
    }

    private static string SideOf(RunResult run, int fault, int node) =>
        run.Sides.FirstOrDefault(side => side.Fault == fault && side.Nodes.Contains(node))?.Name ?? "";
}
