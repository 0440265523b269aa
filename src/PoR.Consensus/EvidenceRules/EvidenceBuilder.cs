using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.EvidenceRules;

/// <summary>Makes evidence from verified votes (D13).</summary>
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
}
