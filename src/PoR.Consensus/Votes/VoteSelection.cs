using System.Collections.Immutable;
using PoR.Core.Agreement;

namespace PoR.Consensus.Votes;

/// <summary>Picks the votes that a certificate or evidence carries, and checks how they are listed.</summary>
internal static class VoteSelection
{
    /// <summary>The fewest votes that reach a threshold, in ascending order of sender.</summary>
    /// <returns>Null when they do not reach it.</returns>
    /// <remarks>
    /// The same votes give the same list in any order of arrival: the heaviest votes are taken first, of equal ones
    /// that of the lower sender, and of several votes by one sender the one with the lowest digest.
    /// </remarks>
    public static ImmutableArray<UnverifiedVote>? Fewest(IEnumerable<Vote> votes, long threshold)
    {
        var bySender = OnePerSender(votes);
        var places = new int[bySender.Length];
        for (var i = 0; i < places.Length; i++)
            places[i] = i;
        places.AsSpan().Sort((one, other) => bySender[one].Seats != bySender[other].Seats
            ? bySender[other].Seats.CompareTo(bySender[one].Seats)
            : one.CompareTo(other));
        var seats = 0L;
        for (var count = 0; count < places.Length; count++)
        {
            seats += bySender[places[count]].Seats;
            if (seats < threshold)
                continue;
            var chosen = places.AsSpan(0, count + 1);
            chosen.Sort();
            var messages = ImmutableArray.CreateBuilder<UnverifiedVote>(chosen.Length);
            foreach (var place in chosen)
                messages.Add(bySender[place].Message);
            return messages.MoveToImmutable();
        }

        return null;
    }

    /// <summary>Verifies listed votes and adds up their seats.</summary>
    /// <returns>All seats; or what is wrong with the first vote that does not verify.</returns>
    public static (long Seats, (UnverifiedVote Vote, VoteFault Fault)? Wrong) SeatsOf(
        ImmutableArray<UnverifiedVote> votes, CommitteeView view, ICredentialChecks checks)
    {
        var seats = 0L;
        foreach (var vote in votes)
        {
            var verdict = checks.VerdictOf(vote, view);
            if (verdict is VoteVerdict.Rejected { Fault: var wrong })
                return (0, (vote, wrong));
            seats += ((VoteVerdict.Accepted)verdict).Vote.Seats;
        }

        return (seats, null);
    }

    /// <summary>In ascending order of sender, which is that of members.</summary>
    private static Vote[] OnePerSender(IEnumerable<Vote> votes)
    {
        Vote[] all = [.. votes];
        all.AsSpan().Sort(static (one, other) => one.Member.CompareTo(other.Member) is var order and not 0
            ? order
            : one.Message.Digest.CompareTo(other.Message.Digest));
        var count = 0;
        foreach (var vote in all)
        {
            if (count == 0 || all[count - 1].Member != vote.Member)
                all[count++] = vote;
        }

        return all[..count];
    }

    /// <summary>Whether the senders ascend strictly, so that no sender counts twice.</summary>
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
