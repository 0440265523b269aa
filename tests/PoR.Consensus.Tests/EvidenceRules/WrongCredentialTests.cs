using PoR.Consensus.EvidenceRules;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Cryptography;

namespace PoR.Consensus.Tests.EvidenceRules;

/// <summary>One signature is enough to accuse, so nothing that an honest member signs may do it (D15).</summary>
public sealed class WrongCredentialTests
{
    private static readonly Cast Members = new([3, 5, 2, 4], cryptography: new SodiumCryptography());

    // Two branches of round 2, with other parents and other seeds.
    private static readonly CommitteeView One = Members.Extend(Members.Root, Members.Block(0, Members.Root)).View;

    private static readonly CommitteeView Other =
        Members.Extend(Members.Root, Members.CertifyEmpty(Members.Root).Block).View;

    private static UnverifiedVote Honest => Members.Vote(2, One, Step.LeaderSelection, null);

    [Theory(DisplayName = "PoR §6.5.1: whoever signs a credential that is not its own is accused by that one ballot")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(70_000)] // A form that no step knows.
    public void A_signed_wrong_credential_is_evidence(int step)
    {
        var evidence = new Evidence.WrongCredential(
            Members.WithWrongCredential(Members.Vote(2, One, new Step(step), null)));

        Assert.Null(Verify(evidence, One));
        Assert.Equal((Members[2], One.Round), (evidence.Accused, evidence.Round));
    }

    [Fact(DisplayName = "PoR §6.5.1: credentials of another step, round, account or branch are wrong where they stand")]
    public void Other_credentials_are_wrong()
    {
        VrfProof[] credentials =
        [
            Members.Vote(2, One, Step.BlockVerification, null).Ballot.Credential,
            Members.Vote(2, Members.View, Step.LeaderSelection, null).Ballot.Credential,
            Members.Vote(1, One, Step.LeaderSelection, null).Ballot.Credential,
            Members.Vote(2, Other, Step.LeaderSelection, null).Ballot.Credential,
            new([.. Enumerable.Repeat((byte)255, 80)]), // Does not even decode.
        ];

        Assert.All(
            credentials, credential => Assert.Null(Verify(Signed(b => b with { Credential = credential }), One)));
    }

    [Fact(DisplayName = "D15: an honest vote of another branch accuses nobody, however it is shown")]
    public void Votes_of_another_branch_accuse_nobody()
    {
        var elsewhere = Members.Vote(2, Other, Step.LeaderSelection, null);

        Assert.Equal(new EvidenceFault.WrongParent(), Verify(new(elsewhere), One));
        Assert.IsType<EvidenceFault.BadSignature>(Verify(
            new(new UnverifiedVote(elsewhere.Ballot with { Parent = One.Parent }, elsewhere.Signature)), One));
        Assert.IsType<EvidenceFault.CredentialHolds>(Verify(new(elsewhere), Other));
    }

    [Fact(DisplayName = "D15: the credential is signed, so nobody who passes a vote on can exchange it")]
    public void Whoever_passes_a_vote_on_frames_nobody()
    {
        var vote = Honest;
        var proof = Members.Prove(1, "mine"u8);
        (Func<Ballot, Ballot> Change, Type Fault)[] cases =
        [
            (b => b with { Credential = proof }, typeof(EvidenceFault.BadSignature)),
            (b => b with { Step = b.Step.Next }, typeof(EvidenceFault.BadSignature)),
            (b => b with { Sender = Members[1] }, typeof(EvidenceFault.BadSignature)),
            (b => b with { Bit = 1 }, typeof(EvidenceFault.BadSignature)),
            (b => b with { Round = b.Round.Next }, typeof(EvidenceFault.WrongRound)),
            (b => b with { Network = default }, typeof(EvidenceFault.WrongNetwork)),
            (b => b with { Parent = Other.Parent }, typeof(EvidenceFault.WrongParent)),
            (b => b with { Sender = new PublicKey(Cast.Hash("x")) }, typeof(EvidenceFault.AccusedNotEligible)),
        ];

        foreach (var (change, fault) in cases)
            Assert.IsType(fault, Verify(new(new UnverifiedVote(change(vote.Ballot), vote.Signature)), One));
    }

    [Fact(DisplayName = "D15: a ballot that is signed for another network, round or parent is judged there")]
    public void What_is_signed_for_elsewhere_is_judged_elsewhere()
    {
        Assert.Equal(new EvidenceFault.WrongNetwork(), Verify(Signed(b => b with { Network = default }), One));
        Assert.Equal(
            new EvidenceFault.WrongRound(One.Round.Next, One.Round),
            Verify(Signed(b => b with { Round = b.Round.Next }), One));
        Assert.Equal(new EvidenceFault.WrongParent(), Verify(Signed(b => b with { Parent = Other.Parent }), One));
    }

    [Fact(DisplayName = "D15: another's signature in the accused's name proves nothing")]
    public void Another_signs()
    {
        var wrong = Honest.Ballot with { Credential = Members.Prove(1, "mine"u8) };

        Assert.Equal(
            new EvidenceFault.BadSignature(Members[2], Step.LeaderSelection), Verify(new(Members.Sign(1, wrong)), One));
        Assert.Null(Verify(new(Members.Sign(2, wrong)), One));
    }

    [Fact(DisplayName = "D15: a credential that wins no seat is its sender's own, and no evidence")]
    public void Who_has_no_seat_is_not_accused()
    {
        var members = new Cast([1, 1, 1, 1, 1, 1], Cast.Everyone with { CommitteeSize = 1 });
        var vote = Enumerable.Range(4, 10).Select(step => members.Vote(0, step, null, 1)).First(vote =>
            VoteVerifier.Verify(vote, members.View, members.Checks)
                is VoteVerdict.Rejected { Fault: VoteFault.NotSelected });

        Assert.Equal(
            new EvidenceFault.CredentialHolds(members[0], vote.Ballot.Step),
            EvidenceVerifier.Verify(new Evidence.WrongCredential(vote), members.View, members.Checks));
    }

    [Fact(DisplayName = "D15: a form that its step does not know is no evidence, if the credential holds")]
    public void A_bad_form_is_no_evidence()
    {
        UnverifiedVote[] votes =
        [
            Members.Vote(2, One, Step.BbaStart, null, 0), Members.Vote(2, One, Step.LeaderSelection, null, 1),
            Members.Vote(2, One, Step.BlockProposal, null), Members.Vote(2, One, new Step(70_000), null, 1),
        ];

        Assert.All(votes, vote => Assert.False(BallotForm.Holds(vote.Ballot)));
        Assert.All(votes, vote => Assert.IsType<EvidenceFault.CredentialHolds>(Verify(new(vote), One)));
    }

    [Fact(DisplayName = "D15: no honest vote of any member, step and branch is evidence on any branch")]
    public void No_honest_vote_accuses_anybody()
    {
        foreach (var cast in new[] { Members, new Cast([3, 5, 2, 4]) })
        {
            var left = cast.Extend(cast.Root, cast.CertifyEmpty(cast.Root).Block);
            var right = cast.Extend(cast.Root, cast.Block(1, cast.Root));
            CommitteeView[] views = [cast.View, left.View, right.View, cast.Extend(left, cast.Block(2, left)).View];
            var votes =
                from who in Enumerable.Range(0, cast.Count)
                from branch in views
                from step in new[] { 1, 2, 3, 4, 5, 9 }
                select cast.Vote(who, branch, new Step(step), null, step > 3 ? (byte)1 : null);
            foreach (var (vote, view) in votes.SelectMany(_ => views, (vote, view) => (vote, view)))
                Assert.NotNull(EvidenceVerifier.Verify(new Evidence.WrongCredential(vote), view, cast.Checks));
        }
    }

    [Fact(DisplayName = "D33, D15: who registers another's VRF key and shows that one's proofs accuses itself alone")]
    public void A_copied_key_accuses_who_copied_it()
    {
        var victim = One.Find(Members[2])!;
        var shadow = One.Find(Members[1])! with { VrfKey = victim.VrfKey };
        var shadowed = new CommitteeView(
            One.Network, One.Round, One.Parent, One.Seed, One.Members.Replace(One.Find(Members[1])!, shadow),
            One.Parameters);
        var copied = Members.Sign(1, Honest.Ballot with { Sender = Members[1] });

        Assert.Null(Verify(new(copied), shadowed));
        Assert.IsType<EvidenceFault.CredentialHolds>(Verify(new(Honest), shadowed));
    }

    [Fact(DisplayName = "D15: of all reasons to refuse a vote, only a wrong credential accuses its signer")]
    public void Only_one_reason_accuses()
    {
        var accusing = Enum.GetValues<VoteFault>()
            .Where(fault => EvidenceBuilder.WrongCredential(Honest, fault) is not null);

        Assert.Equal([VoteFault.BadCredential], accusing);
    }

    private static Evidence.WrongCredential Signed(Func<Ballot, Ballot> change) => new(Members.Sign(
        2, change(Honest.Ballot with { Credential = Members.Prove(2, "another"u8) })));

    private static EvidenceFault? Verify(Evidence.WrongCredential evidence, CommitteeView view) =>
        EvidenceVerifier.Verify(evidence, view, Members.Checks);
}
