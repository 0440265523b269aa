using PoR.Core.Bytes;
using PoR.Core.Hashing;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Evaluation.Behaviour;
using PoR.Ledger.State;

namespace PoR.Ledger.Transactions;

/// <summary>What is remembered of a review's text, to know a copy (PoR §8.3 spamming; D24, D42).</summary>
/// <param name="Text">Its fingerprint.</param>
/// <param name="ByAuthor">That its author has said it.</param>
/// <param name="OnSubject">That it was said on its subject.</param>
/// <param name="Committed">That it was said by somebody who had committed to it.</param>
/// <param name="CommittedIn">The round of the author's commitment; null without one.</param>
internal sealed record TextClaim(
    Digest Text, Digest ByAuthor, Digest OnSubject, Digest Committed, Round? CommittedIn)
{
    private enum Mark : byte
    {
        Author = 1,
        Subject = 2,
        Committed = 3,
    }

    /// <summary>What stays in the state.</summary>
    public IEnumerable<Digest> Marks =>
        CommittedIn is null ? [ByAuthor, OnSubject] : [ByAuthor, OnSubject, Committed];

    /// <param name="review">The review.</param>
    /// <param name="subject">The key of its subject.</param>
    /// <param name="parent">The state before its block: only a commitment of an earlier block counts.</param>
    public static TextClaim Of(Transaction.Review review, Bytes32 subject, LedgerState parent)
    {
        var text = TextFingerprint.Of(review.Note);
        return new TextClaim(
            text,
            Of(Mark.Author, text, review.Sender.Bytes),
            Of(Mark.Subject, text, subject),
            Of(Mark.Committed, text, default),
            CommittedRoundOf(review, parent.Commitments));
    }

    /// <summary>The round in which the author has committed to the text that a review opens.</summary>
    /// <returns>Null when it opens nothing, or nothing that is remembered.</returns>
    public static Round? CommittedRoundOf(Transaction.Review review, RecentDigests commitments) =>
        review.CommitmentSalt is { } salt
            ? commitments.FirstRoundOf(Transaction.TextCommitment.DigestOf(review.Sender, review.Note, salt))
            : null;

    private static Digest Of(Mark mark, Digest text, Bytes32 of)
    {
        Span<byte> bytes = stackalloc byte[1 + (2 * Bytes32.Length)];
        bytes[0] = (byte)mark;
        text.Bytes.CopyTo(bytes[1..]);
        of.CopyTo(bytes[(1 + Bytes32.Length)..]);
        return DomainHash.Of(HashDomain.TextMark, bytes);
    }
}
