using System.Diagnostics;
using PoR.Configuration.Profiles;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>The strategies that settings name.</summary>
public static class StrategyTable
{
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(5);

    /// <summary>An instance of the strategy that settings ask for, with its share.</summary>
    /// <param name="settings">Of the run.</param>
    public static AdversaryShare Create(AdversarySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new(StrategyOf(settings), settings.Share, settings.Text);
    }

    private static Adversary StrategyOf(AdversarySettings settings) => settings.Kind switch
    {
        AdversaryKind.Silent => new Silent(),
        AdversaryKind.SplitVoter => new SplitVoter(),
        AdversaryKind.SplitLeader => new SplitLeader(),
        AdversaryKind.Split => new Split(),
        AdversaryKind.LateLeader => new LateLeader(settings.Time ?? s_late),
        AdversaryKind.CoalitionLeader => new CoalitionLeader(),
        AdversaryKind.Selective => new Selective(),
        AdversaryKind.WrongScores => new WrongScores(),
        AdversaryKind.NoConfidence => new NoConfidence(),
        AdversaryKind.OnOff => new OnOff(settings.Reputation ?? OnOff.UsualReputation),
        AdversaryKind.LateCorruption => new LateCorruption(),
        AdversaryKind.Censor => new Censor(),
        AdversaryKind.DigestLiar => new DigestLiar(),
        AdversaryKind.Replayer => new Replayer(),
        AdversaryKind.SequenceSkipper => new SequenceSkipper(),
        AdversaryKind.EntryGrinder => new EntryGrinder(),
        AdversaryKind.Sybil => new Sybil(settings.Accounts),
        AdversaryKind.RightsSeller => new RightsSeller(),
        AdversaryKind.SelfBanner => new SelfBanner(),
        AdversaryKind.Random => new RandomSender(),
        AdversaryKind.BallotStuffer => new BallotStuffer(),
        AdversaryKind.BadMouther => new BadMouther(),
        AdversaryKind.FlagBaiter => new FlagBaiter(),
        AdversaryKind.TextThief => new TextThief(),
        AdversaryKind.CategorySquatter => new CategorySquatter(),
        AdversaryKind.OwnClock => new OwnClock(),
        AdversaryKind.PoolStuffer => new PoolStuffer(),
        _ => throw new UnreachableException($"No strategy for {settings.Kind}."),
    };
}
