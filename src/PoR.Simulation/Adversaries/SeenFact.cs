using System.Globalization;
using PoR.Actors.Messages;
using PoR.Core.Agreement;

namespace PoR.Simulation.Adversaries;

/// <summary>Something that an actor has let observers know.</summary>
/// <param name="At">Virtual time since the start of the run.</param>
/// <param name="Fact">What.</param>
public sealed record SeenFact(TimeSpan At, Fact Fact)
{
    /// <summary>The number of its node.</summary>
    public int Node => Fact.Node.Index;

    /// <summary>For example <c>31.204 s node 3: StepEntered round 7 step 2</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{At.TotalSeconds,8:0.000} s node {Node}: {Fact.GetType().Name}{Details}");

    private string Details => Fact switch
    {
        Fact.RoundStarted f => Said($" round {f.Round}"),
        Fact.StepEntered f => Said($" round {f.Round} step {f.Step}"),
        Fact.QuorumSeen f => Said($" round {f.Round} step {f.Step}"),
        Fact.BallotSigned { Vote.Ballot: var ballot } => Said(
            $" round {ballot.Round} step {ballot.Step} for {NameOf(ballot.Value)} by {Short(ballot.Sender)}"),
        Fact.RoundDecided f => Said($" round {f.Round} in step {f.Certificate.Step}"),
        Fact.BlockCertified { Block: var block, IsFork: var isFork } => Said(
            $" round {block.Header.Round}{(block.IsEmpty ? ", empty" : "")}{(isFork ? ", a fork" : "")}"),
        Fact.TipMoved f => Said($" to round {f.State.Round}{(f.IsSwitch ? ", another branch" : "")}"),
        Fact.CaughtUp f => Said($" by {f.Blocks} blocks"),
        Fact.BlockReEvaluated f => Said($" block {Short(f.Value.Block)}: {f.Verdict}"),
        Fact.EvidenceSeen { Evidence: var evidence } => Said(
            $" round {evidence.Round}, {evidence.GetType().Name} against {Short(evidence.Accused)}"),
        Fact.MessageRefused f => Said($" {f.Refusal}"),
        Fact.TransactionRefused f => Said($" {f.Fault}"),
        Fact.StorageFailed f => Said($" {f.Reason}"),
        Fact.PeerEnded f => Said($" {f.Reason}"),
        Fact.Own f => Said($"{(f.InRound is { } round ? $" round {round}" : "")} {f.Text}"),
        _ => "",
    };

    private static string NameOf(BlockValue? value) => value is null ? "no block" : Short(value.Block);

    /// <summary>The first digits of a key or a digest tell one from another.</summary>
    private static string Short(object key) => $"{key}"[..8];

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
