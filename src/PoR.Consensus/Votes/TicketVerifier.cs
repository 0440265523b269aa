using PoR.Consensus.Sortition;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Votes;

/// <summary>Makes a <see cref="Ticket"/> of a <see cref="LeaderTicket"/>; nothing else does (PoR §5.2).</summary>
public static class TicketVerifier
{
    /// <summary>Checks a ticket against agreed state: what is cheap first.</summary>
    /// <param name="ticket">As it came. It bears no signature: its two proofs are the sender's own.</param>
    /// <param name="view">Of the round and branch that the caller is in.</param>
    /// <param name="checks">The cryptography.</param>
    public static TicketVerdict Verify(LeaderTicket ticket, CommitteeView view, ICredentialChecks checks)
    {
        if (ticket.Network != view.Network)
            return Rejected(TicketFault.WrongNetwork);
        if (ticket.Round != view.Round)
            return Rejected(TicketFault.WrongRound);
        if (ticket.Parent != view.Parent)
            return Rejected(TicketFault.WrongParent);
        var member = view.Find(ticket.Sender);
        if (member is null)
            return Rejected(TicketFault.NotEligible);
        var alpha = Credentials.Alpha(ticket.Sender, ticket.Round, Step.BlockProposal, view.Seed);
        if (checks.OutputOf(member.VrfKey, alpha, ticket.Credential) is not { } output)
            return Rejected(TicketFault.BadCredential);
        if (MemberLot.Draw(view, Step.BlockProposal, member, output) is not { } lot)
            return Rejected(TicketFault.NotSelected);
        var seedAlpha = Credentials.SeedAlpha(ticket.Sender, view.Seed);
        if (checks.OutputOf(member.VrfKey, seedAlpha, ticket.SeedProof) is not { } seedOutput)
            return Rejected(TicketFault.BadSeedProof);
        var nextSeed = SeedChain.AfterBlock(seedOutput, ticket.Round);
        return new TicketVerdict.Accepted(new Ticket(ticket, lot.Seats, lot.Rank, nextSeed));
    }

    private static TicketVerdict.Rejected Rejected(TicketFault fault) => new(fault);
}
