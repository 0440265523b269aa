using PoR.Consensus.Sortition;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Cryptography;

namespace PoR.Consensus.Tests.Votes;

public sealed class VoteVerifierTests
{
    private static readonly Cast Members = new([3, 5, 2], cryptography: new SodiumCryptography());

    public static TheoryData<string, VoteFault> Mutations => new()
    {
        { "network", VoteFault.WrongNetwork },
        { "round", VoteFault.WrongRound },
        { "parent", VoteFault.WrongParent },
        { "unknown sender", VoteFault.NotEligible },
        { "other sender", VoteFault.BadSignature },
        { "step", VoteFault.BadSignature },
        { "value", VoteFault.BadSignature },
        { "no value", VoteFault.BadSignature },
        { "bit", VoteFault.BadForm },
        { "flag", VoteFault.BadForm },
        { "credential", VoteFault.BadSignature },
        { "signature", VoteFault.BadSignature },
        { "chain shortened", VoteFault.BadSignature },
        { "chain key", VoteFault.BadSignature },
        { "chain certificate", VoteFault.BadSignature },
        { "signed credential", VoteFault.BadCredential },
        { "another's credential", VoteFault.BadCredential },
        { "credential of another step", VoteFault.BadCredential },
        { "credential of another round", VoteFault.BadCredential },
        { "credential of another seed", VoteFault.BadCredential },
    };

    [Theory(DisplayName = "PoR §5.2: a member's vote is accepted with its seats, and its rank where a coin needs it")]
    [InlineData(2, false)]
    [InlineData(5, false)]
    [InlineData(6, true)]
    [InlineData(7, false)]
    [InlineData(9, true)]
    public void A_members_vote_is_accepted(int step, bool isRanked)
    {
        for (var member = 0; member < 3; member++)
        {
            var vote = Members.Verified(
                step == 2 ? Members.Vote(member, step, Members.ValueOf(0)) : Members.Vote(member, step, null, bit: 1));
            var weight = Members.View.Members[member].Weight;
            var output = Members.Checks.OutputOf(
                Members.View.Members[member].VrfKey,
                Credentials.Alpha(Members[member], Members.View.Round, new Step(step), Members.View.Seed),
                vote.Ballot.Credential)!.Value;

            Assert.Equal(weight, vote.Seats); // τ is all weight, so every sub-user is selected.
            Assert.Equal(isRanked ? Credentials.Rank(output, weight) : null, vote.Rank);
        }
    }

    [Theory(DisplayName = "PoR §5.2: a vote with any field changed is refused")]
    [MemberData(nameof(Mutations))]
    public void A_changed_vote_is_refused(string field, VoteFault expected)
    {
        var good = Members.Vote(0, 2, Members.ValueOf(1));
        Members.Verified(good);

        Assert.Equal(expected, FaultOf(Mutate(field, good), Members.View));
    }

    [Fact]
    public void Each_step_knows_only_its_own_form_of_ballot()
    {
        var (own, other) = (Members.ValueOf(0), Members.ValueOf(1));
        (int Step, BlockValue? Value, byte? Bit, BlockValue? Flag, bool Holds)[] cases =
        [
            (1, own, null, null, true), (1, other, null, null, false), (1, null, null, null, false),
            (1, own, 0, null, false), (1, own, null, other, false),
            (2, other, null, null, true), (2, null, null, null, true), (2, other, 1, null, false),
            (2, null, null, other, false),
            (3, other, null, null, true), (3, null, null, null, true), (3, null, null, other, true),
            (3, other, null, other, false), (3, null, 1, other, false),
            (4, other, 0, null, true), (4, other, 1, null, true), (4, null, 1, null, true),
            (4, null, 0, null, false), (4, other, null, null, false), (4, null, 1, other, false),
            (4, other, 2, null, false), (9, null, 0, null, false), (9, null, 1, null, true),
            (0, own, null, null, false), (-1, null, 1, null, false),
            (65_536, null, 1, null, true), (65_537, null, 1, null, false),
        ];

        foreach (var (step, value, bit, flag, holds) in cases)
        {
            var ballot = Members.Vote(0, 2, value, bit, flag).Ballot with { Step = new Step(step) };
            Assert.True(holds == BallotForm.Holds(ballot), $"step {step}, {value}, {bit}, {flag}");
        }

        Assert.Equal(VoteFault.BadForm, FaultOf(Members.Vote(0, 4, null, 0), Members.View));
    }

    [Fact(DisplayName = "PoR §5.2: who holds no seat in a step is not heard in it")]
    public void A_sender_without_a_seat_is_refused()
    {
        var members = new Cast([1, 1, 1, 1, 1, 1], Cast.Everyone with { CommitteeSize = 1 });
        var refused = 0;
        var accepted = 0;
        for (var step = 4; step < 14; step++)
        {
            var vote = members.Vote(0, step, null, 1);
            var verdict = VoteVerifier.Verify(vote, members.View, members.Checks);
            var output = members.Checks.OutputOf(
                members.View.Members[0].VrfKey,
                Credentials.Alpha(members[0], members.View.Round, new Step(step), members.View.Seed),
                vote.Ballot.Credential)!.Value;
            var lot = MemberLot.Draw(members.View, new Step(step), members.View.Members[0], output);

            Assert.Equal(lot is null, verdict is VoteVerdict.Rejected { Fault: VoteFault.NotSelected });
            Assert.Equal(lot?.Seats, (verdict as VoteVerdict.Accepted)?.Vote.Seats);
            refused += lot is null ? 1 : 0;
            accepted += lot is null ? 0 : 1;
        }

        Assert.True(refused > 0 && accepted > 0, $"{refused} refused, {accepted} accepted");
    }

    [Fact(DisplayName = "PoR §6.5: a blacklisted sender, absent from the view, is refused")]
    public void An_absent_member_is_refused()
    {
        var view = Members.View;
        var without = new CommitteeView(
            view.Network, view.Round, view.Parent, view.Seed, view.Members.RemoveAt(1), view.Parameters);

        Assert.Equal(VoteFault.NotEligible, FaultOf(Members.Vote(1, 2, null), without));
    }

    [Fact(DisplayName = "PoR §12.3: a ticket tells its sender's rank and the seed that its block would leave")]
    public void A_ticket_carries_rank_and_next_seed()
    {
        var message = Members.Ticket(1);
        var verdict = TicketVerifier.Verify(message, Members.View, Members.Checks);
        var ticket = Assert.IsType<TicketVerdict.Accepted>(verdict).Ticket;
        var output = Members.Checks.OutputOf(
            Members.View.Members[1].VrfKey,
            Credentials.SeedAlpha(Members[1], Members.View.Seed),
            message.SeedProof)!.Value;

        Assert.Equal(Members.View.Members[1].Weight, ticket.Seats);
        Assert.Equal(SeedChain.AfterBlock(output, Members.View.Round), ticket.NextSeed);
        Assert.Equal(ticket.Rank, Members.Verified(Members.Vote(1, 1, Members.ValueOf(1))).Rank);
    }

    [Fact(DisplayName = "D2: step 1 draws n_1 expected proposers, the other steps τ seats")]
    public void Leaders_and_verifiers_are_drawn_from_their_own_numbers()
    {
        var members = new Cast([3, 5, 2], Cast.Everyone with { ExpectedProposers = 1 });
        var leading = 0L;
        for (var i = 0; i < 3; i++)
        {
            var member = members.View.Members[i];
            Assert.Equal(member.Weight, members.Verified(members.Vote(i, 2, null)).Seats);

            var ticket = members.Ticket(i);
            var alpha = Credentials.Alpha(member.Key, members.View.Round, Step.BlockProposal, members.View.Seed);
            var output = members.Checks.OutputOf(member.VrfKey, alpha, ticket.Credential)!.Value;
            var seats = SortitionTable.Of(member.Weight, totalWeight: 10, expectedSeats: 1).Seats(output);
            var verdict = TicketVerifier.Verify(ticket, members.View, members.Checks);
            Assert.Equal(seats, (verdict as TicketVerdict.Accepted)?.Ticket.Seats ?? 0);
            leading += seats;
        }

        Assert.InRange(leading, 0, 9);
    }

    [Fact]
    public void A_changed_ticket_is_refused()
    {
        var good = Members.Ticket(0);
        var other = Members.Ticket(1);
        (LeaderTicket Ticket, TicketFault Fault)[] cases =
        [
            (good with { Network = new NetworkId(Cast.Hash("x")) }, TicketFault.WrongNetwork),
            (good with { Round = good.Round.Next }, TicketFault.WrongRound),
            (good with { Parent = new BlockDigest(Cast.Hash("x")) }, TicketFault.WrongParent),
            (good with { Sender = new PublicKey(Cast.Hash("x")) }, TicketFault.NotEligible),
            (good with { Sender = other.Sender }, TicketFault.BadCredential),
            (good with { Credential = other.Credential }, TicketFault.BadCredential),
            (good with { Credential = good.SeedProof }, TicketFault.BadCredential),
            (good with { SeedProof = other.SeedProof }, TicketFault.BadSeedProof),
            (good with { SeedProof = good.Credential }, TicketFault.BadSeedProof),
        ];

        foreach (var (ticket, fault) in cases)
        {
            var verdict = TicketVerifier.Verify(ticket, Members.View, Members.Checks);
            Assert.Equal(fault, Assert.IsType<TicketVerdict.Rejected>(verdict).Fault);
        }
    }

    [Fact(DisplayName = "A credential is its account's: who registers another's VRF key cannot show that one's proofs")]
    public void A_copied_key_makes_no_copied_credential()
    {
        var (view, victim) = (Members.View, Members.View.Members[0]);
        var shadow = Members.View.Members[1] with { VrfKey = victim.VrfKey };
        var shadowed = new CommitteeView(
            view.Network, view.Round, view.Parent, view.Seed, view.Members.SetItem(1, shadow), view.Parameters);
        var vote = Members.Vote(0, 2, null);
        var copied = Members.Sign(1, vote.Ballot with { Sender = Members[1] });
        var ticket = Members.Ticket(0) with { Sender = Members[1] };

        Assert.Equal(VoteFault.BadCredential, FaultOf(copied, shadowed));
        var verdict = TicketVerifier.Verify(ticket, shadowed, Members.Checks);
        Assert.Equal(TicketFault.BadCredential, Assert.IsType<TicketVerdict.Rejected>(verdict).Fault);
    }

    private static VoteFault FaultOf(UnverifiedVote vote, CommitteeView view) =>
        Assert.IsType<VoteVerdict.Rejected>(VoteVerifier.Verify(vote, view, Members.Checks)).Fault;

    private static UnverifiedVote Mutate(string field, UnverifiedVote good)
    {
        var (b, s) = (good.Ballot, good.Signature);
        var x = Cast.Hash("x");
        var view = Members.View;
        UnverifiedVote Of(Ballot ballot) => new(ballot, s);
        UnverifiedVote Signed(byte[] alpha, int prover = 0) =>
            Members.Sign(0, b with { Credential = Members.Prove(prover, alpha) });
        return field switch
        {
            "network" => Of(b with { Network = new NetworkId(x) }),
            "round" => Of(b with { Round = b.Round.Next }),
            "parent" => Of(b with { Parent = new BlockDigest(x) }),
            "unknown sender" => Of(b with { Sender = new PublicKey(x) }),
            "other sender" => Of(b with { Sender = Members[1] }),
            "step" => Of(b with { Step = Step.BlockVerification }),
            "value" => Of(b with { Value = Members.ValueOf(2) }),
            "no value" => Of(b with { Value = null }),
            "bit" => Of(b with { Bit = 1 }),
            "flag" => Of(b with { NoConfidence = b.Value }),
            "credential" => Of(b with { Credential = Flipped(b.Credential) }),
            "signature" => new(b, s with { Signature = s.Chain[0].Certificate }),
            "chain shortened" => new(b, s with { Chain = s.Chain.RemoveAt(s.Chain.Length - 1) }),
            "chain key" => new(b, s with { Chain = s.Chain.SetItem(0, s.Chain[0] with { Key = x }) }),
            "chain certificate" => new(
                b, s with { Chain = s.Chain.SetItem(0, s.Chain[0] with { Certificate = s.Signature }) }),
            "signed credential" => Members.Sign(0, b with { Credential = Flipped(b.Credential) }),
            "another's credential" => Signed(Credentials.Alpha(b.Sender, view.Round, b.Step, view.Seed), prover: 1),
            "credential of another step" => Signed(Credentials.Alpha(b.Sender, view.Round, b.Step.Next, view.Seed)),
            "credential of another round" => Signed(Credentials.Alpha(b.Sender, view.Round.Next, b.Step, view.Seed)),
            _ => Signed(Credentials.Alpha(b.Sender, view.Round, b.Step, new Seed(x))),
        };
    }

    private static VrfProof Flipped(VrfProof proof)
    {
        var bytes = proof.ToArray();
        bytes[40] ^= 1;
        return new VrfProof(bytes);
    }
}
