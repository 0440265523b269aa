using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.State;

namespace PoR.Ledger.Blocks;

/// <summary>A leader's work: evaluates candidates and joins the valid ones to a block (PoR §5.2 step 1).</summary>
public static class BlockBuilder
{
    /// <summary>Builds the block after a parent.</summary>
    /// <param name="parent">The state after B^{r−1}.</param>
    /// <param name="proposer">The leader and its SIG_ℓ(Q^{r−1}).</param>
    /// <param name="nextSeed">Q^r, from the β of that proof (<see cref="SeedChain.AfterBlock"/>).</param>
    /// <param name="time">By the leader's clock; if it is behind the parent's time, that one stands.</param>
    /// <param name="candidates">Signed transactions; their signatures have been checked.</param>
    /// <param name="evidence">What it proves has been checked.</param>
    /// <param name="scores">Scores texts.</param>
    /// <param name="stake">The state that round r's stake comes from; null when it is the parent's.</param>
    /// <param name="entriesMax">The most that the leader has time for; a block has its own bound, too.</param>
    public static BuiltBlock Build(
        LedgerState parent,
        Proposer proposer,
        Seed nextSeed,
        Timestamp time,
        IEnumerable<SignedTransaction> candidates,
        ImmutableArray<Evidence> evidence,
        ITextScores scores,
        LedgerState? stake = null,
        int entriesMax = int.MaxValue)
    {
        time = time < parent.Time ? parent.Time : time;
        var draft = new BlockDraft(parent, time, stake ?? parent);
        var taken = TakeEvidence(parent.Parameters, draft, evidence);
        var room = (long)parent.Parameters.BlockBytesMax - BlockSize.FrameBytes + 4 - BlockSize.OfEvidence(taken);
        var payset = ImmutableArray.CreateBuilder<PaysetEntry>();
        var most = Math.Min(EntriesMax(parent.Parameters), entriesMax);
        var waiting = new HashSet<PublicKey>();
        foreach (var candidate in CandidateOrder.Of(candidates))
        {
            if (payset.Count == most)
                break;
            var review = candidate.Body as Transaction.Review;
            var size = BlockSize.OfEntry(candidate, review is not null);
            if (draft.Check(candidate.Body) is not null)
                continue;
            if (size > room || waiting.Contains(candidate.Body.Sender))
            {
                // A later transaction of the same sender would raise the sequence number, and so kill the one that has
                // to wait.
                waiting.Add(candidate.Body.Sender);
                continue;
            }

            var judgement = review is null ? null : Evaluate(draft, review, scores);
            draft.Apply(candidate.Body, judgement);
            payset.Add(new PaysetEntry(candidate, judgement?.Evaluation));
            room -= size;
        }

        var (block, next) = Seal(parent, draft.Finish(nextSeed), proposer, time, payset.ToImmutable(), taken);
        return new BuiltBlock(block, next);
    }

    /// <summary>The most entries of a block.</summary>
    internal static int EntriesMax(ProtocolParameters parameters) =>
        Math.Min(parameters.BlockTransactionsMax, Block.EntriesMax);

    internal static (Block Block, LedgerState Next) Seal(
        LedgerState parent,
        LedgerState content,
        Proposer? proposer,
        Timestamp time,
        ImmutableArray<PaysetEntry> payset,
        ImmutableArray<Evidence> evidence)
    {
        var header = new BlockHeader(
            parent.Genesis.Network,
            parent.Round.Next,
            parent.BlockDigest,
            parent.Seed,
            proposer,
            time,
            Block.DigestOf(payset),
            Block.DigestOf(evidence),
            content.Root);
        var block = new Block(header, payset, evidence);
        return (block, content.After(block.Digest));
    }

    private static ReviewJudgement Evaluate(BlockDraft draft, Transaction.Review review, ITextScores scores)
    {
        var score = scores.Of(review.Note);
        return draft.Judge(review, score.Score, draft.VerdictOf(score, review.Rate));
    }

    /// <summary>Evidence may fill at most half a block, so that accusations cannot keep reviews out.</summary>
    private static ImmutableArray<Evidence> TakeEvidence(
        ProtocolParameters parameters, BlockDraft draft, ImmutableArray<Evidence> evidence)
    {
        var taken = ImmutableArray.CreateBuilder<Evidence>();
        var room = parameters.BlockBytesMax / 2;
        foreach (var piece in evidence)
        {
            var size = BlockSize.OfEvidence([piece]);
            if (size > room || taken.Count == Block.EvidenceMax || draft.Check(piece) is not null)
                continue;
            draft.Apply(piece);
            taken.Add(piece);
            room -= size;
        }

        return taken.ToImmutable();
    }
}

/// <summary>
/// A block that a leader has made. Transactions that it left out stay pending while they may still become valid.
/// </summary>
/// <param name="Block">The block.</param>
/// <param name="Next">The state after it.</param>
public sealed record BuiltBlock(Block Block, LedgerState Next);
