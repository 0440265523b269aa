using System.Collections.Immutable;
using System.Globalization;
using PoR.Configuration.Profiles;
using PoR.Simulation.Scenarios;

namespace PoR.Campaigns;

/// <summary>What came of a scenario at one size, as it is stored.</summary>
internal sealed record ScenarioRow
{
    /// <summary>The first lines of a table.</summary>
    public const string Heading =
        "| scenario | nodes, participants, τ | setup | seeds | rounds | expected: measured | until all "
        + "| until the first | empty | recovery | checks | violations | CPU-s | build |\n"
        + "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|";

    private const int FaultsShown = 5;
    private const string Unfit = "can-be-run";

    /// <summary>Name and title.</summary>
    public required string Title { get; init; }

    /// <summary>Nodes, participants, seats of a committee.</summary>
    public required string Size { get; init; }

    /// <summary>Faults and adversaries.</summary>
    public required ImmutableArray<string> Setup { get; init; }

    /// <summary>How many seeds were run.</summary>
    public required int Seeds { get; init; }

    /// <summary>Rounds of a run.</summary>
    public required int Rounds { get; init; }

    /// <summary>On the invariants and on what is expected.</summary>
    public required ImmutableArray<ScenarioVerdict> Verdicts { get; init; }

    /// <summary>Null where no seed could be run.</summary>
    public required ScenarioFigures? Figures { get; init; }

    /// <summary>How the first seed that did not hold is run again; null: all held.</summary>
    public required string? Replay { get; init; }

    /// <summary>Of the scenario's text when it was run.</summary>
    public required string TextHash { get; init; }

    /// <summary>Processor time of all its runs. Real seconds.</summary>
    public double CpuSeconds { get; init; }

    /// <summary>The commit that was built.</summary>
    public string Build { get; init; } = "";

    /// <summary>Whether all was held.</summary>
    public bool IsHeld => Verdicts.All(static verdict => verdict.IsHeld);

    /// <summary>Judges the runs.</summary>
    /// <param name="entry">What was run.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="runs">Those that came to their end.</param>
    /// <param name="unfit">Why the others could not be run, by seed.</param>
    public static ScenarioRow Of(
        ScenarioSet.Entry entry, SimulationSettings settings, ImmutableArray<ScenarioRun> runs,
        IReadOnlyDictionary<int, string> unfit)
    {
        ImmutableArray<ScenarioVerdict> verdicts =
        [
            .. unfit.Take(1).Select(one => new ScenarioVerdict(
                Unfit, false, $"{unfit.Count} of {entry.Seeds} seeds cannot: {one.Value}", one.Key)),
            .. runs.IsEmpty ? [] : ScenarioVerdict.Of(settings.Scenario.Expects, runs),
        ];
        var failed = verdicts.FirstOrDefault(static verdict => verdict is { IsHeld: false, Failed: not null });
        return new ScenarioRow
        {
            Title = $"{entry.Scenario}: {settings.Scenario.Title}",
            Size = Said($"{settings.Population.Nodes}, {settings.Population.Participants:N0}, ")
                + (settings.Protocol.CommitteeSize is { } seats ? Said($"{seats:N0}") : "all"),
            Setup = runs.IsEmpty ? [] :
            [
                .. Shortened([.. runs[0].Result.Faults.Select(static fault => fault.Label)]),
                .. runs[0].Result.Adversaries.Select(static adversary => adversary.Label),
            ],
            Seeds = entry.Seeds,
            Rounds = settings.Run.Rounds,
            Verdicts = verdicts,
            Figures = runs.IsEmpty ? null : ScenarioFigures.Of(runs),
            Replay = failed?.Failed is { } seed ? entry.Replay((int)seed) : null,
            TextHash = entry.TextHash,
        };
    }

    /// <summary>As a line of a table.</summary>
    public string ToMarkdown() => "| " + string.Join(" | ", (string[])
    [
        Title, Size, Setup.IsEmpty ? "none" : string.Join("; ", Setup.Select(static one => $"`{one}`")),
        Said($"{Seeds}"), Said($"{Rounds}"),
        string.Join("; ", Verdicts.Where(static one => one.Name != ScenarioVerdict.Invariants || !one.IsHeld)
            .Select(Of)) + (Replay is null ? "" : $" (`{Replay}`)"),
        .. Figures is null ? ["–", "–", "–", "–", "–", "–"] : Of(Figures), Said($"{CpuSeconds:0}"), Build,
    ]) + " |";

    private static string Of(ScenarioVerdict verdict) =>
        $"{(verdict.IsHeld ? "" : "**NOT HELD** ")}{verdict.Name}: {verdict.Measured}";

    private static string[] Of(ScenarioFigures figures) =>
    [
        Of(figures.UntilAll), Of(figures.UntilFirst), Said($"{100.0 * figures.Empty / figures.Rounds:0.0} %"),
        figures.Recovery is var (mean, late) ? Said($"{mean:0.0}, {late:0.0}") : "–",
        Said($"{figures.Checks:N0}"), Said($"{figures.Violations:N0}"),
    ];

    private static string Of(ImmutableArray<LatencyPercentile> percentiles) => percentiles.IsEmpty
        ? "none"
        : string.Join(
            " / ", percentiles.Select(static one => Said($"{one.Seconds:0.00} ({one.Low:0.00}–{one.High:0.00})")));

    private static ImmutableArray<string> Shortened(ImmutableArray<string> labels) => labels.Length <= FaultsShown
        ? labels
        : [.. labels.Take(FaultsShown - 1), $"… and {labels.Length - FaultsShown} more …", labels[^1]];

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
