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
    private static readonly Cast Members = new(6);

    [Fact]
    public void A_foreign_body_under_a_good_header_says_nothing_about_the_block()
    {
        var services = Members.Services();
        var good = Members.Block(0, Members.Root, Members.Payment(1, 2, sequence: 1, amount: 5));
        var forged = new Block(good.Header, [], []);

        var first = services.Chain.Execute(Members.Root, forged, services.Checks, isScored: false);
        var second = services.Chain.Execute(Members.Root, good, services.Checks, isScored: false);

        Assert.IsType<BlockOutcome.Invalid>(first);
        Assert.IsType<BlockOutcome.Valid>(second);
    }

    [Fact]
    public void A_certificate_with_another_round_says_nothing_about_the_certificate()
    {
        var services = Members.Services();
        var good = Members.Certify(Members.Root, Members.Block(0, Members.Root)).Certificate;

        var first = services.Checks.Check(good with { Round = good.Round.Next }, Members.View);

        Assert.Equal(new CertificateFault.WrongRound(good.Round.Next, good.Round), first);
        Assert.Null(services.Checks.Check(good, Members.View));
    }

    [Fact]
    public void A_ledger_that_lacks_a_body_goes_on_asking_after_a_foreign_one()
    {
        var services = Members.Services();
        var certified = Members.Certify(
            Members.Root, Members.Block(0, Members.Root, Members.Payment(1, 2, sequence: 1, amount: 5)));
        var stage = new Stage(Stage.Ledger, (peer, _) => LedgerActor.Props(peer, services));

        stage.Tell(Stage.Ledger, new LedgerMessage.RoundEnded(certified.Certificate, null));
        stage.Tell(Stage.Ledger, new LedgerMessage.BlockReceived(new Block(certified.Block.Header, [], [])));
        stage.Tell(Stage.Ledger, new LedgerMessage.BlockReceived(certified.Block));

        Assert.Equal(certified.Block.Digest, stage.Facts<Fact.LedgerOpened>().Single().Chain.Tip.Tip);
    }

    [Fact]
    public void Catching_up_survives_a_good_certificate_with_a_foreign_body()
    {
        var services = Members.Services();
        var certified = Members.Certify(
            Members.Root, Members.Block(0, Members.Root, Members.Payment(1, 2, sequence: 1, amount: 5)));
        var forged = new CertifiedBlock(new Block(certified.Block.Header, [], []), certified.Certificate);
        var stage = new Stage(Stage.Ledger, (peer, _) => LedgerActor.Props(peer, services));

        stage.Tell(Stage.Ledger, new LedgerMessage.ChainReceived(new NodeId(1), [forged, certified]));

        Assert.Equal(certified.Block.Digest, stage.Facts<Fact.LedgerOpened>().Single().Chain.Tip.Tip);
    }

    [Fact]
    public void Evidence_of_another_block_under_a_good_header_is_no_body()
    {
        var first = Members.Vote(3, Members.View, new(4), Members.ValueOf(1), 1);
        var second = Members.Vote(3, Members.View, new(4), null, 1);
        var good = Members.Block(0, Members.Root);
        Evidence foreign = new Evidence.Contradiction(first, second);

        var compact = CompactBlock.Of(good) with { Evidence = [foreign] };

        Assert.Null(compact.Expand([]));
        Assert.NotNull(CompactBlock.Of(good).Expand([]));
    }
}
