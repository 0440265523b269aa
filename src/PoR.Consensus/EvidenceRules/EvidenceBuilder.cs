using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.EvidenceRules;

/// <summary>Makes evidence from votes that were checked (D13, D15).</summary>
public static class EvidenceBuilder
{
    /// <summary>No confidence in a leader's block, with the fewest votes that reach the threshold.</summary>
    /// <param name="view">Of the round.</param>
    /// <param name="value">The block and its leader.</param>
    /// <param name="votes">Verified in <paramref name="view"/>; those that say something else are left out.</param>
    /// <returns>Null when the votes do not reach the threshold.</returns>
    public static Evidence.NoConfidence? NoConfidence(CommitteeView view, BlockValue value, IEnumerable<Vote> votes)
    {
        var matching = votes.Where(
            v => v.Ballot.Step == Step.BlockVerification && v.Ballot.NoConfidence == value);
        return VoteSelection.Fewest(matching, view.NoConfidenceThreshold) is { } chosen
            ? new Evidence.NoConfidence(view.Round, view.Parent, value, chosen)
            : null;
    }

    /// <summary>Two votes of one sender that contradict each other, in their order.</summary>
    /// <exception cref="ArgumentException">They do not contradict each other.</exception>
    public static Evidence.Contradiction Contradiction(UnverifiedVote one, UnverifiedVote other)
    {
        var (a, b) = (one.Ballot, other.Ballot);
        if (a.Sender != b.Sender || a.Round != b.Round || a.Step != b.Step || a == b)
            throw new ArgumentException("The votes do not contradict each other.", nameof(other));
        return one.Digest.CompareTo(other.Digest) < 0
            ? new Evidence.Contradiction(one, other)
            : new Evidence.Contradiction(other, one);
    }

    /// <summary>What a refused vote proves against its sender.</summary>
    /// <param name="refused">The vote.</param>
    /// <param name="fault">
    /// As <see cref="VoteVerifier"/> found it in the view of the parent that the vote names. It checks the signature
    /// first, so the sender itself has signed a credential that is found to be wrong.
    /// </param>
    /// <returns>Null where the fault may be another's, or is no proof.</returns>
    public static Evidence.WrongCredential? WrongCredential(UnverifiedVote refused, VoteFault fault) =>
        fault == VoteFault.BadCredential ? new Evidence.WrongCredential(refused) : null;
}
