using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using PoR.Configuration.Profiles;
using PoR.Simulation.Runs;
using PoR.Simulation.Scenarios;

namespace PoR.Campaigns;

/// <summary>
/// The full set of scenarios: each that is built in at its own size, and those of F1 to F28 at the size of the profile
/// safety, too.
/// </summary>
internal static class ScenarioSet
{
    /// <summary>Seeds of a scenario at its own size.</summary>
    public const int Seeds = 100;

    private const string Quick = "quick = ";
    private const string LargeSize = "safety";
    private const int SeedsPerLarge = 5; // A run of the large size costs many times as much.
    private const int SeedsPerLong = 50; // As does one of so many rounds.
    private const int LongRounds = 500;
    private const string OneNodeAfterTheOther = "F23"; // It names the twenty nodes of its own size.

    // The reference is left out, since it changes with each new key.
    private static readonly string[] s_bases = ["scenario.conf", "adversary.conf", "unit.conf", "safety.conf"];

    /// <summary>Measures what has not been measured, in its order.</summary>
    /// <param name="folder">Where it has been stored.</param>
    /// <param name="seeds">Of each scenario at its own size.</param>
    /// <returns>Whether all was held.</returns>
    public static async Task<bool> RunAsync(CampaignFolder folder, int seeds)
    {
        var progress = folder.Load();
        var plan = Plan(seeds);
        foreach (var (entry, place) in plan.Select(static (entry, place) => (entry, place)))
        {
            if (entry.IsIn(progress))
                continue;
            var row = await MeasureAsync(entry);
            progress.Scenarios[entry.Key] = row;
            folder.Store(progress);
            folder.WriteFile(Report(folder.Name, plan, progress));
            var outcome = row.IsHeld ? "held" : "NOT HELD";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{place + 1} of {plan.Length}: {entry.Key}: {outcome}, {row.CpuSeconds:0} CPU-s"));
        }

        folder.Write(Report(folder.Name, plan, progress));
        return plan.All(entry => progress.Scenarios[entry.Key].IsHeld);
    }

    /// <summary>What is measured, the small networks first.</summary>
    /// <param name="seeds">Of each scenario at its own size.</param>
    public static ImmutableArray<Entry> Plan(int seeds) =>
    [
        .. BuiltInHoconSource.Scenarios.Select(name => new Entry(
            name, null, ProfileLoader.Load(name).Settings!.Run.Rounds > LongRounds
                ? Math.Max(1, seeds / SeedsPerLong)
                : seeds)),
        .. Enumerable.Range(1, 28).Select(static number => $"F{number}")
            .Where(static name => name != OneNodeAfterTheOther)
            .Select(name => new Entry(name, LargeSize, Math.Max(1, seeds / SeedsPerLarge))),
    ];

    /// <summary>Runs a scenario with its seeds, as many at a time as there are processors.</summary>
    public static async Task<ScenarioRow> MeasureAsync(Entry entry)
    {
        var settings = entry.Settings();
        var use = new ResourceUse();
        var runs = new SortedDictionary<int, ScenarioRun>();
        var unfit = new SortedDictionary<int, string>();
        await Parallel.ForAsync(1, entry.Seeds + 1, (seed, stop) =>
        {
            var run = ScenarioRun.Of(
                settings, seed, static file => throw new IOException($"No scenario has the file '{file}'."),
                entry.Replay(seed), stop);
            lock (runs)
            {
                if (run.IsOk)
                    runs.Add(seed, run.Value);
                else
                    unfit.Add(seed, run.Error);
            }

            return ValueTask.CompletedTask;
        });
        return ScenarioRow.Of(entry, settings, [.. runs.Values], unfit) with
        {
            CpuSeconds = use.CpuSeconds, Build = Build(),
        };
    }

    /// <summary>The report.</summary>
    public static string Report(string name, ImmutableArray<Entry> plan, Progress progress)
    {
        ScenarioRow[] rows =
            [.. plan.Where(entry => entry.IsIn(progress)).Select(entry => progress.Scenarios[entry.Key])];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # {name}

            Each scenario of `hocon/scenarios` at its own size, and F1 to F28 at that of the profile `{LargeSize}`, too
            (`./tools/por scenario NAME --profile {LargeSize}`; without {OneNodeAfterTheOther}, which names the nodes of
            its own size). Latencies in virtual seconds: p50, p90 and p99 of a round, each with the interval in which it
            lies with 95 %, by ranks. Recovery: from the end of the faults to the first block, mean and p99. τ: seats of
            a committee. `./tools/test --slow {name}` measures what is not here, or was here with another text.

            {rows.Length} of {plan.Length} rows, {rows.Count(static row => !row.IsHeld)} of them not held;
            {rows.Sum(static row => row.CpuSeconds) / 3600:0.00} hours of processor time in sum,
            {rows.Sum(static row => row.Figures?.Checks ?? 0):N0} checks of invariants,
            {rows.Sum(static row => row.Figures?.Violations ?? 0):N0} violated.

            {ScenarioRow.Heading}
            {string.Join('\n', rows.Select(static row => row.ToMarkdown()))}

            """);
    }

    /// <summary>The commit of this build.</summary>
    private static string Build() =>
        typeof(ScenarioSet).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            .Split('+') is [_, var commit, ..]
            ? commit[..Math.Min(9, commit.Length)]
            : "unknown";

    /// <summary>What makes a row.</summary>
    /// <param name="Scenario">Its name.</param>
    /// <param name="Size">The profile whose size it has; null: its own.</param>
    /// <param name="Seeds">1 to this.</param>
    internal sealed record Entry(string Scenario, string? Size, int Seeds)
    {
        /// <summary>Of the row.</summary>
        public string Key => Size is null ? Scenario : $"{Scenario} {Size}";

        /// <summary>Of the files that it is made of, but for whether the tests run it.</summary>
        public string TextHash
        {
            get
            {
                var source = new BuiltInHoconSource();
                var text = string.Concat(s_bases.Prepend(BuiltInHoconSource.FileOf(Scenario)).Select(
                    file => string.Join('\n', source.Find(file, null)!.Content.Split('\n').Where(
                        static line => !line.Contains(Quick, StringComparison.Ordinal)))));
                return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
            }
        }

        /// <summary>Whether it has been measured, by the text that there is now, with as many seeds.</summary>
        public bool IsIn(Progress progress) =>
            progress.Scenarios.TryGetValue(Key, out var row) && row.TextHash == TextHash && row.Seeds >= Seeds;

        /// <summary>The command that repeats one of its runs.</summary>
        public string Replay(int seed) => string.Create(
            CultureInfo.InvariantCulture,
            $"./tools/por scenario {Scenario}{(Size is null ? "" : $" --profile {Size}")} --seeds {seed}");

        /// <summary>Its settings.</summary>
        public SimulationSettings Settings() => ProfileLoader.Load(
            Scenario,
            Size is null ? [] : ProfileSize.Of(ProfileLoader.Load(Size).Settings!, Size)).Settings!;
    }
}
