using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Agreement;

/// <summary>What a step's members sign: the part of a ballot on which the agreement decides.</summary>
/// <param name="Value">v, or null for ⊥.</param>
/// <param name="Bit">b: 0 or 1 from step 4 on, null before.</param>
/// <param name="NoConfidence">In step 3 with ⊥: the block that failed re-evaluation, with its leader.</param>
public sealed record Position(BlockValue? Value, byte? Bit = null, BlockValue? NoConfidence = null)
{
    /// <summary>⊥ without a bit.</summary>
    public static Position Empty { get; } = new(Value: null);

    /// <summary>True when a vote of that step may say this.</summary>
    internal bool IsAllowedIn(Step step, BitRules bits) =>
        step >= Step.LeaderSelection && BallotForm.IsOfVerifier(step, Value, Bit, NoConfidence, bits);
}
