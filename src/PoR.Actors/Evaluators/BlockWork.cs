using System.Collections.Immutable;
using PoR.Actors.Rounds;
using PoR.Actors.Services;
using PoR.Chain;
using PoR.Consensus.Agreement;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.Blocks;

namespace PoR.Actors.Evaluators;

/// <summary>A part of a leader's candidates has been tried.</summary>
/// <param name="Builder">Has the block so far; no other message has it.</param>
/// <param name="Proposer">Who asked for it.</param>
/// <param name="OrderedAt">When, on the system's monotonic clock.</param>
internal sealed record BlockGrown(BlockBuilder Builder, PublicKey Proposer, TimeSpan OrderedAt);

/// <summary>A leader's block is ready.</summary>
/// <param name="Block">The block.</param>
/// <param name="Proposer">Who asked for it.</param>
/// <param name="OrderedAt">When, on the system's monotonic clock.</param>
internal sealed record BlockMade(Block Block, PublicKey Proposer, TimeSpan OrderedAt);

/// <summary>A leader's block has been re-evaluated.</summary>
/// <param name="Verified">What the round is told.</param>
/// <param name="Round">Of the block.</param>
/// <param name="Faults">Of the block; none: it keeps every rule.</param>
internal sealed record BlockJudged(
    CoordinatorMessage.BlockVerified Verified, Round Round, ImmutableArray<BlockFault> Faults);

/// <summary>A certified block has been re-evaluated, beside the round.</summary>
/// <param name="Block">Which.</param>
/// <param name="Faults">None: it keeps every rule.</param>
internal sealed record CertifiedJudged(Block Block, ImmutableArray<BlockFault> Faults);

/// <summary>What is done with blocks outside the actors.</summary>
internal static class BlockWork
{
    /// <summary>Begins a block of pending transactions (PoR §5.2 step 1).</summary>
    public static BlockBuilder Begin(NodeServices services, EvaluatorMessage.Build build, Timestamp clock)
    {
        var (branch, proposer, nextSeed) = build.Request;

        // Evidence, or a right to sponsor, that was found on an abandoned branch proves nothing on this one, and
        // verifiers would reject a block that carries it.
        var rules = new BranchRules(branch, services.Checks);
        return new BlockBuilder(
            branch.State,
            proposer,
            nextSeed,
            clock,
            build.Candidates,
            build.Evidence.RemoveAll(e => rules.Fault(e, branch.State) is not null),
            services.Chain,
            branch.StakeState,
            rules);
    }

    /// <summary>Why a transaction's sponsorship proves nothing; null when it does, or there is none.</summary>
    public static SponsorshipFault? SponsorFault(NodeServices services, Branch branch, SignedTransaction transaction) =>
        transaction.Body is Transaction.Registration { Sponsorship: { } sponsorship }
            ? new BranchRules(branch, services.Checks).Fault(sponsorship, branch.State)
            : null;

    /// <summary>Re-runs a leader's block with every evaluation, and looks at its time (D8).</summary>
    public static BlockJudged Verify(NodeServices services, EvaluatorMessage.Verify verify, Timestamp clock)
    {
        var faults = FaultsOf(services, verify.Branch, verify.Block);
        var distance = Int128.Abs((Int128)verify.Block.Header.Time.Milliseconds - clock.Milliseconds);
        var verdict = !faults.IsEmpty ? BlockVerdict.Bad
            : distance > services.Parameters.BlockTimeWindowMs ? BlockVerdict.OutsideClockWindow
            : BlockVerdict.Good;
        return new BlockJudged(
            new(verify.Branch.Tip, verify.Value, verdict), verify.Block.Header.Round, faults);
    }

    /// <summary>Re-runs a certified block with every evaluation; its time is past.</summary>
    public static CertifiedJudged Judge(NodeServices services, EvaluatorMessage.Certified certified) =>
        new(certified.Block, FaultsOf(services, certified.Branch, certified.Block));

    private static ImmutableArray<BlockFault> FaultsOf(NodeServices services, Branch branch, Block block) =>
        services.Chain.Execute(branch, block, services.Checks, isScored: true) is BlockOutcome.Invalid invalid
            ? invalid.Faults
            : [];
}
