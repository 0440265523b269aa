using System.Collections.Immutable;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Consensus.Agreement;

/// <summary>
/// Verified votes of steps too far ahead to be counted each in its tally: the latest of each sender, until the node
/// comes near. They tell a node that is far behind where its peers are.
/// </summary>
/// <param name="round">r.</param>
/// <param name="parent">H(B^{r−1}).</param>
/// <param name="certificateThreshold">t_H.</param>
/// <remarks>
/// A sender that votes in thousands of steps at once displaces only its own votes, so that the latest steps of honest
/// nodes are always seen.
/// </remarks>
public sealed class FarVotes(Round round, BlockDigest parent, long certificateThreshold)
{
    /// <summary>Most votes kept of one sender: those of one loop.</summary>
    public const int PerSenderMax = StepWindow.Loop;

    private readonly SortedDictionary<PublicKey, ImmutableArray<Vote>> _bySender = [];

    /// <summary>How many are kept.</summary>
    internal int Count => _bySender.Values.Sum(votes => votes.Length);

    /// <summary>Keeps a vote.</summary>
    /// <returns>The summary of its step, if enough seats have spoken for a node to follow; else null.</returns>
    public TallySummary? Add(Vote vote)
    {
        var (sender, step) = (vote.Ballot.Sender, vote.Ballot.Step);
        var kept = _bySender.GetValueOrDefault(sender, []);
        if (kept.Any(v => v.Ballot.Step == step))
            return null;
        var latest = kept.Add(vote).OrderByDescending(v => v.Ballot.Step).Take(PerSenderMax);
        _bySender[sender] = [.. latest];
        var seats = _bySender.Values.SelectMany(votes => votes).Where(v => v.Ballot.Step == step).Sum(v => v.Seats);
        return seats < StepTally.UnderwaySeats(certificateThreshold)
            ? null
            : new TallySummary(round, parent, step) { IsUnderway = true };
    }

    /// <summary>Takes out the votes up to a step: they are near enough now to be counted.</summary>
    /// <param name="last">The last step that is near.</param>
    /// <returns>In ascending order of sender, then of step.</returns>
    public ImmutableArray<Vote> TakeUpTo(Step last)
    {
        var taken = ImmutableArray.CreateBuilder<Vote>();
        foreach (var (sender, votes) in _bySender.ToArray())
        {
            taken.AddRange(votes.Where(v => v.Ballot.Step <= last).OrderBy(v => v.Ballot.Step));
            if (votes.RemoveAll(v => v.Ballot.Step <= last) is { IsEmpty: false } left)
                _bySender[sender] = left;
            else
                _bySender.Remove(sender);
        }

        return taken.ToImmutable();
    }
}
