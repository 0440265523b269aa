using PoR.Actors.Gossiping;
using PoR.Actors.Ledgers;
using PoR.Actors.Messages;
using PoR.Actors.Rounds;
using PoR.Actors.Tests.Stages;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Tests.Gossiping;

/// <summary>D10: who has ended a round tells its certificate at once.</summary>
public sealed class CertificateGossipTests
{
    private const string _me = Stage.Gossip;

    private readonly Cast _cast = new(4);

    [Fact]
    public void All_peers_are_told_but_those_that_told_it()
    {
        var stage = StageOf();
        var certified = _cast.CertifyEmpty(_cast.Root);
        stage.Tell(_me, Opened(null));
        stage.FromPeer(2, new PeerMessage.CertificateSent(certified.Certificate));
        stage.Tell(_me, new GossipMessage.Announce(certified.Certificate));

        Assert.Equal(["1", "3"], Told(stage));
    }

    [Fact]
    public void A_peer_that_told_another_end_of_the_round_is_told_this_one()
    {
        var stage = StageOf();
        var block = _cast.Certify(_cast.Root, _cast.Block(1, _cast.Root));
        stage.Tell(_me, Opened(null));
        stage.FromPeer(2, new PeerMessage.CertificateSent(_cast.CertifyEmpty(_cast.Root).Certificate));
        stage.Tell(_me, new GossipMessage.Announce(block.Certificate));

        Assert.Equal(["1", "2", "3"], Told(stage));
    }

    [Theory(DisplayName = "What all peers together would take longer than λ/4 goes to a few, which pass it on")]
    [InlineData(0, new[] { "1", "2", "3" })]
    [InlineData(-1, new[] { "3" })]
    public void A_large_certificate_is_flooded(int spare, string[] told)
    {
        var certificate = _cast.CertifyEmpty(_cast.Root).Certificate;
        var bytes = 3L * EncodedMessage.Of(new PeerMessage.CertificateSent(certificate)).Length;
        var stage = StageOf(o => o with { FloodPeers = [new NodeId(3)], TellAllBytesMax = bytes + spare });
        stage.Tell(_me, Opened(null), new GossipMessage.Announce(certificate));

        Assert.Equal(told, Told(stage));
    }

    [Fact(DisplayName = "A certificate of the round that is over here goes to no actor; of the open one, to the round")]
    public void Only_certificates_that_matter_are_passed_on()
    {
        var stage = StageOf();
        var (blocks, tip) = _cast.Chain(_cast.Root, 3);
        var second = _cast.Extend(_cast.Root, blocks[0].Block);
        stage.Tell(_me, new GossipMessage.RoundOpened(second.View, blocks[0]));
        stage.FromPeer(1, new PeerMessage.CertificateSent(blocks[0].Certificate));
        Assert.Empty(stage.Heard<CoordinatorMessage.CertificateReceived>());

        stage.FromPeer(1, new PeerMessage.CertificateSent(blocks[1].Certificate));
        Assert.Single(stage.Heard<CoordinatorMessage.CertificateReceived>());
        Assert.Empty(stage.Heard<LedgerMessage.StatusHeard>());

        // Of a later round: it waits for its round, and the ledger hears where the peer stands.
        stage.FromPeer(1, new PeerMessage.CertificateSent(blocks[2].Certificate));
        Assert.Equal(2, stage.Heard<CoordinatorMessage.CertificateReceived>().Count());
        var status = Assert.Single(stage.Heard<LedgerMessage.StatusHeard>());
        Assert.Equal((new Round(4), tip.Tip), (status.OpenRound, status.Parent));
    }

    [Fact]
    public void Blocks_for_a_peer_far_behind_come_from_a_few_nodes_only()
    {
        var (blocks, _) = _cast.Chain(_cast.Root, 3);
        var stage = StageOf(o => o with { FloodPeers = [new NodeId(3)] });
        stage.Tell(_me, new GossipMessage.HelpBehind(new NodeId(1), blocks));
        Assert.DoesNotContain(stage.All, h => h.Message is PeerMessage.ChainSent);

        stage.Tell(_me, new GossipMessage.HelpBehind(new NodeId(3), blocks));
        Assert.Equal("3", Assert.Single(stage.All, h => h.Message is PeerMessage.ChainSent).By);
    }

    private static IEnumerable<string> Told(Stage stage) =>
        stage.All.Where(h => h.Message is PeerMessage.CertificateSent).Select(h => h.By);

    private GossipMessage.RoundOpened Opened(CertifiedBlock? certificate) =>
        new(_cast.Root.View, certificate);

    private Stage StageOf(Func<GossipOptions, GossipOptions>? change = null)
    {
        var options = new GossipOptions([new NodeId(1), new NodeId(2), new NodeId(3)], TimeSpan.FromSeconds(8));
        return new(Stage.Gossip, (peer, link) => GossipActor.Props(
            peer, _cast.Services(), change?.Invoke(options) ?? options, link));
    }
}
