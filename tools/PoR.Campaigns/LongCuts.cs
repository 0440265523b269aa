using System.Collections.Immutable;
using System.Globalization;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Simulation.Scenarios;

namespace PoR.Campaigns;

/// <summary>
/// F45: nodes are cut off for long, and catch up. What that takes, in time and in bytes, grows no faster than what they
/// have missed.
/// </summary>
internal static class LongCuts
{
    private const string Source = "long-cuts";
    private const string Answers = "ChainSent";
    private const string PerRound = "ms a round | answers | MB | kB a letter | kB a round | checks";
    private const string Small = "F45";
    private const string Large = "safety";
    private const int CutFrom = 10;
    private const double ShortestRoundSeconds = 4.2; // So a run does not end before its cut.
    private const int RoundsAfter = 8;
    private const double GrowthMax = 1.1; // For each missed round, beside the shortest cut of the same kind.

    private static readonly ImmutableArray<Cut> s_cuts =
    [
        new(Small, "80%", 60), new(Small, "80%", 120), new(Small, "80%", 240), new(Small, "80%", 420),
        new(Small, "80%", 445), new(Small, "80%", 700), new(Small, "80%", 1_400), new(Small, "80%", 5_000),
        new(Small, "nodes:19", 60), new(Small, "nodes:19", 655),
        new(Large, "80%", 60), new(Large, "80%", 700), new(Large, "80%", 1_400),
    ];

    /// <summary>How many cuts there are.</summary>
    public static int Count => s_cuts.Length;

    /// <summary>Runs the cuts in their order, from where it was stopped.</summary>
    /// <returns>Whether nothing was violated, all came back in time, and nothing grew faster.</returns>
    public static Task<bool> RunAsync(CampaignFolder folder, int count)
    {
        var progress = folder.Load();
        while (progress.Cuts.Count < Math.Min(count, Count))
        {
            progress.Cuts.Add(Measure(s_cuts[progress.Cuts.Count]));
            folder.Store(progress);
            Console.WriteLine($"{progress.Cuts.Count} of {Count} cuts");
        }

        folder.Write(Report(folder.Name, progress.Cuts));
        return Task.FromResult(progress.Cuts.All(row => IsHeld(row, progress.Cuts)));
    }

    /// <summary>Runs one cut with seed 1.</summary>
    /// <exception cref="InvalidOperationException">Nodes were not back at the end of the run.</exception>
    public static Row Measure(Cut cut)
    {
        var rounds = (int)((CutFrom + cut.Seconds) / ShortestRoundSeconds) + RoundsAfter;
        var settings = ProfileLoader.Load(
            cut.Profile,
            new SettingOverride("run.cuts", Said($"{cut.Shape}@{CutFrom}s+{cut.Seconds}s"), Source),
            new SettingOverride("run.rounds", Said($"{rounds}"), Source),
            new SettingOverride("run.crypto", "model", Source)).Settings!;
        var run = ScenarioRun.Of(
            settings, 1, static file => throw new IOException($"There is no file '{file}'."), Source,
            CancellationToken.None).Value!;
        if (run.CatchUp is not { } catchUp)
            throw new InvalidOperationException($"{cut}: nodes were not back in {rounds} rounds.");
        var answers = run.Result.Rounds.SelectMany(static round => round.Traffic)
            .Where(static kind => kind.Kind == Answers).ToList();
        return new Row(
            cut, catchUp, answers.Sum(static kind => kind.Messages), answers.Sum(static kind => kind.Bytes),
            run.Result.InvariantsChecked, run.Result.Violations.Length);
    }

    /// <summary>Whether a row breaks nothing, is in time, and takes no more a round than the shortest cut.</summary>
    public static bool IsHeld(Row row, IEnumerable<Row> rows)
    {
        var shortest = rows.First(other => other.Cut with { Seconds = row.Cut.Seconds } == row.Cut);
        return row.Violations == 0 && row.CatchUp.Seconds <= row.CatchUp.BoundSeconds
            && row.SecondsOfRound <= GrowthMax * shortest.SecondsOfRound
            && row.BytesOfRound <= GrowthMax * shortest.BytesOfRound;
    }

    /// <summary>The report.</summary>
    public static string Report(string name, IReadOnlyList<Row> rows)
    {
        var lines = string.Join('\n', rows.Select(row => Said(
            $"| {row.Cut.Profile} | `{row.Cut.Shape}` | {row.Cut.Seconds:N0} | {row.CatchUp.Rounds:N0} ")
            + Said($"| {row.CatchUp.Seconds:0.0} | {row.CatchUp.BoundSeconds:0} | {1000 * row.SecondsOfRound:0} ")
            + Said($"| {row.Answers:N0} | {row.Bytes / 1e6:0.0} | {row.Bytes / 1e3 / row.Answers:0.0} ")
            + Said($"| {row.BytesOfRound / 1e3:0.0} | {row.Checks:N0} | {row.Violations} ")
            + (IsHeld(row, rows) ? "| yes |" : "| **no** |")));
        return Said($"""
            # {name}

            A part of a network is cut off from 10 s on, for so long; then it catches up. {Small}: 20 nodes with one
            participant each, all on every committee; {Large}: 60 nodes, 1,200 participants, 500 seats. Seed 1,
            stand-in cryptography, virtual seconds. Caught up: the slowest node has decided what others had at the heal;
            the bound is Λ' + 2λ for each hundred rounds that is begun. Answers are letters with up to 8 blocks and
            their certificates, of all nodes in the whole run. Held: nothing is violated, the bound is kept, and time
            and bytes for each missed round are at most {GrowthMax} of those of the shortest cut of the same kind, so
            that both grow no faster than linearly.

            | network | cut off | for s | rounds missed | caught up after s | bound s | {PerRound} | violations | held |
            |---|---|---|---|---|---|---|---|---|---|---|---|---|---|
            {lines}

            """);
    }

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>A cut.</summary>
    /// <param name="Profile">Of the network: a scenario, or a profile.</param>
    /// <param name="Shape">Who is cut off.</param>
    /// <param name="Seconds">For how long. Virtual seconds.</param>
    internal sealed record Cut(string Profile, string Shape, int Seconds);

    /// <summary>What came of a cut.</summary>
    /// <param name="Cut">Which.</param>
    /// <param name="CatchUp">Of the slowest node.</param>
    /// <param name="Answers">Letters with blocks.</param>
    /// <param name="Bytes">Of these letters.</param>
    /// <param name="Checks">How often an invariant was checked.</param>
    /// <param name="Violations">How often one did not hold.</param>
    internal sealed record Row(Cut Cut, CatchUpResult CatchUp, long Answers, long Bytes, long Checks, int Violations)
    {
        /// <summary>Virtual seconds for a missed round.</summary>
        public double SecondsOfRound => CatchUp.Seconds / CatchUp.Rounds;

        /// <summary>Bytes of letters for a missed round.</summary>
        public double BytesOfRound => (double)Bytes / CatchUp.Rounds;
    }
}
