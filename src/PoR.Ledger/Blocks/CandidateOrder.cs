using PoR.Core.Identities;
using PoR.Core.Transactions;
using PoR.Ledger.State;
using PoR.Ledger.Transactions;

namespace PoR.Ledger.Blocks;

/// <summary>The order in which a leader tries transactions.</summary>
internal static class CandidateOrder
{
    /// <summary>
    /// Reviews that open a commitment come first, so that in one block no copy stands before them (D42).
    /// </summary>
    /// <param name="candidates">In the order in which the pool has them.</param>
    /// <param name="parent">The state before the block.</param>
    public static SignedTransaction[] Of(IEnumerable<SignedTransaction> candidates, LedgerState parent)
    {
        var groups = candidates.ToLookup(candidate => Opens(candidate.Body, parent));
        return [.. OfSenders(groups[true]), .. OfSenders(groups[false])];
    }

    /// <summary>
    /// Salts are free. If one alone were enough, reviews that open nothing would take the leader's time before all that
    /// is valid. Keys that the state does not know are not even looked up.
    /// </summary>
    private static bool Opens(Transaction transaction, LedgerState parent) =>
        transaction is Transaction.Review { CommitmentSalt: not null } review
        && parent.FindAccount(review.Sender) is { } author
        && (review.After is not { } after || author.HasUsed(after))
        && TextClaim.CommittedRoundOf(review, parent.Commitments) is not null;

    /// <summary>
    /// Keeps the places of each sender in the list, and fills them in the order of its sequence numbers, since a review
    /// may name what it comes after. Equal numbers are ordered by id.
    /// </summary>
    private static SignedTransaction[] OfSenders(IEnumerable<SignedTransaction> candidates)
    {
        var ordered = candidates.ToArray();
        var senders = new HashSet<PublicKey>(ordered.Length);
        if (Array.TrueForAll(ordered, candidate => senders.Add(candidate.Body.Sender)))
            return ordered;
        var places = new Dictionary<PublicKey, List<int>>();
        for (var i = 0; i < ordered.Length; i++)
        {
            if (!places.TryGetValue(ordered[i].Body.Sender, out var own))
                places.Add(ordered[i].Body.Sender, own = []);
            own.Add(i);
        }

        foreach (var own in places.Values.Where(p => p.Count > 1))
        {
            var sorted = own.Select(i => ordered[i]).OrderBy(t => t.Body.Sequence).ThenBy(t => t.Id).ToArray();
            for (var i = 0; i < sorted.Length; i++)
                ordered[own[i]] = sorted[i];
        }

        return ordered;
    }
}
