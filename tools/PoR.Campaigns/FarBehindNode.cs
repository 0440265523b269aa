using System.Globalization;
using PoR.TestKit.Adversaries;

namespace PoR.Campaigns;

/// <summary>
/// F57: a node misses ten thousand rounds, and three of its six peers answer it with forged, foreign and late blocks.
/// </summary>
internal static class FarBehindNode
{
    /// <summary>That it misses, about.</summary>
    public const int Rounds = 10_000;

    private const string Columns = "blocks that came | told its link | checks | violations | CPU-s";

    /// <summary>Runs it with honest peers, and with bad ones.</summary>
    /// <returns>Whether it comes back in time both times, nothing is violated, and who forges is named.</returns>
    public static Task<bool> RunAsync(CampaignFolder folder, int rounds)
    {
        var progress = folder.Load();
        while (progress.Done < 2)
        {
            var run = FarBehind.Of(rounds, seed: 1, areHonest: progress.Done == 0, CancellationToken.None);
            progress.Rows.Add(RowOf(run, areHonest: progress.Done == 0));
            if (!run.IsHeld)
                progress.Violations.Add(progress.Rows[^1]);
            progress.Done++;
            folder.Store(progress);
        }

        folder.Write($"""
            # {folder.Name}

            Seven nodes with one participant each; one is cut off, and then catches up (F57). Seed 1, stand-in
            cryptography, virtual seconds. Forging: a peer leaves a vote out of each certificate; foreign: its blocks
            are of another network; both send this ten times a second. Late: a peer answers after half a minute. The
            bound is Λ' + 2λ for each hundred rounds that is begun.

            | peers | rounds missed | caught up after s | bound s | {Columns} |
            |---|---|---|---|---|---|---|---|---|
            {string.Join('\n', progress.Rows)}

            """);
        return Task.FromResult(progress.Violations.Count == 0);
    }

    private static string RowOf(FarBehind run, bool areHonest)
    {
        var (result, catchUp) = (run.Run.Result, run.Run.CatchUp);
        var named = run.Named.OrderBy(static one => one.Key.Peer.Index).ThenBy(static one => one.Key.Fault)
            .Select(static one => Said($"{one.Key.Peer}: {one.Key.Fault} {one.Value:N0}"));
        return Said($"| {(areHonest ? "six honest" : "three honest, one forging, one foreign, one late")} ")
            + Said($"| {catchUp?.Rounds:N0} | {catchUp?.Seconds:0.0} | {catchUp?.BoundSeconds:0} ")
            + Said($"| {run.BlocksHeard:N0} | {string.Join("; ", named)} ")
            + Said($"| {result.InvariantsChecked:N0} | {result.Violations.Length} | {result.CpuSeconds:0} |");
    }

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
