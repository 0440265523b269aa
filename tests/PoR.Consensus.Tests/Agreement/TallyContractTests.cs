using PoR.Consensus.Agreement;
using PoR.Core;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>A count that breaks a rule throws.</summary>
public sealed class TallyContractTests
{
    private static readonly TallyCounts Before = new(
        Heard: 10, Zero: 6, One: 3, Empty: 0, Heaviest: 5, OneEnding: 4, HeaviestEnding: 6);

    private static readonly TallySummary Step4 = Given.Summary(4);
    private static readonly TallySummary Step5 = Given.Summary(5);

    [Fact]
    public void What_a_vote_may_change_passes()
    {
        TallyContract.Check(Before, Before, Step4, Step4);
        TallyContract.Check(
            Before, Before with { Heard = 12, Zero = 8, Heaviest = 7, HeaviestEnding = 8 }, Step4,
            Step4 with { BlockEnding = Given.Block(1) });

        // Whoever contradicts itself leaves the quorum, and stays in the ending.
        TallyContract.Check(
            Before, Before with { One = 0, OneEnding = 4 }, Step5 with { HasOneQuorum = true, HasEmptyEnding = true },
            Step5 with { HasEmptyEnding = true, ContradictionCount = 1 });
    }

    [Fact]
    public void Votes_that_are_unheard_are_refused() => Refused("stays heard", Before with { Heard = 9, Zero = 5 });

    [Fact]
    public void Counts_below_zero_are_refused()
    {
        Refused("below zero", Before with { Zero = -1 });
        Refused("below zero", Before with { One = -1 });
        Refused("below zero", Before with { Empty = -1 });
        Refused("below zero", Before with { Heaviest = -1 });
    }

    [Fact(DisplayName = "PoR §5.2: each sender counts once")]
    public void More_seats_than_were_heard_are_refused()
    {
        Refused("counts once", Before with { Zero = 8 });
        Refused("counts once", Before with { Empty = 2 });
        Refused("counts once", Before with { Heaviest = 11 });
    }

    [Fact]
    public void Endings_that_lose_seats_or_have_too_many_are_refused()
    {
        Refused("bit 1", Before with { OneEnding = 3 });
        Refused("bit 1", Before with { OneEnding = 11 });
        Refused("with a block", Before with { HeaviestEnding = 5 });
        Refused("with a block", Before with { HeaviestEnding = 11 });
    }

    [Fact(DisplayName = "PoR §5.2 step 5: a quorum may be lost again, an ending never")]
    public void A_lost_ending_is_refused()
    {
        Refused("never lost", Before, Step4 with { BlockEnding = Given.Block(1) }, Step4);
        Refused("never lost", Before, Step5 with { HasEmptyEnding = true }, Step5);
    }

    [Fact]
    public void A_contradiction_taken_back_is_refused() =>
        Refused("taken back", Before, Step5 with { ContradictionCount = 2 }, Step5 with { ContradictionCount = 1 });

    private static void Refused(
        string words, TallyCounts after, TallySummary? told = null, TallySummary? now = null) => Assert.Contains(
        words,
        Assert.Throws<InvariantViolationException>(
            () => TallyContract.Check(Before, after, told ?? Step4, now ?? Step4)).Message,
        StringComparison.Ordinal);
}
