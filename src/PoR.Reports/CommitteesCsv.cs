using PoR.Reports.Results;

namespace PoR.Reports;

/// <summary>
/// <c>participants.csv</c> and <c>committees.csv</c>: who sat in committees, over the run and in its rounds; without
/// rows where nobody has looked.
/// </summary>
internal static class CommitteesCsv
{
    /// <summary>Writes a row for each participant, by reputation.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Left open.</param>
    public static void WriteParticipants(RunResult run, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(run);
        var table = new CsvTable(
            writer,
            "rank", "account", "node", "reputation", "seats", "expectedSeats", "seatsDeviation", "steps", "roundsLed");
        var participants = run.Committees?.Participants ?? [];
        for (var place = 0; place < participants.Length; place++)
        {
            var one = participants[place];
            table.Row(
                Figures.Text(place + 1L),
                one.Account,
                Figures.Text(one.Node),
                Figures.Text(one.Reputation),
                Figures.Text(one.Seats),
                Figures.Text(one.ExpectedSeats),
                Figures.Text(Math.Sqrt(one.SeatsVariance)),
                Figures.Text(one.Steps.Sum(static steps => (long)steps)),
                Figures.Text(one.Led.Length));
        }
    }

    /// <summary>Writes a row for each cell of the heat map: neighbouring participants in some rounds.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Left open.</param>
    public static void WriteCells(RunResult run, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(run);
        var table = new CsvTable(writer, "fromRound", "toRound", "fromRank", "toRank", "steps", "roundsLed");
        if (run.Committees is not { } committees)
            return;
        var rows = CommitteeRow.Of(committees.Participants);
        var each = committees.RoundsPerColumn;
        for (var column = 0; column * (long)each < committees.Rounds; column++)
        {
            var from = (column * (long)each) + 1;
            var to = Math.Min(from + each - 1, committees.Rounds);
            foreach (var row in rows)
                table.Row(
                    Figures.Text(from),
                    Figures.Text(to),
                    Figures.Text(row.FirstRank),
                    Figures.Text(row.FirstRank + row.Members.Length - 1),
                    Figures.Text(row.Steps(column)),
                    Figures.Text(row.Led.Count(round => round >= from && round <= to)));
        }
    }
}
