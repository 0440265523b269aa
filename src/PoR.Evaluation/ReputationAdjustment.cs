using System.Diagnostics;
using PoR.Core.Parameters;
using PoR.Core.Transactions;

namespace PoR.Evaluation;

/// <summary>
/// RepAdjust: additive increase, multiplicative decrease (PoR §3.5, §3.6, §6.7 Lemma 2.5).
/// </summary>
public sealed class ReputationAdjustment : IReputationRule
{
    private ReputationAdjustment()
    {
    }

    /// <summary>The rule of every network whose genesis names no other.</summary>
    public static ReputationAdjustment Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "halving";

    /// <inheritdoc/>
    public long AdjustmentOf(CongruenceVerdict verdict, long reputation, ProtocolParameters parameters) =>
        Of(verdict, reputation, parameters);

    /// <summary>What a review adds to its author's reputation.</summary>
    /// <param name="verdict">How the rating fits the text.</param>
    /// <param name="reputation">R before this review, 0 and up.</param>
    /// <param name="parameters">The steps that are given within the bands.</param>
    /// <returns>
    /// The full or the half step, 0 without evidence, ⌊R/2⌋ − R when incongruent. Never takes the
    /// reputation below 0.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="reputation"/> is negative.</exception>
    public static long Of(
        CongruenceVerdict verdict, long reputation, ProtocolParameters parameters)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(reputation);
        return verdict switch
        {
            CongruenceVerdict.Congruent => parameters.FullStep,
            CongruenceVerdict.MostlyCongruent => parameters.HalfStep,
            CongruenceVerdict.Incongruent => reputation / 2 - reputation,
            CongruenceVerdict.NoEvidence => 0,
            _ => throw new UnreachableException($"No adjustment for {verdict}."),
        };
    }
}
