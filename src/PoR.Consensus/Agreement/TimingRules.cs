using PoR.Core.Parameters;
using PoR.Core.Rounds;

namespace PoR.Consensus.Agreement;

/// <summary>How long a round's steps wait (PoR §5.2, §6.5; Λ' = Λ + E_lead).</summary>
/// <param name="LeaderChoice">2λ from the round's start: the leader is who has the least rank by then.</param>
/// <param name="SelectionDeadline">t_2 = λ + Λ' from the round's start: step 2 waits no longer for a block.</param>
/// <param name="VerificationDeadline">t_3 = t_2 + 2λ + E_ver from the round's start.</param>
/// <param name="StepWait">2λ from one's own previous step: what steps 4 and up wait at most.</param>
/// <param name="RepeatFrom">
/// 3λ from the round's start: a node repeats itself for the first time (D10). A good round is over by then, since its
/// votes are said from 2λ on.
/// </param>
/// <param name="RepeatEvery">2λ: how often it does so from then on, while the round is open.</param>
/// <remarks>
/// Deviation D7: the paper has step 2 decide at 2λ. That time picks the leader; its block may take until λ + Λ'.
/// </remarks>
public sealed record TimingRules(
    TimeSpan LeaderChoice,
    TimeSpan SelectionDeadline,
    TimeSpan VerificationDeadline,
    TimeSpan StepWait,
    TimeSpan RepeatFrom,
    TimeSpan RepeatEvery)
{
    /// <summary>
    /// Null: step 4 waits <see cref="StepWait"/> from one's own step 3, as Algorand'_2 has it. Else it waits until
    /// this long after the round's start, at least <see cref="VerificationDeadline"/>.
    /// </summary>
    /// <remarks>
    /// Members that vote in step 2 and fall silent in step 3 make nodes with a fast block leave step 3 early. Those
    /// then give up on step 4 before the last honest nodes have the block, and an honest leader's round takes more
    /// steps or ends empty, even with all delays within λ and Λ. A fixed t_4 closes this; it costs time only in
    /// rounds in which step 3 has no quorum.
    /// </remarks>
    public TimeSpan? BbaStartDeadline { get; init; }

    /// <summary>These rules with t_4 = t_3 + 2λ from the round's start.</summary>
    public TimingRules WithFixedBbaStart() =>
        this with { BbaStartDeadline = VerificationDeadline + StepWait };

    /// <summary>The last step whose deadline runs from the round's start.</summary>
    internal Step LastFixedStep => BbaStartDeadline is null ? Step.BlockVerification : Step.BbaStart;

    /// <summary>The rules that follow from λ, Λ and the budgets for evaluation.</summary>
    public static TimingRules Of(ProtocolParameters parameters)
    {
        var lambda = TimeSpan.FromMilliseconds(parameters.SmallLambdaMs);
        var selection = lambda
            + TimeSpan.FromMilliseconds(parameters.BigLambdaMs)
            + TimeSpan.FromMilliseconds(parameters.LeaderEvaluationMs);
        var verification = selection + (2 * lambda) + TimeSpan.FromMilliseconds(parameters.VerifierEvaluationMs);
        var rules = new TimingRules(2 * lambda, selection, verification, 2 * lambda, 3 * lambda, 2 * lambda);
        return parameters.IsBbaStartFixed ? rules.WithFixedBbaStart() : rules;
    }
}
