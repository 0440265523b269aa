using PoR.Actors;
using PoR.Simulation.Adversaries;
using PoR.TestKit;
using PoR.Wire;
using Xunit;

/// <summary>An adversary of one's own, with real signatures and credentials.</summary>
public sealed class OwnAdversaryTest
{
    [Fact]
    public void Who_speaks_to_some_only_is_outvoted_and_never_blacklisted()
    {
        using var network = PoRNetwork.Create().Nodes(7).Participants(7)
            .RealCryptography()
            .With(new OneEar(), share: 0.3)
            .Build();

        network.RunUntilDecided(2);

        Assert.All(network.Nodes[0].Blocks, block => Assert.Empty(block.Block.Evidence));
    }

    private sealed class OneEar : Adversary
    {
        public override IEnumerable<PeerMessage> Say(HostileNode me, NodeId to, PeerMessage message) =>
            to.Index % 2 == 0 ? [message] : [];
    }
}
