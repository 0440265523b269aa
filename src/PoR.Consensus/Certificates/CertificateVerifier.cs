using PoR.Consensus.Votes;
using PoR.Core.Agreement;

namespace PoR.Consensus.Certificates;

/// <summary>Checks CERT^r from agreed state alone: Ending Conditions 0 and 1 (PoR §5.2 step 5).</summary>
public static class CertificateVerifier
{
    /// <summary>Checks a certificate: what is cheap first.</summary>
    /// <param name="certificate">As it came.</param>
    /// <param name="view">Of the round and branch that it should end.</param>
    /// <param name="checks">The cryptography; it may remember votes that it has checked.</param>
    /// <returns>Null when it proves that the round ended with its block.</returns>
    /// <remarks>
    /// Each sender counts once, even if it cast two votes that contradict each other: each of the two may stand in a
    /// certificate for its own side. The caller checks the digest of the empty block: votes for bit 1 do not name it,
    /// and it follows from the state.
    /// </remarks>
    public static CertificateFault? Verify(Certificate certificate, CommitteeView view, ICredentialChecks checks)
    {
        if (FaultBeforeCryptography(certificate, view) is { } fault)
            return fault;
        if (certificate.Ticket is { } ticket
            && TicketVerifier.Verify(ticket, view, checks) is TicketVerdict.Rejected { Fault: var refusal })
            return new CertificateFault.InvalidTicket(ticket.Sender, refusal);
        var (seats, wrong) = VoteSelection.SeatsOf(certificate.Votes, view, checks);
        if (wrong is { Vote.Ballot: var ballot, Fault: var reason })
            return new CertificateFault.InvalidVote(ballot.Sender, ballot.Step, reason);
        return seats < view.CertificateThreshold
            ? new CertificateFault.TooFewSeats(seats, view.CertificateThreshold)
            : null;
    }

    private static CertificateFault? FaultBeforeCryptography(Certificate certificate, CommitteeView view)
    {
        if (certificate.Round != view.Round)
            return new CertificateFault.WrongRound(certificate.Round, view.Round);
        if (certificate.Parent != view.Parent)
            return new CertificateFault.WrongParent();
        if (!(certificate.IsEmptyBlock ? certificate.Step.CanEndEmpty : certificate.Step.CanEndWithBlock))
            return new CertificateFault.WrongStep(certificate.Step);
        if (certificate.Votes.Length > view.CertificateThreshold)
            return new CertificateFault.TooManyVotes(certificate.Votes.Length, view.CertificateThreshold);
        if (!VoteSelection.IsAscending(certificate.Votes))
            return new CertificateFault.BadOrder();
        foreach (var vote in certificate.Votes)
        {
            if (!Supports(vote.Ballot, certificate))
                return new CertificateFault.ForeignVote(vote.Ballot.Sender, vote.Ballot.Step);
        }

        // An empty list of votes fails at the sum of seats, since t_H is at least 1.
        return null;
    }

    private static bool Supports(Ballot ballot, Certificate certificate)
    {
        if (ballot.Step != certificate.Step)
            return false;
        return certificate.Ticket is { } ticket
            ? ballot.Bit == 0 && ballot.Value is { } v && v.Block == certificate.Block && v.Leader == ticket.Sender
            : ballot.Bit == 1;
    }
}
