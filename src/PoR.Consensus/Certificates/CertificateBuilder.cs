using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Certificates;

/// <summary>Makes CERT^r from verified votes: the fewest that reach t_H (PoR §5.2 step 5).</summary>
public static class CertificateBuilder
{
    /// <summary>Ending Condition 0: t_H seats for (0, v).</summary>
    /// <param name="view">Of the round.</param>
    /// <param name="step">4, 7, 10, …</param>
    /// <param name="value">v.</param>
    /// <param name="ticket">Of v's leader.</param>
    /// <param name="votes">
    /// Verified in <paramref name="view"/>; those of another step or for another value are left out.
    /// </param>
    /// <exception cref="ArgumentException">The step, the ticket or the votes do not end the round so.</exception>
    public static Certificate OfBlock(
        CommitteeView view, Step step, BlockValue value, LeaderTicket ticket, IEnumerable<Vote> votes)
    {
        if (!step.CanEndWithBlock)
            throw new ArgumentException($"Step {step} cannot end a round with a block.", nameof(step));
        if (ticket.Sender != value.Leader)
            throw new ArgumentException("The ticket is not the leader's.", nameof(ticket));
        var matching = votes.Where(v => v.Ballot.Step == step && v.Ballot.Bit == 0 && v.Ballot.Value == value);
        return Of(view, value.Block, step, ticket, matching);
    }

    /// <summary>Ending Condition 1: t_H seats for bit 1.</summary>
    /// <param name="view">Of the round.</param>
    /// <param name="step">5, 8, 11, …</param>
    /// <param name="emptyBlock">H(B_ε^r).</param>
    /// <param name="votes">Verified in <paramref name="view"/>; those of another step or bit are left out.</param>
    /// <exception cref="ArgumentException">The step or the votes do not end the round so.</exception>
    public static Certificate OfEmptyBlock(
        CommitteeView view, Step step, BlockDigest emptyBlock, IEnumerable<Vote> votes)
    {
        if (!step.CanEndEmpty)
            throw new ArgumentException($"Step {step} cannot end a round with the empty block.", nameof(step));
        return Of(view, emptyBlock, step, null, votes.Where(v => v.Ballot.Step == step && v.Ballot.Bit == 1));
    }

    private static Certificate Of(
        CommitteeView view, BlockDigest block, Step step, LeaderTicket? ticket, IEnumerable<Vote> votes)
    {
        var threshold = view.CertificateThreshold;
        var chosen = VoteSelection.Fewest(votes, threshold)
            ?? throw new ArgumentException($"The votes hold less than {threshold} seats.", nameof(votes));
        return new Certificate(view.Round, view.Parent, block, step, ticket, chosen);
    }
}
