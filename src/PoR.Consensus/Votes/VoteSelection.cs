using System.Collections.Immutable;
using PoR.Core.Agreement;

namespace PoR.Consensus.Votes;

/// <summary>Picks the votes that a certificate or evidence carries, and checks how they are listed.</summary>
internal static class VoteSelection
{
    /// <summary>The fewest votes that reach a threshold, in ascending order of sender.</summary>
    /// <returns>Null when they do not reach it.</returns>
    /// <remarks>
    /// Whatever the order of arrival, the same votes give the same list: the heaviest first, of equals the lower
    /// sender; of several votes by one sender the one with the lowest digest.
    /// </remarks>
    public static ImmutableArray<UnverifiedVote>? Fewest(IEnumerable<Vote> votes, long threshold)
    {
        var bySender = votes
            .GroupBy(v => v.Ballot.Sender)
            .Select(g => g.MinBy(v => v.Message.Digest)!)
            .OrderByDescending(v => v.Seats)
            .ThenBy(v => v.Ballot.Sender);
        var seats = 0L;
        var chosen = new List<UnverifiedVote>();
        foreach (var vote in bySender)
        {
            seats += vote.Seats;
            chosen.Add(vote.Message);
            if (seats >= threshold)
                return [.. chosen.OrderBy(v => v.Ballot.Sender)];
        }

        return null;
    }

    /// <summary>Whether each sender is above the one before: so nobody counts twice.</summary>
    public static bool IsAscending(ImmutableArray<UnverifiedVote> votes)
    {
        for (var i = 1; i < votes.Length; i++)
        {
            if (votes[i].Ballot.Sender.CompareTo(votes[i - 1].Ballot.Sender) <= 0)
                return false;
        }

        return true;
    }
}
