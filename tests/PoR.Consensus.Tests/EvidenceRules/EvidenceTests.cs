using PoR.Consensus.EvidenceRules;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Cryptography;

namespace PoR.Consensus.Tests.EvidenceRules;

public sealed class EvidenceTests
{
    private static readonly Cast Members = Accusing(new Ratio(69, 100), 2, 2, 3, 3, 5, 5);
    private static readonly BlockValue Bad = Members.ValueOf(0);

    [Fact(DisplayName = "PoR §5.2 step 4: t_H seats without confidence blacklist the leader")]
    public void No_confidence_of_enough_seats_is_evidence()
    {
        var evidence = NoConfidence();

        Assert.Equal(14, Members.View.NoConfidenceThreshold);
        Assert.Null(Verify(evidence));
        Assert.Equal(Bad.Leader, evidence.Accused);
    }

    [Fact(DisplayName = "PoR §5.3: exactly the share of seats without confidence is evidence, one seat less is none")]
    public void Evidence_begins_at_its_share()
    {
        var members = Accusing(new Ratio(51, 100), 2, 2, 3, 3, 5, 5);
        Assert.Equal((11, 14), (members.View.NoConfidenceThreshold, members.View.CertificateThreshold));

        Assert.Null(VerifySeats(members, 5, 3, 3));
        Assert.Equal(new EvidenceFault.TooFewSeats(10, 11), VerifySeats(members, 5, 5));
        Assert.Equal(11, Built(members, 5, 3, 3)!.Votes.Sum(v => members.Verified(v).Seats));
        Assert.Null(Built(members, 5, 5));
    }

    [Fact(DisplayName = "PoR §5.3: votes of one seat each are evidence when they are as many as the share's seats")]
    public void Evidence_holds_at_most_as_many_votes_as_its_share_has_seats()
    {
        var members = Accusing(new Ratio(51, 100), 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        EvidenceFault? VerifyVotes(int count) => VerifySeats(members, [.. Enumerable.Repeat(1L, count)]);

        Assert.Equal(6, members.View.NoConfidenceThreshold);
        Assert.IsType<EvidenceFault.TooFewSeats>(VerifyVotes(5));
        Assert.Null(VerifyVotes(6));
        Assert.IsType<EvidenceFault.TooManyVotes>(VerifyVotes(7));
    }

    [Fact]
    public void Votes_of_too_few_seats_make_no_evidence()
    {
        var votes = Enumerable.Range(0, 6).Select(i => Members.Verified(Members.Vote(i, 3, null, null, Bad)));

        Assert.Null(EvidenceBuilder.NoConfidence(
            Members.View, Bad, votes.OrderByDescending(v => v.Seats).Take(3)));
    }

    [Fact]
    public void Changed_no_confidence_is_refused()
    {
        var good = NoConfidence();
        var votes = good.Votes;
        var stranger = new PublicKey(Cast.Hash("x"));
        var index = Enumerable.Range(0, 6).Single(i => Members[i] == votes[0].Ballot.Sender);
        Evidence WithFirst(UnverifiedVote vote) => good with { Votes = votes.SetItem(0, vote) };
        (Evidence Evidence, Type Fault)[] cases =
        [
            (good with { InRound = good.InRound.Next }, typeof(EvidenceFault.WrongRound)),
            (good with { Parent = new BlockDigest(Cast.Hash("x")) }, typeof(EvidenceFault.WrongParent)),
            (good with { Value = Bad with { Leader = stranger } }, typeof(EvidenceFault.AccusedNotEligible)),
            (good with { Value = Members.ValueOf(0, "other") }, typeof(EvidenceFault.ForeignVote)),
            (good with { Value = Members.ValueOf(1) }, typeof(EvidenceFault.ForeignVote)),
            (good with { Votes = votes.RemoveAt(0) }, typeof(EvidenceFault.TooFewSeats)),
            (good with { Votes = votes.Insert(0, votes[0]) }, typeof(EvidenceFault.BadOrder)),
            (good with { Votes = [.. votes, .. votes, .. votes, .. votes] }, typeof(EvidenceFault.TooManyVotes)),
            (WithFirst(Members.Vote(index, 3, null)), typeof(EvidenceFault.ForeignVote)),
            (WithFirst(Members.Vote(index, 2, null, null, Bad)), typeof(EvidenceFault.ForeignVote)),
            (WithFirst(Members.Vote(index, 3, Bad, null, Bad)), typeof(EvidenceFault.InvalidVote)),
            (WithFirst(new(votes[0].Ballot, votes[1].Signature)), typeof(EvidenceFault.InvalidVote)),
        ];

        foreach (var (evidence, fault) in cases)
            Assert.IsType(fault, Verify(evidence));
        Assert.Equal(
            new EvidenceFault.InvalidVote(votes[0].Ballot.Sender, Step.BlockVerification, VoteFault.BadSignature),
            Verify(WithFirst(new(votes[0].Ballot, votes[1].Signature))));
    }

    [Fact(DisplayName = "PoR §6.5: two ballots of one sender, round and step are evidence, on one parent or two")]
    public void Two_different_ballots_are_evidence()
    {
        var one = Members.Vote(2, 2, Bad);
        var elsewhere = Members.Sign(2, one.Ballot with { Parent = new BlockDigest(Cast.Hash("x")) });

        Assert.Null(Verify(EvidenceBuilder.Contradiction(one, Members.Vote(2, 2, null))));
        Assert.Null(Verify(EvidenceBuilder.Contradiction(Members.Vote(2, 2, null), one)));
        Assert.Null(Verify(EvidenceBuilder.Contradiction(one, elsewhere)));
    }

    [Fact]
    public void Two_votes_that_do_not_contradict_each_other_are_no_evidence()
    {
        var one = Members.Vote(2, 2, Bad);
        var resigned = new UnverifiedVote(one.Ballot, one.Signature with { Signature = default });
        var stranger = new PublicKey(Cast.Hash("x"));
        var other = Members.Vote(2, 2, null);
        var (first, second) = one.Digest.CompareTo(other.Digest) < 0 ? (one, other) : (other, one);
        var later = Changed(other, b => b with { Round = b.Round.Next });
        var foreign = Changed(other, b => b with { Network = default });
        var forged = new UnverifiedVote(one.Ballot with { Value = Members.ValueOf(3) }, one.Signature);
        (Evidence Evidence, Type Fault)[] cases =
        [
            (new Evidence.Contradiction(one, one), typeof(EvidenceFault.NoContradiction)),
            (new Evidence.Contradiction(one, resigned), typeof(EvidenceFault.NoContradiction)),
            (new Evidence.Contradiction(one, Members.Vote(2, 3, null)), typeof(EvidenceFault.NoContradiction)),
            (new Evidence.Contradiction(one, Members.Vote(3, 2, Bad)), typeof(EvidenceFault.NoContradiction)),
            (new Evidence.Contradiction(second, first), typeof(EvidenceFault.BadOrder)),
            (EvidenceBuilder.Contradiction(one, forged), typeof(EvidenceFault.BadSignature)),
            (EvidenceBuilder.Contradiction(forged, other), typeof(EvidenceFault.BadSignature)),
            (new Evidence.Contradiction(one, later), typeof(EvidenceFault.WrongRound)),
            (new Evidence.Contradiction(later, other), typeof(EvidenceFault.WrongRound)),
            (new Evidence.Contradiction(one, foreign), typeof(EvidenceFault.WrongNetwork)),
            (new Evidence.Contradiction(foreign, one), typeof(EvidenceFault.WrongNetwork)),
            (
                new Evidence.Contradiction(
                    Changed(one, b => b with { Sender = stranger }), Changed(other, b => b with { Sender = stranger })),
                typeof(EvidenceFault.AccusedNotEligible)),
        ];

        foreach (var (evidence, fault) in cases)
            Assert.IsType(fault, Verify(evidence));
        Assert.Throws<ArgumentException>(() => EvidenceBuilder.Contradiction(one, resigned));
    }

    [Fact(DisplayName = "PoR §6.5: both ballots of a contradiction are signed, whichever stands first")]
    public void Both_ballots_are_signed()
    {
        var one = Members.Vote(2, 2, Bad);
        var forged = Enumerable.Range(0, 16)
            .Select(i => new UnverifiedVote(
                one.Ballot with { Value = Members.ValueOf(3, $"forged {i}") }, one.Signature))
            .ToLookup(f => f.Digest.CompareTo(one.Digest) < 0);

        Assert.IsType<EvidenceFault.BadSignature>(Verify(new Evidence.Contradiction(forged[true].First(), one)));
        Assert.IsType<EvidenceFault.BadSignature>(Verify(new Evidence.Contradiction(one, forged[false].First())));
    }

    [Fact(DisplayName = "PoR §5.3: evidence is built of votes that name the block, and of no others")]
    public void Votes_against_another_block_make_no_evidence()
    {
        var votes = Enumerable.Range(0, 6)
            .Select(i => Members.Verified(Members.Vote(i, 3, null, null, i < 4 ? Bad : Members.ValueOf(1))));

        Assert.Null(EvidenceBuilder.NoConfidence(Members.View, Members.ValueOf(2), votes));
        Assert.Null(EvidenceBuilder.NoConfidence(Members.View, Members.ValueOf(1), votes));
    }

    private static Cast Accusing(Ratio share, params long[] weights) => new(
        weights, Cast.Everyone with { NoConfidenceRatio = share }, cryptography: new SodiumCryptography());

    // Whoever hands evidence over puts into it what it likes: no builder is asked.
    private static EvidenceFault? VerifySeats(Cast members, params long[] seats)
    {
        var bad = members.ValueOf(0);
        var votes = members.WithWeights(seats).Select(i => members.Vote(i, 3, null, null, bad));
        return EvidenceVerifier.Verify(
            new Evidence.NoConfidence(members.View.Round, members.View.Parent, bad, [.. votes]),
            members.View,
            members.Checks);
    }

    private static Evidence.NoConfidence? Built(Cast members, params long[] seats) =>
        EvidenceBuilder.NoConfidence(
            members.View,
            members.ValueOf(0),
            members.WithWeights(seats)
                .Select(i => members.Verified(members.Vote(i, 3, null, null, members.ValueOf(0)))));

    private static UnverifiedVote Changed(UnverifiedVote vote, Func<Ballot, Ballot> change) =>
        new(change(vote.Ballot), vote.Signature);

    private static Evidence.NoConfidence NoConfidence() => EvidenceBuilder.NoConfidence(
        Members.View,
        Bad,
        Enumerable.Range(0, 6).Select(i => Members.Verified(Members.Vote(i, 3, null, null, Bad))))!;

    private static EvidenceFault? Verify(Evidence evidence) =>
        EvidenceVerifier.Verify(evidence, Members.View, Members.Checks);
}
