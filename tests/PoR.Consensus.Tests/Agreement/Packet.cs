using PoR.Consensus.Votes;
using PoR.Core.Agreement;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>What passes from node to node.</summary>
internal abstract record Packet
{
    public sealed record OfVote(Vote Vote) : Packet;

    public sealed record OfTicket(Ticket Ticket) : Packet;

    public sealed record OfBlock(BlockValue Value) : Packet;

    public sealed record OfCertificate(Certificate Certificate) : Packet;
}
