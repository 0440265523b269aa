using PoR.Consensus.Agreement;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>PoR §5.2 as Algorand'_2: contradictions are dropped, but not in the Ending Conditions.</summary>
public sealed class EquivocationTests
{
    [Fact]
    public void An_equivocator_leaves_the_quorum()
    {
        var tally = Given.Tally(2);
        tally.Add(Given.Vote(1, 2, Given.Block(0), seats: 4));
        Assert.NotNull(tally.Add(Given.Vote(2, 2, Given.Block(0), seats: 3))?.ValueQuorum);
        var summary = tally.Add(Given.Vote(2, 2, Given.Block(1), seats: 3));
        Assert.Null(summary?.ValueQuorum);
        Assert.Equal(1, summary?.ContradictionCount);
        var (first, second) = Assert.Single(tally.Contradictions);
        Assert.Equal((Given.Block(0), Given.Block(1)), (first.Ballot.Value, second.Ballot.Value));
    }

    [Fact(DisplayName = "PoR §5.2 step 5: the block that ended the round has its votes, however many equivocate later")]
    public void A_second_block_that_reaches_the_threshold_too_moves_nothing()
    {
        var tally = Given.Tally(4);
        Assert.Equal(Given.Block(0), tally.Add(Given.Vote(1, 4, Given.Block(0), 0, seats: 7))?.BlockEnding);
        tally.Add(Given.Vote(1, 4, Given.Block(1), 0, seats: 7));
        tally.Add(Given.Vote(2, 4, Given.Block(1), 0, seats: 3));

        Assert.Equal(Given.Block(1), tally.Summary.BlockEnding);
        Assert.Single(tally.VotesForBlock(Given.Block(0)));
    }

    [Fact]
    public void The_next_heaviest_value_steps_forward()
    {
        var tally = Given.Tally(3);
        tally.Add(Given.Vote(1, 3, Given.Block(1), seats: 5));
        tally.Add(Given.Vote(2, 3, Given.Block(2), seats: 4));
        Assert.Equal(Given.Block(2), tally.Add(Given.Vote(1, 3, value: null, seats: 5))?.HalfQuorum);
    }

    [Fact]
    public void Distrust_and_plain_emptiness_contradict_each_other()
    {
        var tally = Given.Tally(3);
        tally.Add(Given.Vote(1, 3, null, seats: 7, noConfidence: Given.Block(1)));
        var summary = tally.Add(Given.Vote(1, 3, null, seats: 7));
        Assert.Equal(1, summary?.ContradictionCount);
        Assert.Null(summary?.NoConfidenceQuorum);
        Assert.False(summary?.HasEmptyQuorum);
    }

    [Fact]
    public void A_third_ballot_is_ignored()
    {
        var tally = Given.Tally(4);
        tally.Add(Given.Vote(1, 4, Given.Block(1), bit: 0, seats: 7));
        tally.Add(Given.Vote(1, 4, Given.Block(2), bit: 0, seats: 7));
        Assert.Null(tally.Add(Given.Vote(1, 4, Given.Block(3), bit: 0, seats: 7)));
        Assert.Single(tally.Contradictions);
    }

    [Fact]
    public void Each_of_two_messages_counts_on_its_side_in_the_block_ending()
    {
        var tally = Given.Tally(4);
        tally.Add(Given.Vote(1, 4, Given.Block(1), bit: 0, seats: 5));
        tally.Add(Given.Vote(2, 4, Given.Block(1), bit: 1, seats: 2));
        var summary = tally.Add(Given.Vote(2, 4, Given.Block(1), bit: 0, seats: 2));
        Assert.Equal(Given.Block(1), summary?.BlockEnding);
        Assert.False(summary?.HasZeroQuorum);
        Assert.Equal(2, tally.VotesForBlock(Given.Block(1)).Length);
    }

    [Fact]
    public void Each_of_two_messages_counts_on_its_side_in_the_empty_ending()
    {
        var tally = Given.Tally(5);
        tally.Add(Given.Vote(1, 5, Given.Block(1), bit: 1, seats: 5));
        tally.Add(Given.Vote(2, 5, Given.Block(1), bit: 0, seats: 2));
        var summary = tally.Add(Given.Vote(2, 5, Given.Block(1), bit: 1, seats: 2));
        Assert.True(summary?.HasEmptyEnding);
        Assert.False(summary?.HasOneQuorum);
        Assert.All(tally.VotesForEmptyBlock(), vote => Assert.Equal((byte)1, vote.Ballot.Bit));
    }

    [Fact]
    public void Two_messages_of_bit_1_are_one_vote_for_the_empty_block()
    {
        var tally = Given.Tally(5);
        tally.Add(Given.Vote(1, 5, Given.Block(1), bit: 1, seats: 4));
        tally.Add(Given.Vote(1, 5, Given.Block(2), bit: 1, seats: 4));
        Assert.False(tally.Summary.HasEmptyEnding);
    }

    [Fact]
    public void An_ending_is_never_lost()
    {
        var tally = Given.Tally(4);
        tally.Add(Given.Vote(1, 4, Given.Block(1), bit: 0, seats: 7));
        Assert.Equal(Given.Block(1), tally.Add(Given.Vote(1, 4, Given.Block(1), bit: 1, seats: 7))?.BlockEnding);
    }

    [Fact]
    public void An_equivocators_credential_stays_in_the_coin()
    {
        var tally = Given.Tally(6);
        tally.Add(Given.Vote(1, 6, Given.Block(1), bit: 0, rank: Given.Rank(3)));
        tally.Add(Given.Vote(1, 6, Given.Block(1), bit: 1, rank: Given.Rank(3)));
        tally.Add(Given.Vote(2, 6, Given.Block(1), bit: 1, rank: Given.Rank(8)));
        Assert.Equal((byte)1, tally.Summary.Coin);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void The_summary_does_not_depend_on_the_order_of_votes(int step)
    {
        for (var seed = 0UL; seed < 60; seed++)
        {
            var random = new Xorshift(seed);
            var votes = RandomVotes(random, step);
            var expected = SummaryOf(votes, step);
            for (var i = 0; i < 5; i++)
                Assert.Equal(expected, SummaryOf(random.Shuffled(votes), step));
        }
    }

    private static List<Vote> RandomVotes(Xorshift random, int step)
    {
        var votes = new List<Vote>();
        for (var sender = 0; sender < 12; sender++)
        {
            var (seats, rank) = (1 + random.Below(2), Given.Rank(random.Next()));
            for (var i = random.OnceIn(4) ? 2 : 1; i > 0; i--)
            {
                BlockValue? value = random.OnceIn(4) ? null : Given.Block(random.Below(2));
                byte? bit = step < 4 ? null : value is null ? (byte)1 : (byte)random.Below(2);
                var named = step == 3 && value is null && random.OnceIn(2) ? Given.Block(0) : null;
                votes.Add(Given.Vote(sender, step, value, bit, seats, rank, named));
            }
        }

        return votes;
    }

    private static TallySummary SummaryOf(IEnumerable<Vote> votes, int step)
    {
        var tally = Given.Tally(step);
        foreach (var vote in votes)
            tally.Add(vote);
        return tally.Summary;
    }
}
