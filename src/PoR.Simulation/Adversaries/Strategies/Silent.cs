using PoR.Actors;
using PoR.Wire;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>Hears everything, and says nothing.</summary>
public sealed class Silent : Adversary
{
    /// <inheritdoc/>
    public override IEnumerable<PeerMessage> Say(HostileNode me, NodeId to, PeerMessage message) => [];
}
