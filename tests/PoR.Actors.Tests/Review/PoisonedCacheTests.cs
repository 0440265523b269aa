using PoR.Actors.Ledgers;
using PoR.Actors.Messages;
using PoR.Actors.Tests.Stages;
using PoR.Consensus.Certificates;
using PoR.Core.Agreement;
using PoR.Ledger.Blocks;
using PoR.Wire;

namespace PoR.Actors.Tests.Review;

/// <summary>What a peer sends must never make a node keep a wrong answer about something else.</summary>
public sealed class PoisonedCacheTests
{
    private static readonly ReviewNetwork Network = new();

    [Fact]
    public void A_foreign_body_under_a_good_header_says_nothing_about_the_block()
    {
        var services = Network.Services();
        var good = Network.Block(Network.Root, 0, Network.Payment(1, 2, 5));
        var forged = new Block(good.Header, [], []);

        var first = services.Chain.Execute(Network.Root, forged, services.Checks, isScored: false);
        var second = services.Chain.Execute(Network.Root, good, services.Checks, isScored: false);

        Assert.IsType<BlockOutcome.Invalid>(first);
        Assert.IsType<BlockOutcome.Valid>(second);
    }

    [Fact]
    public void A_certificate_with_another_round_says_nothing_about_the_certificate()
    {
        var services = Network.Services();
        var good = Network.Certify(Network.Root, Network.Block(Network.Root, 0)).Certificate;

        var first = services.Checks.Check(good with { Round = good.Round.Next }, Network.Root.View);

        Assert.Equal(new CertificateFault.WrongRound(good.Round.Next, good.Round), first);
        Assert.Null(services.Checks.Check(good, Network.Root.View));
    }

    [Fact]
    public void A_ledger_that_lacks_a_body_goes_on_asking_after_a_foreign_one()
    {
        var services = Network.Services();
        var certified = Network.Certify(
            Network.Root, Network.Block(Network.Root, 0, Network.Payment(1, 2, 5)));
        var stage = new Stage(Stage.Ledger, (peer, _) => LedgerActor.Props(peer, services));

        stage.Tell(Stage.Ledger, new LedgerMessage.RoundEnded(certified.Certificate, null));
        stage.Tell(Stage.Ledger, new LedgerMessage.BlockReceived(new Block(certified.Block.Header, [], [])));
        stage.Tell(Stage.Ledger, new LedgerMessage.BlockReceived(certified.Block));

        Assert.Equal(certified.Block.Digest, stage.Facts<Fact.LedgerOpened>().Single().Chain.Tip.Tip);
    }

    [Fact]
    public void Catching_up_survives_a_good_certificate_with_a_foreign_body()
    {
        var services = Network.Services();
        var certified = Network.Certify(
            Network.Root, Network.Block(Network.Root, 0, Network.Payment(1, 2, 5)));
        var forged = new CertifiedBlock(new Block(certified.Block.Header, [], []), certified.Certificate);
        var stage = new Stage(Stage.Ledger, (peer, _) => LedgerActor.Props(peer, services));

        stage.Tell(Stage.Ledger, new LedgerMessage.ChainReceived(new NodeId(1), [forged, certified]));

        Assert.Equal(certified.Block.Digest, stage.Facts<Fact.LedgerOpened>().Single().Chain.Tip.Tip);
    }

    [Fact]
    public void Evidence_of_another_block_under_a_good_header_is_no_body()
    {
        var first = Network.Vote(Network.Root, 3, new(4), Network.Value(1), 1);
        var second = Network.Vote(Network.Root, 3, new(4), null, 1);
        var good = Network.Block(Network.Root, 0);
        Evidence foreign = new Evidence.Contradiction(first, second);

        var compact = CompactBlock.Of(good) with { Evidence = [foreign] };

        Assert.Null(compact.Expand([]));
        Assert.NotNull(CompactBlock.Of(good).Expand([]));
    }
}
