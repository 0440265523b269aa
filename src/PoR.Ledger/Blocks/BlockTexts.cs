using PoR.Core.Hashing;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Evaluation.Behaviour;
using PoR.Ledger.State;
using PoR.Ledger.Transactions;

namespace PoR.Ledger.Blocks;

/// <summary>What a block's reviews say, and which of them is a copy (PoR §8.3 spamming; D24, D42).</summary>
/// <param name="parent">The state before the block.</param>
internal sealed class BlockTexts(LedgerState parent)
{
    private readonly HashSet<Digest> _marks = [];
    private readonly HashSet<Digest> _committed = []; // Texts of this block's reviews whose authors had committed.
    private readonly HashSet<Digest> _others = [];
    private readonly List<Digest> _commitments = []; // No set: senders choose them, and so their hash codes.

    /// <summary>What stays in the state of its texts.</summary>
    public IReadOnlyCollection<Digest> Marks => _marks;

    /// <summary>What its authors have committed to; one may stand there more than once.</summary>
    public IReadOnlyCollection<Digest> Commitments => _commitments;

    /// <summary>
    /// Whoever had committed to a text is no copier of those who say it in the same block, wherever they stand; so a
    /// verifier looks for these reviews first.
    /// </summary>
    public void LookAhead(IEnumerable<Transaction> payset)
    {
        foreach (var transaction in payset)
        {
            if (transaction is Transaction.Review review && OpensCommitment(review))
                _committed.Add(TextFingerprint.Of(review.Note));
        }
    }

    /// <summary>
    /// Whether a review would make a copy of another that stands before it in this block already and was none.
    /// A leader leaves it for the next block.
    /// </summary>
    public bool WouldExpose(Transaction.Review review)
    {
        if (!OpensCommitment(review))
            return false;
        var text = TextFingerprint.Of(review.Note);
        return _others.Contains(text) && !_committed.Contains(text);
    }

    /// <summary>
    /// Whether a text is a copy. An author's own texts are its copies. Without a commitment, so is what was said on the
    /// same subject, or by anybody who had committed to it. With one, only what was said so when the author committed.
    /// </summary>
    public bool IsCopy(TextClaim claim)
    {
        if (IsKnown(claim.ByAuthor))
            return true;
        return claim.CommittedIn is { } committed
            ? IsKnownAt(claim.OnSubject, committed) || IsKnownAt(claim.Committed, committed)
            : IsKnown(claim.OnSubject) || IsKnown(claim.Committed) || _committed.Contains(claim.Text);
    }

    /// <summary>Notes what a review says.</summary>
    public void Add(TextClaim claim)
    {
        _marks.UnionWith(claim.Marks);
        (claim.CommittedIn is null ? _others : _committed).Add(claim.Text);
    }

    /// <summary>Notes that somebody has a text.</summary>
    public void Add(Transaction.TextCommitment commitment) => _commitments.Add(commitment.Commitment);

    private bool OpensCommitment(Transaction.Review review) =>
        TextClaim.CommittedRoundOf(review, parent.Commitments) is not null;

    private bool IsKnown(Digest mark) => _marks.Contains(mark) || parent.Texts.Contains(mark);

    private bool IsKnownAt(Digest mark, Round round) => parent.Texts.FirstRoundOf(mark) <= round;
}
