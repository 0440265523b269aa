using PoR.Actors.Messages;
using PoR.Chain;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Cryptography;
using PoR.Evaluation;
using PoR.Ledger.Blocks;
using PoR.Ledger.Transactions;

namespace PoR.Simulation.Checks;

/// <summary>
/// The chain as the checks know it: each decided block is executed once more, on a state of their own, with their own
/// cryptography. It takes nothing from the nodes but the blocks.
/// </summary>
/// <param name="genesis">The chain that has only its genesis.</param>
/// <param name="cryptography">Of the checks alone, with nothing remembered.</param>
/// <param name="decidable">The rounds whose blocks may still get a successor; earlier ones are forgotten.</param>
public sealed class ReplayedChain(Branch genesis, ICryptography cryptography, DecidableRounds decidable)
    : IInvariantCheck, ITextScores, ITransactionSignatures
{
    private readonly CryptographyChecks _checks = new(cryptography);
    private readonly RoundMemory<Dictionary<BlockDigest, Replay>> _rounds = new(decidable);

    /// <summary>The chain that has only its genesis.</summary>
    public Branch Genesis { get; } = genesis;

    /// <remarks>It reports nothing: the checks that stand behind it ask what it has found.</remarks>
    string IInvariantCheck.Name => "I3";

    /// <inheritdoc/>
    int IInvariantCheck.See(Fact fact, Action<long, string> report)
    {
        See(fact);
        return 0;
    }

    /// <summary>A node has decided a block: it is executed, unless it has been.</summary>
    public void See(Fact fact)
    {
        if (fact is not Fact.BlockCertified { Block: { Header: var header } block, State: var claimed }
            || _rounds.Of(header.Round) is not { } ofRound || ofRound.ContainsKey(block.Digest)
            || BranchOf(header.Round - 1, header.Parent) is not { } parent)
            return;
        var outcome = BlockRun.Execute(parent, block, this, _checks, this);

        // An invalid block is reported once. Later blocks are judged from the state that its node claims.
        var next = outcome is BlockOutcome.Valid valid && valid.Next.Root == claimed.Root ? valid.Next : claimed;
        ofRound.Add(block.Digest, new Replay(outcome, parent.With(next)));
    }

    /// <summary>The chain that ends with a block.</summary>
    /// <returns>Null when nobody has decided the block, or when no node can build on it any more.</returns>
    public Branch? BranchOf(Round round, BlockDigest block) => block == Genesis.Tip
        ? Genesis
        : _rounds.Of(round)?.GetValueOrDefault(block)?.Branch;

    /// <summary>What the execution of a decided block came to.</summary>
    /// <returns>Null when it was not executed, since its parent is not known.</returns>
    public BlockOutcome? OutcomeOf(Block block) =>
        _rounds.Of(block.Header.Round)?.GetValueOrDefault(block.Digest)?.Outcome;

    /// <inheritdoc/>
    public TextScore Of(ReviewNote note) => EvaluationModel.Embedded.Evaluate(note.Utf8);

    /// <inheritdoc/>
    public bool IsValid(SignedTransaction transaction) => cryptography.IsSigned(transaction);

    private sealed record Replay(BlockOutcome Outcome, Branch Branch);
}
