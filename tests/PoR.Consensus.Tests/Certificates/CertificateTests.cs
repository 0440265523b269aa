using PoR.Consensus.Certificates;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Cryptography;

namespace PoR.Consensus.Tests.Certificates;

public sealed class CertificateTests
{
    // W = 20 and τ is all of it, so t_H = ⌈13.8⌉ = 14; seats equal weights.
    private static readonly Cast Members = new([2, 2, 3, 3, 5, 5], cryptography: new SodiumCryptography());
    private static readonly BlockValue Value = Members.ValueOf(0);
    private static readonly BlockDigest Empty = new(Cast.Hash("empty"));

    [Theory(DisplayName = "PoR §5.2 step 5: t_H seats for (0, v) in steps 4, 7, 10, … certify v")]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(10)]
    public void A_block_is_certified(int step)
    {
        var certificate = OfBlock(step);

        Assert.Equal(14, Members.View.CertificateThreshold);
        Assert.Null(Verify(certificate));
        Assert.Equal(Value.Block, certificate.Block);
    }

    [Theory(DisplayName = "PoR §5.2 step 5: t_H seats for 1 in steps 5, 8, … certify the empty block")]
    [InlineData(5)]
    [InlineData(8)]
    public void The_empty_block_is_certified(int step)
    {
        var votes = Enumerable.Range(0, 6)
            .Select(i => Members.Verified(Members.Vote(i, step, i % 2 == 0 ? null : Members.ValueOf(i), 1)));

        Assert.Null(Verify(CertificateBuilder.OfEmptyBlock(Members.View, new Step(step), Empty, votes)));
    }

    [Fact(DisplayName = "PoR §5.2 step 5: exactly t_H seats certify, one seat less does not")]
    public void A_certificate_begins_at_the_threshold()
    {
        Assert.Equal(14, Members.View.CertificateThreshold);
        Assert.Null(Verify(OfSeats(Members, Step.BbaStart, 5, 5, 2, 2)));
        Assert.Equal(new CertificateFault.TooFewSeats(13, 14), Verify(OfSeats(Members, Step.BbaStart, 5, 5, 3)));
        Assert.Null(Verify(OfSeats(Members, Step.BlockDecision, 5, 5, 2, 2)));
        Assert.IsType<CertificateFault.TooFewSeats>(Verify(OfSeats(Members, Step.BlockDecision, 5, 5, 3)));
    }

    [Fact(DisplayName = "PoR §5.2 step 5: t_H votes of one seat each certify; one vote more is too many")]
    public void A_certificate_holds_at_most_as_many_votes_as_seats_are_needed()
    {
        var members = new Cast([1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
        CertificateFault? VerifyVotes(int count) => CertificateVerifier.Verify(
            OfSeats(members, Step.BbaStart, [.. Enumerable.Repeat(1L, count)]), members.View, members.Checks);

        Assert.Equal(7, members.View.CertificateThreshold);
        Assert.IsType<CertificateFault.TooFewSeats>(VerifyVotes(6));
        Assert.Null(VerifyVotes(7));
        Assert.IsType<CertificateFault.TooManyVotes>(VerifyVotes(8));
    }

    [Fact]
    public void A_certificate_carries_the_fewest_votes_whatever_the_order_of_arrival()
    {
        var votes = Enumerable.Range(0, 6).Select(i => Members.Verified(Members.Vote(i, 4, Value, 0))).ToArray();

        var one = CertificateBuilder.OfBlock(Members.View, Step.BbaStart, Value, Members.Ticket(0), votes);
        var other = CertificateBuilder.OfBlock(
            Members.View, Step.BbaStart, Value, Members.Ticket(0), votes.Reverse().Concat(votes));

        Assert.Equal(4, one.Votes.Length); // 5 + 5 + 3 is 13, one seat short.
        Assert.Equal(one.Votes.Select(v => v.Digest), other.Votes.Select(v => v.Digest));
    }

    [Fact]
    public void A_builder_refuses_what_does_not_end_the_round()
    {
        var votes = Enumerable.Range(0, 6).Select(i => Members.Verified(Members.Vote(i, 4, Value, 0))).ToArray();
        var heavy = votes.OrderByDescending(v => v.Seats).Take(3);

        Assert.Throws<ArgumentException>(
            () => CertificateBuilder.OfBlock(Members.View, Step.BbaStart, Value, Members.Ticket(0), heavy));
        Assert.Throws<ArgumentException>(
            () => CertificateBuilder.OfBlock(Members.View, Step.BbaStart, Value, Members.Ticket(1), votes));
        Assert.Throws<ArgumentException>(
            () => CertificateBuilder.OfBlock(Members.View, Step.BlockDecision, Value, Members.Ticket(0), votes));
        Assert.Throws<ArgumentException>(
            () => CertificateBuilder.OfEmptyBlock(Members.View, Step.BbaStart, Empty, votes));
    }

    [Theory(DisplayName = "PoR §5.2 step 5: other steps end no round")]
    [InlineData(3, 5)]
    [InlineData(5, 4)]
    [InlineData(6, 6)]
    [InlineData(9, 9)]
    [InlineData(8, 7)]
    public void Other_steps_certify_nothing(int forBlock, int forEmpty)
    {
        var block = OfBlock(4) with { Step = new Step(forBlock) };
        Assert.IsType<CertificateFault.WrongStep>(Verify(block));
        if (!new Step(forEmpty).CanEndEmpty)
            Assert.IsType<CertificateFault.WrongStep>(Verify(block with { Ticket = null, Step = new Step(forEmpty) }));
    }

    [Fact]
    public void A_changed_certificate_is_refused()
    {
        var good = OfBlock(4);
        var votes = good.Votes;
        var ticket = good.Ticket!;
        var lightest = votes.MinBy(v => Members.Verified(v).Seats)!;
        var index = Enumerable.Range(0, 6).Single(i => Members[i] == votes[0].Ballot.Sender);
        Certificate WithFirst(UnverifiedVote vote) => good with { Votes = votes.SetItem(0, vote) };
        (Certificate Certificate, Type Fault)[] cases =
        [
            (good with { Round = good.Round.Next }, typeof(CertificateFault.WrongRound)),
            (good with { Parent = Empty }, typeof(CertificateFault.WrongParent)),
            (good with { Block = Empty }, typeof(CertificateFault.ForeignVote)),
            (good with { Step = new Step(7) }, typeof(CertificateFault.ForeignVote)),
            (good with { Ticket = Members.Ticket(1) }, typeof(CertificateFault.ForeignVote)),
            (
                good with { Ticket = ticket with { SeedProof = ticket.Credential } },
                typeof(CertificateFault.InvalidTicket)),
            (good with { Votes = votes.Remove(lightest) }, typeof(CertificateFault.TooFewSeats)),
            (good with { Votes = [] }, typeof(CertificateFault.TooFewSeats)),
            (good with { Votes = votes.Insert(0, votes[0]) }, typeof(CertificateFault.BadOrder)),
            (good with { Votes = [.. votes.Reverse()] }, typeof(CertificateFault.BadOrder)),
            (good with { Votes = [.. votes, .. votes, .. votes, .. votes] }, typeof(CertificateFault.TooManyVotes)),
            (WithFirst(Members.Vote(index, 4, Members.ValueOf(0, "other"), 0)), typeof(CertificateFault.ForeignVote)),
            (WithFirst(Members.Vote(index, 4, Members.ValueOf(1), 0)), typeof(CertificateFault.ForeignVote)),
            (WithFirst(Members.Vote(index, 4, Value, 1)), typeof(CertificateFault.ForeignVote)),
            (WithFirst(Members.Vote(index, 7, Value, 0)), typeof(CertificateFault.ForeignVote)),
            (WithFirst(new(votes[0].Ballot, votes[1].Signature)), typeof(CertificateFault.InvalidVote)),
        ];

        foreach (var (certificate, fault) in cases)
            Assert.IsType(fault, Verify(certificate));
        Assert.Equal(
            new CertificateFault.InvalidVote(votes[0].Ballot.Sender, Step.BbaStart, VoteFault.BadSignature),
            Verify(WithFirst(new(votes[0].Ballot, votes[1].Signature))));
        Assert.Equal(
            new CertificateFault.InvalidTicket(ticket.Sender, TicketFault.BadSeedProof),
            Verify(good with { Ticket = ticket with { SeedProof = ticket.Credential } }));
    }

    [Fact]
    public void Votes_for_bit_0_never_certify_the_empty_block()
    {
        var votes = Enumerable.Range(1, 5)
            .Select(i => Members.Vote(i, 5, null, 1))
            .Prepend(Members.Vote(0, 5, Value, 0));
        var certificate = new Certificate(
            Members.View.Round, Members.View.Parent, Empty, Step.BlockDecision, null, [.. votes]);

        Assert.IsType<CertificateFault.ForeignVote>(Verify(certificate));
    }

    // Whoever hands a certificate over puts into it what it likes: no builder is asked.
    private static Certificate OfSeats(Cast members, Step step, params long[] seats)
    {
        var value = step.CanEndWithBlock ? members.ValueOf(0) : null;
        var bit = value is null ? (byte)1 : (byte)0;
        return new Certificate(
            members.View.Round,
            members.View.Parent,
            value?.Block ?? Empty,
            step,
            value is null ? null : members.Ticket(0),
            [.. members.WithWeights(seats).Select(i => members.Vote(i, step.Number, value, bit))]);
    }

    private static Certificate OfBlock(int step) => CertificateBuilder.OfBlock(
        Members.View,
        new Step(step),
        Value,
        Members.Ticket(0),
        Enumerable.Range(0, 6).Select(i => Members.Verified(Members.Vote(i, step, Value, 0))));

    private static CertificateFault? Verify(Certificate certificate) =>
        CertificateVerifier.Verify(certificate, Members.View, Members.Checks);
}
