using PoR.Actors;
using PoR.Core.Hashing;
using PoR.Wire;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Lies about what it has heard: it names votes that nobody has signed, and sends no block and no chain to whoever
/// asks.
/// </summary>
public sealed class DigestLiar : Adversary
{
    /// <inheritdoc/>
    public override IEnumerable<PeerMessage> Say(HostileNode me, NodeId to, PeerMessage message) => message switch
    {
        PeerMessage.VotesHeard heard =>
        [
            heard with { Steps = [.. heard.Steps.Select(static step => step with { Votes = Other(step.Votes) })] },
        ],
        PeerMessage.VotesListed listed =>
            [listed with { Votes = [.. listed.Votes.Select(static vote => vote with { Mark = ~vote.Mark })] }],
        PeerMessage.BlockSent or PeerMessage.ChainSent => [],
        _ => [message],
    };

    private static Digest Other(Digest digest) => DomainHash.Of(HashDomain.Model, digest.Bytes.ToArray());
}
