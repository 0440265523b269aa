using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;

namespace PoR.Reviews;

/// <summary>
/// Somebody wrote this about something: it stays as it is from a file's row, or from where it was made up, until its
/// author signs it as a transaction.
/// </summary>
/// <param name="Reviewer">Names the author, so that the same one writes all of them; null: whoever is free.</param>
/// <param name="Subject">What is reviewed. 1..128 bytes of UTF-8.</param>
/// <param name="Category">The kind of thing that it is; empty when not known. At most 128 bytes of UTF-8.</param>
/// <param name="Text">The text.</param>
/// <param name="Rating">The rating on its scale.</param>
/// <param name="Sensitive">The commitment to its sensitive fields; zeros when there are none.</param>
public sealed record WrittenReview(
    string? Reviewer, string Subject, string Category, ReviewNote Text, Rating Rating, Bytes32 Sensitive = default)
{
    /// <summary>The transaction that its author is to sign.</summary>
    /// <param name="author">pk.</param>
    /// <param name="network">For which it counts.</param>
    /// <param name="sequence">A number that the author has not used.</param>
    /// <param name="lastValid">The last round whose block may hold it.</param>
    /// <param name="writtenAt">By the author's clock.</param>
    /// <param name="salt">Opens what the author has committed to; null when it has not.</param>
    public Transaction.Review By(
        PublicKey author, NetworkId network, ulong sequence, Round lastValid, Timestamp writtenAt,
        Bytes32? salt = null) =>
        new(network, author, sequence, lastValid, Subject, Category, Text, Rating, writtenAt, Sensitive)
        {
            CommitmentSalt = salt,
        };

    /// <summary>What its author is to sign a block before, so that nobody who copies the text takes its gain.</summary>
    /// <param name="author">pk.</param>
    /// <param name="network">For which it counts.</param>
    /// <param name="sequence">A number that the author has not used.</param>
    /// <param name="lastValid">The last round whose block may hold it.</param>
    /// <param name="salt">32 bytes that nobody else can guess, kept until the review is signed.</param>
    public Transaction.TextCommitment CommitmentBy(
        PublicKey author, NetworkId network, ulong sequence, Round lastValid, Bytes32 salt) =>
        new(network, author, sequence, lastValid, Transaction.TextCommitment.DigestOf(author, Text, salt));
}
