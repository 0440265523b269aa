using PoR.Consensus.Agreement;
using PoR.Consensus.Votes;
using PoR.Core;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;

namespace PoR.Consensus.Tests.Agreement;

public sealed class StepTallyTests
{
    [Fact(DisplayName = "PoR §5.2 step 3: t_H seats for one value are a quorum, one seat less is none")]
    public void Quorum_of_a_value_begins_at_the_threshold()
    {
        var tally = Given.Tally(2);
        Assert.Null(tally.Add(Given.Vote(1, 2, Given.Block(0), seats: 6)));
        var summary = tally.Add(Given.Vote(2, 2, Given.Block(0)));
        Assert.Equal(Given.Block(0), summary?.ValueQuorum);
        Assert.False(summary?.HasEmptyQuorum);
    }

    [Fact(DisplayName = "PoR §5.2 step 3: a quorum of ⊥ counts too")]
    public void Quorum_of_the_empty_value_is_told()
    {
        var tally = Given.Tally(2);
        Assert.True(tally.Add(Given.Vote(1, 2, value: null, seats: 7))?.HasEmptyQuorum);
        Assert.Null(tally.Summary.ValueQuorum);
    }

    [Fact(DisplayName = "PoR §5.2 step 4: ⌈t_H/2⌉ seats of step 3 make grade 1; the heaviest value wins")]
    public void Half_quorum_goes_to_the_heaviest_value()
    {
        var tally = Given.Tally(3);
        Assert.Null(tally.Add(Given.Vote(1, 3, Given.Block(1), seats: 3)));
        Assert.Equal(Given.Block(1), tally.Add(Given.Vote(2, 3, Given.Block(1)))?.HalfQuorum);
        Assert.Equal(Given.Block(2), tally.Add(Given.Vote(3, 3, Given.Block(2), seats: 5))?.HalfQuorum);
        Assert.Null(tally.Summary.ValueQuorum);
    }

    [Fact(DisplayName = "PoR §5.2 step 4: half of an even t_H is a half, one seat less is none")]
    public void Half_of_an_even_threshold_is_exact()
    {
        var tally = Given.Tally(3, threshold: 6);
        Assert.Null(tally.Add(Given.Vote(1, 3, Given.Block(1), seats: 2)));
        Assert.Equal(Given.Block(1), tally.Add(Given.Vote(2, 3, Given.Block(1)))?.HalfQuorum);
    }

    [Fact(DisplayName = "PoR §5.2 steps 3 to 5: every quorum and both endings begin with t_H seats")]
    public void Every_quorum_begins_at_the_threshold()
    {
        var empty = Given.Tally(2);
        empty.Add(Given.Vote(1, 2, value: null, seats: 6));
        Assert.False(empty.Summary.HasEmptyQuorum);
        empty.Add(Given.Vote(2, 2, value: null));
        Assert.True(empty.Summary.HasEmptyQuorum);

        var zero = Given.Tally(4);
        zero.Add(Given.Vote(1, 4, Given.Block(1), bit: 0, seats: 6));
        Assert.Equal((false, null), (zero.Summary.HasZeroQuorum, zero.Summary.BlockEnding));
        zero.Add(Given.Vote(2, 4, Given.Block(1), bit: 0));
        Assert.Equal((true, Given.Block(1)), (zero.Summary.HasZeroQuorum, zero.Summary.BlockEnding));

        var one = Given.Tally(5);
        one.Add(Given.Vote(1, 5, value: null, bit: 1, seats: 6));
        Assert.Equal((false, false), (one.Summary.HasOneQuorum, one.Summary.HasEmptyEnding));
        one.Add(Given.Vote(2, 5, value: null, bit: 1));
        Assert.Equal((true, true), (one.Summary.HasOneQuorum, one.Summary.HasEmptyEnding));
    }

    [Fact(DisplayName = "PoR §5.3: no confidence begins with its own share, one seat less is none")]
    public void No_confidence_begins_at_its_share()
    {
        var tally = Given.Tally(3, threshold: 7, noConfidence: 5);
        tally.Add(Given.Vote(1, 3, null, seats: 4, noConfidence: Given.Block(1)));
        Assert.Null(tally.Summary.NoConfidenceQuorum);
        tally.Add(Given.Vote(2, 3, null, noConfidence: Given.Block(1)));
        Assert.Equal(Given.Block(1), tally.Summary.NoConfidenceQuorum);
        Assert.False(tally.Summary.HasEmptyQuorum);
    }

    [Fact(DisplayName = "D13: an equivocator's votes are no evidence of no confidence")]
    public void Equivocators_bear_no_witness()
    {
        var tally = Given.Tally(3, threshold: 7, noConfidence: 2);
        tally.Add(Given.Vote(1, 3, null, seats: 2, noConfidence: Given.Block(1)));
        tally.Add(Given.Vote(2, 3, null, noConfidence: Given.Block(1)));
        tally.Add(Given.Vote(2, 3, Given.Block(1)));
        var votes = tally.VotesForNoConfidence(Given.Block(1));
        Assert.Equal([Given.Key(1)], votes.Select(v => v.Ballot.Sender));
    }

    [Fact]
    public void One_block_of_two_leaders_goes_to_the_lower_key_whatever_the_order()
    {
        var (a, b) = (Given.Block(1), new BlockValue(Given.Block(1).Block, Given.Key(2)));
        foreach (var order in new[] { new[] { a, b }, [b, a] })
        {
            var tally = Given.Tally(3);
            tally.Add(Given.Vote(1, 3, order[0], seats: 4));
            tally.Add(Given.Vote(2, 3, order[1], seats: 4));
            Assert.Equal(a, tally.Summary.HalfQuorum);
        }
    }

    [Fact]
    public void Step_2_has_no_half_quorum() =>
        Assert.Null(Given.Tally(2).Add(Given.Vote(1, 2, Given.Block(1), seats: 4)));

    [Fact]
    public void Equal_weights_go_to_the_lower_block_whatever_the_order()
    {
        var (a, b) = (Given.Block(1), Given.Block(2));
        foreach (var order in new[] { new[] { a, b }, [b, a] })
        {
            var tally = Given.Tally(3);
            tally.Add(Given.Vote(1, 3, order[0], seats: 4));
            tally.Add(Given.Vote(2, 3, order[1], seats: 4));
            Assert.Equal(a, tally.Summary.HalfQuorum);
        }
    }

    [Fact]
    public void Repeated_votes_count_once()
    {
        var tally = Given.Tally(2);
        for (var i = 0; i < 10; i++)
            tally.Add(Given.Vote(1, 2, Given.Block(0), seats: 6));
        Assert.Null(tally.Summary.ValueQuorum);
        Assert.Equal(6, tally.SeatsHeard);
    }

    [Fact]
    public void Another_proof_of_one_credential_contradicts_nothing()
    {
        var tally = Given.Tally(2);
        tally.Add(Given.Vote(1, 2, Given.Block(0), seats: 7));
        var proof = Enumerable.Repeat((byte)3, VrfProof.Length).ToArray();
        Assert.Null(tally.Add(Given.Vote(1, 2, Given.Block(0), seats: 7, credential: new VrfProof(proof))));
        Assert.Empty(tally.Contradictions);
    }

    [Fact(DisplayName = "PoR §5.2 step 5: Ending Condition 0 needs t_H votes (0, v) of one value, in step 4, 7, 10, …")]
    public void Block_ending_needs_equal_values_and_a_right_step()
    {
        foreach (var step in Enumerable.Range(4, 12))
        {
            var tally = Given.Tally(step);
            tally.Add(Given.Vote(1, step, Given.Block(1), bit: 0, seats: 6));
            var mixed = tally.Add(Given.Vote(2, step, Given.Block(2), bit: 0));
            Assert.True(mixed?.HasZeroQuorum);
            Assert.Equal(Given.Block(1), mixed?.ZeroValue);
            Assert.Null(mixed?.BlockEnding);
            var equal = tally.Add(Given.Vote(3, step, Given.Block(1), bit: 0));
            Assert.Equal(step % 3 == 1 ? Given.Block(1) : null, equal?.BlockEnding);
        }
    }

    [Fact(DisplayName = "PoR §5.2 step 5: Ending Condition 1 needs t_H votes of bit 1, in step 5, 8, 11, …")]
    public void Empty_ending_needs_a_right_step_and_ignores_values()
    {
        foreach (var step in Enumerable.Range(4, 12))
        {
            var tally = Given.Tally(step);
            tally.Add(Given.Vote(1, step, Given.Block(1), bit: 1, seats: 4));
            var summary = tally.Add(Given.Vote(2, step, value: null, bit: 1, seats: 3));
            Assert.True(summary?.HasOneQuorum);
            Assert.Equal(step % 3 == 2, summary?.HasEmptyEnding);
        }
    }

    [Fact(DisplayName = "PoR §5.2 step 5: the common coin is the last bit of the least rank of step 6, 9, …")]
    public void Coin_follows_the_least_rank()
    {
        var tally = Given.Tally(6);
        Assert.Equal((byte)1, tally.Add(Given.Vote(1, 6, null, bit: 1, rank: Given.Rank(9)))?.Coin);
        Assert.Equal((byte)0, tally.Add(Given.Vote(2, 6, null, bit: 1, rank: Given.Rank(4)))?.Coin);
        Assert.Null(tally.Add(Given.Vote(3, 6, null, bit: 1, rank: Given.Rank(5))));
        Assert.Null(tally.Add(Given.Vote(4, 6, null, bit: 1, rank: Given.Rank(1, high: 1))));
        Assert.Equal((byte)0, tally.Summary.Coin);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    public void Other_steps_throw_no_coin(int step) =>
        Assert.Null(Given.Tally(step).Add(Given.Vote(1, step, null, bit: 1, rank: Given.Rank(1))));

    [Fact(DisplayName = "PoR §5.2 step 4: no confidence counts by the block that it names")]
    public void No_confidence_needs_its_own_quorum_for_one_block()
    {
        var tally = Given.Tally(3, threshold: 7, noConfidence: 6);
        tally.Add(Given.Vote(1, 3, null, seats: 5, noConfidence: Given.Block(1)));
        tally.Add(Given.Vote(2, 3, null, seats: 5, noConfidence: Given.Block(2)));
        Assert.Null(tally.Summary.NoConfidenceQuorum);
        Assert.True(tally.Summary.HasEmptyQuorum);
        var summary = tally.Add(Given.Vote(3, 3, null, noConfidence: Given.Block(2)));
        Assert.Equal(Given.Block(2), summary?.NoConfidenceQuorum);
        var votes = tally.VotesForNoConfidence(Given.Block(2));
        Assert.Equal([Given.Key(2), Given.Key(3)], votes.Select(v => v.Ballot.Sender));
    }

    [Fact]
    public void Certificates_get_all_fitting_votes_in_order_of_sender()
    {
        var tally = Given.Tally(4);
        foreach (var sender in new[] { 9, 3, 5, 1, 7 })
            tally.Add(Given.Vote(sender, 4, Given.Block(1), bit: 0, seats: 3));
        tally.Add(Given.Vote(2, 4, Given.Block(2), bit: 0, seats: 3));
        var votes = tally.VotesForBlock(Given.Block(1));
        Assert.Equal([1, 3, 5, 7, 9], votes.Select(v => (int)v.Ballot.Sender.Bytes.ToArray()[^1]));
        Assert.Equal(5, votes.Length);
    }

    [Fact]
    public void Certificates_that_do_not_exist_are_refused()
    {
        var tally = Given.Tally(4);
        tally.Add(Given.Vote(1, 4, Given.Block(1), bit: 0, seats: 6));
        Assert.Throws<InvariantViolationException>(() => tally.VotesForBlock(Given.Block(1)));
        Assert.Throws<InvariantViolationException>(() => tally.VotesForEmptyBlock());
        Assert.Throws<InvariantViolationException>(() => tally.VotesForNoConfidence(Given.Block(1)));
    }

    [Fact]
    public void Votes_that_do_not_belong_here_are_refused()
    {
        Vote[] strangers =
        [
            Given.Vote(1, 5, Given.Block(1), bit: 0),
            Given.Vote(1, 4, Given.Block(1), bit: 0, round: new Round(8)),
            Given.Vote(1, 4, value: null, bit: 0), // D6: bit 0 needs a value.
            Given.Vote(1, 4, Given.Block(1)),
            Given.Vote(1, 4, Given.Block(1), bit: 1, noConfidence: Given.Block(1)),
            Given.Vote(1, 4, Given.Block(1), bit: 1, seats: 0),
        ];
        var tally = Given.Tally(4);
        Assert.All(strangers, vote => Assert.Throws<ArgumentException>(() => tally.Add(vote)));
        Assert.Equal(0, tally.SeatsHeard);
        Assert.Throws<ArgumentOutOfRangeException>(() => Given.Tally(1));
    }

    [Fact]
    public void Thresholds_come_from_the_view()
    {
        var members = Enumerable.Range(1, 10).Select(i => new CommitteeMember(Given.Key(i), default, default, 1));
        var parameters = new ProtocolParameters { CommitteeSize = null, NoConfidenceRatio = new Ratio(51, 100) };
        var view = new CommitteeView(default, Given.Round, Given.Parent, default, [.. members], parameters);
        var tally = StepTally.For(view, Step.BlockVerification);
        for (var i = 1; i <= 6; i++)
            tally.Add(Given.Vote(i, 3, null, noConfidence: Given.Block(1)));
        Assert.Equal(Given.Block(1), tally.Summary.NoConfidenceQuorum); // ⌈5.1⌉ = 6 seats.
        Assert.False(tally.Summary.HasEmptyQuorum);
        Assert.True(tally.Add(Given.Vote(7, 3, null))?.HasEmptyQuorum); // ⌈6.9⌉ = 7 seats.
    }
}
