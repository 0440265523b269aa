using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.State;

namespace PoR.Ledger.Blocks;

/// <summary>
/// A leader's work: evaluates candidates and joins the valid ones to a block (PoR §5.2 step 1), some at a time, so that
/// the leader can end when its time is over.
/// </summary>
public sealed class BlockBuilder
{
    private readonly LedgerState _parent;
    private readonly IBranchRules? _rules;
    private readonly Proposer _proposer;
    private readonly Seed _nextSeed;
    private readonly Timestamp _time;
    private readonly ITextScores _scores;
    private readonly SignedTransaction[] _candidates;
    private readonly BlockDraft _draft;
    private readonly ImmutableArray<Evidence> _evidence;
    private readonly ImmutableArray<PaysetEntry>.Builder _payset = ImmutableArray.CreateBuilder<PaysetEntry>();
    private readonly int _most;
    private long _room;
    private int _tried;

    /// <summary>Begins the block after a parent.</summary>
    /// <param name="parent">The state after B^{r−1}.</param>
    /// <param name="proposer">The leader and its SIG_ℓ(Q^{r−1}).</param>
    /// <param name="nextSeed">Q^r, from the β of that proof (<see cref="SeedChain.AfterBlock"/>).</param>
    /// <param name="time">By the leader's clock; if it is behind the parent's time, that one stands.</param>
    /// <param name="candidates">Signed transactions; their signatures have been checked.</param>
    /// <param name="evidence">What it proves has been checked.</param>
    /// <param name="scores">Scores texts.</param>
    /// <param name="stake">The state that round r's stake comes from; null when it is the parent's.</param>
    /// <param name="rules">Checks what sponsorships prove; null: that has been checked.</param>
    public BlockBuilder(
        LedgerState parent,
        Proposer proposer,
        Seed nextSeed,
        Timestamp time,
        IEnumerable<SignedTransaction> candidates,
        ImmutableArray<Evidence> evidence,
        ITextScores scores,
        LedgerState? stake = null,
        IBranchRules? rules = null)
    {
        (_parent, _rules) = (parent, rules);
        (_proposer, _nextSeed, _scores) = (proposer, nextSeed, scores);
        _time = time < parent.Time ? parent.Time : time;
        _draft = new BlockDraft(parent, _time, stake ?? parent);
        _evidence = TakeEvidence(parent.Parameters, _draft, evidence);
        _room = (long)parent.Parameters.BlockBytesMax - BlockSize.FrameBytes + 4 - BlockSize.OfEvidence(_evidence);
        _most = EntriesMax(parent.Parameters);
        _candidates = CandidateOrder.Of(candidates, parent);
    }

    /// <summary>How many candidates have not been tried yet.</summary>
    public int Left => _candidates.Length - _tried;

    /// <summary>Whether another candidate could come into the block.</summary>
    public bool HasMore => Left > 0 && _payset.Count < _most;

    /// <summary>How many transactions it holds so far.</summary>
    public int Entries => _payset.Count;

    /// <summary>Tries so many candidates more.</summary>
    /// <returns>This.</returns>
    public BlockBuilder Try(int count)
    {
        for (; count > 0 && HasMore; count--)
            Try(_candidates[_tried++]);
        return this;
    }

    /// <summary>The block of what has been taken; nothing more can be tried.</summary>
    public BuiltBlock Seal()
    {
        var (block, next) = Seal(
            _parent, _draft.Finish(_nextSeed), _proposer, _time, _payset.ToImmutable(), _evidence);
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

    private void Try(SignedTransaction candidate)
    {
        var review = candidate.Body as Transaction.Review;
        var size = BlockSize.OfEntry(candidate, review is not null);
        if (size > _room || _draft.Check(candidate.Body) is not null || !IsProven(candidate.Body))
            return;
        if (review is not null && _draft.MustWait(review))
            return;
        var judgement = review is null ? null : Evaluate(review);
        _draft.Apply(candidate.Body, judgement);
        _payset.Add(new PaysetEntry(candidate, judgement?.Evaluation));
        _room -= size;
    }

    /// <summary>After the ledger's own rules, which know the used rights: so each right costs one look.</summary>
    private bool IsProven(Transaction body) =>
        body is not Transaction.Registration { Sponsorship: { } sponsorship }
        || _rules?.Fault(sponsorship, _parent) is null;

    private ReviewJudgement Evaluate(Transaction.Review review)
    {
        var score = _scores.Of(review.Note);
        return _draft.Judge(review, score.Score, _draft.VerdictOf(score, review.Rate));
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
