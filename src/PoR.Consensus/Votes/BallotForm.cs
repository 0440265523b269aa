using PoR.Consensus.Agreement;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Votes;

/// <summary>Which ballots each step knows (PoR §5.2; D6).</summary>
public static class BallotForm
{
    /// <summary>
    /// The last step of a round (D34). Without a bound, an attacker could search for a step in which it alone fills a
    /// committee. At 2λ a step, a round that comes this far has been open for days.
    /// </summary>
    public const int StepMax = 1 << 16;

    /// <summary>Whether the ballot has the form of its step.</summary>
    /// <remarks>
    /// Step 1 carries the sender's own block; steps 2 and 3 a value or ⊥; step 3 with ⊥ perhaps no confidence in a
    /// block; from step 4 on a bit, where 0 needs a value. Deviation D6: Algorand'_2 also allows (0, ⊥). With it, a
    /// round in which all nodes hold ⊥ may never end.
    /// </remarks>
    public static bool Holds(Ballot ballot) => Holds(ballot, BitRules.Default);

    internal static bool Holds(Ballot ballot, BitRules bits) => ballot.Step.Number switch
    {
        < 1 or > StepMax => false,
        1 => ballot.Bit is null && ballot.NoConfidence is null && ballot.Value?.Leader == ballot.Sender,
        _ => IsOfVerifier(ballot.Step, ballot.Value, ballot.Bit, ballot.NoConfidence, bits),
    };

    /// <summary>Whether a verifier of a step from 2 on may say this.</summary>
    internal static bool IsOfVerifier(
        Step step, BlockValue? value, byte? bit, BlockValue? noConfidence, BitRules bits) =>
        step.CarriesBit
            ? noConfidence is null && bit is 0 or 1 && bits.Allows(bit, value)
            : bit is null && (noConfidence is null || (step == Step.BlockVerification && value is null));
}
