using PoR.Consensus.Sortition;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Ledger.Blocks;
using PoR.Ledger.Transactions;

namespace PoR.Chain;

/// <summary>Runs a whole block on its parent's chain: seed proof, evidence, ledger rules and evaluations.</summary>
public static class BlockRun
{
    /// <summary>Executes a block.</summary>
    /// <param name="branch">The chain that ends with its parent.</param>
    /// <param name="block">From anybody.</param>
    /// <param name="signatures">Checks senders' signatures.</param>
    /// <param name="checks">Checks the proposer's seed proof, and votes in evidence.</param>
    /// <param name="scores">Re-evaluates texts; null takes a certified block's scores.</param>
    public static BlockOutcome Execute(
        Branch branch,
        Block block,
        ITransactionSignatures signatures,
        ICredentialChecks checks,
        ITextScores? scores)
    {
        var seed = NextSeed(branch, block.Header, checks);
        return seed is null
            ? new BlockOutcome.Invalid([new BlockFault.WrongSeedProof()])
            : new BlockExecutor(signatures, new BranchRules(branch, checks))
                .Execute(branch.State, block, seed.Value, scores, branch.StakeState);
    }

    /// <summary>Q^r of a block by its proposer's proof; for an empty block by its parent's seed alone.</summary>
    /// <returns>Null when the proposer is unknown or the proof does not hold.</returns>
    public static Seed? NextSeed(Branch branch, BlockHeader header, ICredentialChecks checks)
    {
        if (header.Proposer is not { } proposer)
            return SeedChain.AfterEmpty(branch.State.Seed, header.Round);
        return branch.View.Find(proposer.Leader) is { } leader
            && checks.OutputOf(
                leader.VrfKey,
                Credentials.SeedAlpha(proposer.Leader, branch.State.Seed),
                proposer.SeedProof) is { } output
            ? SeedChain.AfterBlock(output, header.Round)
            : null;
    }
}
