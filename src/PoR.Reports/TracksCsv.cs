using PoR.Reports.Results;

namespace PoR.Reports;

/// <summary>
/// <c>tracks.csv</c>: the reputation of the accounts that the page draws, one row an account and round.
/// </summary>
internal static class TracksCsv
{
    /// <summary>Writes the header and the rows.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Left open.</param>
    public static void Write(RunResult run, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(run);
        var table = new CsvTable(writer, "account", "round", "reputation", "blacklisted");
        foreach (var track in run.Tracks)
        {
            for (var i = 0; i < track.Reputation.Length; i++)
                table.Row(
                    track.Account, Figures.Text(i + 1L), Figures.Text(track.Reputation[i]),
                    Figures.Text(track.BlacklistedFromRound <= i + 1 && !(track.BlacklistedUntilRound < i + 1)));
        }
    }
}
