namespace PoR.Consensus.Votes;

/// <summary>What a verifier says of a leader's ticket. Closed: every case is nested here.</summary>
public abstract record TicketVerdict
{
    private TicketVerdict()
    {
    }

    /// <summary>The sender is a potential leader.</summary>
    public sealed record Accepted(Ticket Ticket) : TicketVerdict;

    /// <summary>The ticket is refused.</summary>
    public sealed record Rejected(TicketFault Fault) : TicketVerdict;
}
