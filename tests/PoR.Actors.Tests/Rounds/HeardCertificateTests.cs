using PoR.Actors.Gossiping;
using PoR.Actors.Ledgers;
using PoR.Actors.Links;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Actors.Rounds;
using PoR.Actors.Services;
using PoR.Actors.Tests.Stages;
using PoR.Consensus.Certificates;
using PoR.Core.Agreement;

namespace PoR.Actors.Tests.Rounds;

/// <summary>D10: a peer's certificate ends the open round.</summary>
public sealed class HeardCertificateTests
{
    private const string _me = Stage.Coordinator;

    private readonly Cast _cast = new(4);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_valid_certificate_ends_the_round_once(bool isEmpty)
    {
        var stage = StageOf();
        var certified = isEmpty
            ? _cast.CertifyEmpty(_cast.Root)
            : _cast.Certify(_cast.Root, _cast.Block(1, _cast.Root));
        stage.Tell(_me, Opened(), Heard(1, certified.Certificate), Heard(2, certified.Certificate));

        var ended = Assert.Single(stage.Heard<LedgerMessage.RoundEnded>());
        Assert.Same(certified.Certificate, ended.Certificate);
        Assert.Null(ended.Block); // Its body never came here: the ledger fetches it.
    }

    [Fact(DisplayName = "A certificate that proves nothing ends nothing and keeps no real one out; one of each peer")]
    public void Forged_certificates_are_refused()
    {
        var stage = StageOf();
        var real = _cast.Certify(_cast.Root, _cast.Block(1, _cast.Root)).Certificate;
        var empty = _cast.CertifyEmpty(_cast.Root).Certificate;
        stage.Tell(
            _me, Opened(),
            Heard(1, real with { Votes = real.Votes.RemoveAt(0) }),
            Heard(1, real), // Its first one is looked at.
            Heard(2, empty with { Block = real.Block }));
        Assert.Empty(stage.Heard<LedgerMessage.RoundEnded>());
        Assert.Equal(
            [typeof(CertificateFault.TooFewSeats), typeof(CertificateFault.WrongBlock)],
            stage.Facts<Fact.MessageRefused>()
                .Select(f => Assert.IsType<Refusal.OfCertificate>(f.Refusal).Fault.GetType()));
        Assert.Equal(
            [new(new NodeId(1), PeerFault.Forged), new(new NodeId(2), PeerFault.Forged)],
            stage.Heard<GossipMessage.AtFault>());

        stage.Tell(_me, Heard(3, real));
        Assert.Same(real, Assert.Single(stage.Heard<LedgerMessage.RoundEnded>()).Certificate);
    }

    [Fact]
    public void A_certificate_of_the_next_round_waits_until_it_opens()
    {
        var stage = StageOf();
        var (blocks, _) = _cast.Chain(_cast.Root, 2);
        var next = _cast.Extend(_cast.Root, blocks[0].Block);
        stage.Tell(_me, Opened(), Heard(1, blocks[1].Certificate));
        Assert.Empty(stage.Heard<LedgerMessage.RoundEnded>());

        stage.Tell(_me, new CoordinatorMessage.RoundOpened(next, blocks[0]));
        Assert.Same(blocks[1].Certificate, Assert.Single(stage.Heard<LedgerMessage.RoundEnded>()).Certificate);
    }

    [Fact(DisplayName = "A certificate whose votes were checked before costs no signature check")]
    public void Known_votes_are_not_checked_again()
    {
        var counting = new CountingCryptography(_cast.Cryptography);
        var checks = new PeerChecks(counting, 1_000);
        var certificate = _cast.Certify(_cast.Root, _cast.Block(1, _cast.Root)).Certificate;
        foreach (var vote in certificate.Votes)
            checks.Check(vote, _cast.Root.View);
        checks.Check(certificate.Ticket!, _cast.Root.View);
        Assert.True(counting.Checked > certificate.Votes.Length);
        var before = counting.Checked;

        Assert.Null(checks.Check(certificate, _cast.Root.View));
        Assert.Equal(before, counting.Checked);
    }

    private static CoordinatorMessage.CertificateReceived Heard(int peer, Certificate certificate) =>
        new(new NodeId(peer), certificate);

    private CoordinatorMessage.RoundOpened Opened() => new(_cast.Root, null);

    private Stage StageOf() => new(
        Stage.Coordinator, (peer, _) => RoundCoordinatorActor.Props(peer, _cast.Services(), Supervision.Escalate));
}
