using System.Collections.Immutable;

namespace PoR.Configuration.Profiles;

/// <summary>What a run under faults is expected to show.</summary>
/// <param name="Title">What happens, in one line; null where it is not said.</param>
/// <param name="Expects">Beside the invariants.</param>
public sealed record ScenarioSettings(string? Title, ImmutableArray<Expectation> Expects)
{
    /// <summary>Whether the tests run it; a run of the others takes too long for that.</summary>
    public bool IsQuick { get; init; } = true;
}

/// <summary>What a scenario may expect of its runs.</summary>
public enum Expectation
{
    /// <summary>No round has two certificates.</summary>
    NoForks,

    /// <summary>Each round has a block.</summary>
    NoEmptyBlock,

    /// <summary>Each round ends everywhere within 4λ + Λ' (PoR §6.5).</summary>
    RoundsInTime,

    /// <summary>All nodes have decided all rounds at the end.</summary>
    AllDecide,

    /// <summary>No node decides anything while the faults last, but for half a second.</summary>
    NothingDecidedInFault,

    /// <summary>Some block is decided while the faults last.</summary>
    ProgressInFault,

    /// <summary>While the faults last as many rounds are decided as 95 % of those of a run without them.</summary>
    KeepsPace,

    /// <summary>
    /// From the end of the faults to the first block: H in the mean over the seeds, 3H in the 99th percentile.
    /// </summary>
    Recovers,

    /// <summary>From the start of a round until all nodes have decided it: H in the mean over all rounds.</summary>
    EndsInMean,

    /// <summary>No block blacklists an honest account.</summary>
    HonestNeverBlacklisted,

    /// <summary>Blocks blacklist some account of each adversary.</summary>
    AdversaryBlacklisted,

    /// <summary>No block blacklists anybody.</summary>
    NobodyBlacklisted,

    /// <summary>No review of an honest author is refused, withheld or punished.</summary>
    AuthorsLoseNothing,

    /// <summary>No review of an honest author waits for its block for more than five rounds.</summary>
    AuthorsGetIn,

    /// <summary>No account of an adversary gains more than the rules allow in the run's block time (D43).</summary>
    GainsWithinLimit,

    /// <summary>A block takes at least half of the reputation of some account of each adversary.</summary>
    StrikeHalves,

    /// <summary>No account that an adversary brings in weighs within k rounds of its entry.</summary>
    NewcomersWait,

    /// <summary>In no round do adversaries hold a third of the eligible weight, their newcomers included.</summary>
    AdversaryBelowThird,

    /// <summary>Within 20 rounds adversaries hold a third of the eligible weight.</summary>
    AdversaryOutgrows,

    /// <summary>
    /// Some block is certified that the rules forbid (I13), each honest node says so, and nothing else is violated.
    /// </summary>
    CertifiedBadTold,
}

/// <summary>How expectations are written.</summary>
public static class ExpectationNames
{
    private static readonly ImmutableArray<(string Name, Expectation Expectation)> s_all =
    [
        ("no-forks", Expectation.NoForks),
        ("no-empty-block", Expectation.NoEmptyBlock),
        ("rounds-in-time", Expectation.RoundsInTime),
        ("all-decide", Expectation.AllDecide),
        ("nothing-decided-in-fault", Expectation.NothingDecidedInFault),
        ("progress-in-fault", Expectation.ProgressInFault),
        ("keeps-pace", Expectation.KeepsPace),
        ("recovers", Expectation.Recovers),
        ("ends-in-mean", Expectation.EndsInMean),
        ("honest-never-blacklisted", Expectation.HonestNeverBlacklisted),
        ("adversary-blacklisted", Expectation.AdversaryBlacklisted),
        ("nobody-blacklisted", Expectation.NobodyBlacklisted),
        ("authors-lose-nothing", Expectation.AuthorsLoseNothing),
        ("authors-get-in", Expectation.AuthorsGetIn),
        ("gains-within-limit", Expectation.GainsWithinLimit),
        ("strike-halves", Expectation.StrikeHalves),
        ("newcomers-wait", Expectation.NewcomersWait),
        ("adversary-below-third", Expectation.AdversaryBelowThird),
        ("adversary-outgrows", Expectation.AdversaryOutgrows),
        ("certified-bad-told", Expectation.CertifiedBadTold),
    ];

    /// <summary>All names.</summary>
    public static ImmutableArray<string> All { get; } = [.. s_all.Select(static e => e.Name)];

    /// <summary>The name of an expectation.</summary>
    public static string Of(Expectation expectation) => s_all.First(e => e.Expectation == expectation).Name;

    /// <summary>The expectation of a name; null when it is none.</summary>
    public static Expectation? Find(string name) =>
        s_all.FirstOrDefault(e => e.Name == name) is { Name: not null } found ? found.Expectation : null;
}
