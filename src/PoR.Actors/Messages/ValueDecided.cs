using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Core.Transactions;

namespace PoR.Actors.Messages;

/// <summary>A node has decided a round of a protocol that has blocks of its own, and stands on the value now.</summary>
/// <param name="Node">Where.</param>
/// <param name="Round">r, 1 and up.</param>
/// <param name="Parent">What was decided in the round before; the genesis' digest in round 1.</param>
/// <param name="Value">Names what was decided: another value has another name.</param>
/// <param name="Transactions">In it.</param>
public sealed record ValueDecided(
    NodeId Node, Round Round, BlockDigest Parent, BlockDigest Value, ImmutableArray<SignedTransaction> Transactions)
    : Fact.Own
{
    /// <summary>Who has proposed it, for people; null: nobody in particular, or it is not known.</summary>
    public string? Proposer { get; init; }

    /// <summary>Whether it stands for "nothing was decided in this round".</summary>
    public bool IsEmpty { get; init; }

    /// <inheritdoc/>
    public override Round? InRound => Round;

    /// <inheritdoc/>
    public override Decision? Decided => new Decision(Round, Parent, IsEmpty ? null : Value);

    /// <inheritdoc/>
    public override Round? Tip => Round;

    /// <inheritdoc/>
    public override string Text => $"{(IsEmpty ? "nothing" : $"{Value}"[..16])}, {Transactions.Length} transactions";
}
