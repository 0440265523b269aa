using System.Collections.Immutable;
using System.Globalization;
using PoR.Actors.Messages;
using PoR.Chain;
using PoR.Configuration.Profiles;
using PoR.Core.Agreement;
using PoR.Reports.Events;

namespace PoR.Simulation.Runs;

/// <summary>Facts of actors, and faults, as events of a run.</summary>
public static class RunEvents
{
    private const string FaultBegan = "FaultBegan";
    private const string FaultEnded = "FaultEnded";
    private const string AdversaryPlaced = "AdversaryPlaced";
    private const int DigestCharacters = 16;

    /// <summary>
    /// The kinds of events, in the order of the alphabet: those of facts, of adversaries, and the bounds of faults.
    /// </summary>
    public static ImmutableArray<string> Kinds { get; } =
    [
        .. typeof(Fact).GetNestedTypes().Where(static type => !type.IsAbstract).Select(static type => type.Name)
            .Concat([nameof(ValueDecided), FaultBegan, FaultEnded, AdversaryPlaced]).Order(StringComparer.Ordinal),
    ];

    /// <summary>That adversaries are there, then when faults begin and end, in order of time.</summary>
    /// <param name="run">Of which both are.</param>
    public static ImmutableArray<RunEvent> Of(RunSettings run) =>
    [
        .. run.Adversaries.Select(static adversary =>
            new RunEvent(TimeSpan.Zero, null, null, AdversaryPlaced, adversary.Text)),
        .. run.Faults.SelectMany(static fault => new[]
        {
            new RunEvent(fault.Start, null, null, FaultBegan, fault.Text),
            new RunEvent(fault.End, null, null, FaultEnded, fault.Text),
        }).OrderBy(static bound => bound.Time),
    ];

    /// <summary>The event of a fact.</summary>
    /// <param name="time">Since the start of the run.</param>
    /// <param name="fact">What was seen.</param>
    public static RunEvent Of(TimeSpan time, Fact fact)
    {
        var (round, text) = PartsOf(fact);
        return new RunEvent(time, fact.Node.Index, round, fact.GetType().Name, text);
    }

    private static (long? Round, string Text) PartsOf(Fact fact) => fact switch
    {
        Fact.RoundStarted f => (f.Round.Number, $"on {Short(f.Parent)}"),
        Fact.StepEntered f => (f.Round.Number, $"step {f.Step}"),
        Fact.QuorumSeen f => (f.Round.Number, $"step {f.Step}"),
        Fact.RoundDecided { Certificate: var c } f => (f.Round.Number, Said(
            $"{NameOf(c.Block, c.IsEmptyBlock)} by {c.Votes.Length} votes of step {c.Step}")),
        Fact.LedgerOpened { Chain.Tip: var tip } => (tip.State.Round.Number, $"at {Short(tip.Tip)}"),
        Fact.BlockCertified f => (f.Block.Header.Round.Number,
            $"{Told(f.Block)}{(f.IsFork ? ", beside another one" : "")}"),
        Fact.CaughtUp f => (null, Said($"{f.Blocks} blocks in {f.Took.TotalSeconds:0.###} s")),
        Fact.BlockBuilt f => (f.Block.Header.Round.Number, Told(f.Block)),
        Fact.TipMoved f => (f.State.Round.Number,
            $"to {Short(f.State.BlockDigest)}{(f.IsSwitch ? ", away from another branch" : "")}"),
        Fact.ParticipantArrived f => (null, Short(f.Participant)),
        Fact.ParticipantLeft f => (null, Short(f.Participant)),
        Fact.BallotSigned { Vote.Ballot: var b } => (b.Round.Number, Told(b)),
        Fact.BlockReEvaluated f => (null, $"{Short(f.Value.Block)}: {f.Verdict}"),
        Fact.CertifiedButBad f => (f.Round.Number, $"{Short(f.Block)}: {FaultSentences.Of(f.Faults[0])}"),
        Fact.CertifiedUnseen f => (f.Round.Number, Short(f.Block)),
        Fact.RightsDrawn { Rights: var r } => (r.Round.Number, Said($"{r.Count} by {Short(r.Holder)}")),
        Fact.SponsorSought f => (null, $"by {Short(f.Request.Keys.Account)}"),
        Fact.NewcomerAdmitted f => (f.WeighsFrom.Number, $"{Short(f.Newcomer)} by {Short(f.Sponsor)}"),
        Fact.TransactionRefused f => (null, f.Fault.Name),
        Fact.MessageRefused f => (null, $"{f.Refusal.Name.Kind}: {f.Refusal.Name.Reason}"),
        Fact.LinkChanged f => (null, $"{f.Peer}: {f.Down ?? "up"}"),
        Fact.StorageFailed f => (null, f.Reason),
        Fact.PeerEnded f => (null, f.Reason),
        Fact.EvidenceSeen { Evidence: var e } => (e.Round.Number, $"{e.GetType().Name} of {Short(e.Accused)}"),
        Fact.Own f => (f.InRound?.Number, f.Text),
        _ => throw new System.Diagnostics.UnreachableException($"No event for {fact.GetType().Name}."),
    };

    private static string Told(Block block) => Said(
        $"{NameOf(block.Digest, block.IsEmpty)}, {block.Payset.Length} transactions");

    private static string Told(Ballot ballot) =>
        $"step {ballot.Step} by {Short(ballot.Sender)} for {(ballot.Value is { } value ? Short(value.Block) : "none")}"
        + (ballot.Bit is { } bit ? Said($", bit {bit}") : "")
        + (ballot.NoConfidence is { } bad ? $", no confidence in {Short(bad.Block)}" : "");

    private static string NameOf(BlockDigest block, bool isEmpty) => isEmpty ? "the empty block" : Short(block);

    private static string Short<T>(T digest)
        where T : struct => digest.ToString()![..DigestCharacters];

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
