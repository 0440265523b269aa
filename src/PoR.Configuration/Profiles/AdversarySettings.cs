using System.Collections.Immutable;
using PoR.Configuration.Hocon;
using PoR.Core.Parameters;

namespace PoR.Configuration.Profiles;

/// <summary>A strategy that replaces honest behaviour at some nodes of a simulation.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Share">Of the eligible weight of round 1 that its nodes hold together, above 0 and below 1.</param>
public sealed record AdversarySettings(AdversaryKind Kind, Ratio Share)
{
    /// <summary>As it was written, for example <c>late-leader:4s 10%</c>.</summary>
    public required string Text { get; init; }

    /// <summary>Where it was written.</summary>
    public SourcePosition Position { get; init; }

    /// <summary>How a sentence about it begins: place, and key where the place is a file.</summary>
    public string Where =>
        $"{Position}: {(Position.Line > 0 ? "run.adversaries: " : "")}the adversary '{Text}' cannot be had: ";

    /// <summary>How much later a late leader's blocks leave; null: the strategy's own time.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Up to which reputation somebody behaves who is honest on and off; null: the strategy's own.</summary>
    public int? Reputation { get; init; }

    /// <summary>How many accounts a Sybil brings in each ten rounds; null: a quarter of those of genesis.</summary>
    public int? Accounts { get; init; }
}

/// <summary>The strategies that have a name.</summary>
public enum AdversaryKind
{
    /// <summary>Says nothing.</summary>
    Silent,

    /// <summary>Two votes in each step.</summary>
    SplitVoter,

    /// <summary>Two blocks in each round that it leads.</summary>
    SplitLeader,

    /// <summary>Both.</summary>
    Split,

    /// <summary>Its blocks come late.</summary>
    LateLeader,

    /// <summary>Its blocks go to its own nodes only.</summary>
    CoalitionLeader,

    /// <summary>One message a step, to some receivers only.</summary>
    Selective,

    /// <summary>Its scores are wrong.</summary>
    WrongScores,

    /// <summary>It calls every leader bad.</summary>
    NoConfidence,

    /// <summary>It writes honestly up to a reputation, and then dishonestly once.</summary>
    OnOff,

    /// <summary>It takes over whoever has just spoken.</summary>
    LateCorruption,

    /// <summary>As leader it leaves out chosen authors.</summary>
    Censor,

    /// <summary>It names votes that nobody has signed, and answers no questions.</summary>
    DigestLiar,

    /// <summary>It writes so that honest reviewers of a subject are flagged.</summary>
    FlagBaiter,

    /// <summary>It copies texts that wait.</summary>
    TextThief,

    /// <summary>It fixes a subject's category before others write.</summary>
    CategorySquatter,

    /// <summary>It dates its reviews 6 s apart, whatever the time.</summary>
    OwnClock,

    /// <summary>It fills pools by keys that cost nothing.</summary>
    PoolStuffer,

    /// <summary>It repeats what others have signed.</summary>
    Replayer,

    /// <summary>As leader it takes an author's later transaction without the earlier one.</summary>
    SequenceSkipper,

    /// <summary>It chooses, once a seed is known, who of its accounts enters.</summary>
    EntryGrinder,

    /// <summary>It brings in accounts that cost nothing, without end.</summary>
    Sybil,

    /// <summary>It is honest, but sells its rights to sponsor.</summary>
    RightsSeller,

    /// <summary>It has accounts of its own banned once a seed is known.</summary>
    SelfBanner,

    /// <summary>What it says, to whom and when follows from the seed.</summary>
    Random,

    /// <summary>It writes congruent reviews as fast as it can.</summary>
    BallotStuffer,

    /// <summary>Its accounts give one subject the worst rating again and again.</summary>
    BadMouther,
}

/// <summary>How strategies are written.</summary>
public static class AdversaryNames
{
    private static readonly ImmutableArray<(string Name, AdversaryKind Kind)> s_all =
    [
        ("silent", AdversaryKind.Silent),
        ("split-voter", AdversaryKind.SplitVoter),
        ("split-leader", AdversaryKind.SplitLeader),
        ("split", AdversaryKind.Split),
        ("late-leader", AdversaryKind.LateLeader),
        ("coalition-leader", AdversaryKind.CoalitionLeader),
        ("selective", AdversaryKind.Selective),
        ("wrong-scores", AdversaryKind.WrongScores),
        ("no-confidence", AdversaryKind.NoConfidence),
        ("on-off", AdversaryKind.OnOff),
        ("late-corruption", AdversaryKind.LateCorruption),
        ("censor", AdversaryKind.Censor),
        ("digest-liar", AdversaryKind.DigestLiar),
        ("flag-baiter", AdversaryKind.FlagBaiter),
        ("text-thief", AdversaryKind.TextThief),
        ("category-squatter", AdversaryKind.CategorySquatter),
        ("own-clock", AdversaryKind.OwnClock),
        ("pool-stuffer", AdversaryKind.PoolStuffer),
        ("replayer", AdversaryKind.Replayer),
        ("sequence-skipper", AdversaryKind.SequenceSkipper),
        ("entry-grinder", AdversaryKind.EntryGrinder),
        ("sybil", AdversaryKind.Sybil),
        ("rights-seller", AdversaryKind.RightsSeller),
        ("self-banner", AdversaryKind.SelfBanner),
        ("random", AdversaryKind.Random),
        ("ballot-stuffer", AdversaryKind.BallotStuffer),
        ("bad-mouther", AdversaryKind.BadMouther),
    ];

    /// <summary>All names.</summary>
    public static ImmutableArray<string> All { get; } = [.. s_all.Select(static one => one.Name)];

    /// <summary>The name of a strategy.</summary>
    internal static string Of(AdversaryKind kind) => s_all.First(one => one.Kind == kind).Name;

    /// <summary>The strategy of a name; null when it is none.</summary>
    public static AdversaryKind? Find(string name) =>
        s_all.FirstOrDefault(one => one.Name == name) is { Name: not null } found ? found.Kind : null;
}
