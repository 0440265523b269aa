using PoR.Consensus.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>Votes far ahead: bounded by sender, so that nobody's nonsense hides where honest nodes are.</summary>
public sealed class FarVotesTests
{
    [Fact(DisplayName = "D10: a far step is told once ⌈t_H/2⌉ seats have spoken in it")]
    public void Tells_when_enough_have_spoken()
    {
        var far = new FarVotes(Given.Round, Given.Parent, certificateThreshold: 7);
        for (var who = 0; who < 3; who++)
        {
            Assert.Null(far.Add(Given.Vote(who, 5_000, null, 1)));
            Assert.Null(far.Add(Given.Vote(who, 5_000, null, 1))); // Heard again.
            Assert.Null(far.Add(Given.Vote(who, 5_001, null, 1)));
        }

        var summary = far.Add(Given.Vote(9, 5_001, null, 1));
        Assert.Equal(Given.Summary(5_001) with { IsUnderway = true }, summary);
        Assert.Null(far.Add(Given.Vote(9, 5_002, null, 1)));
        Assert.Equal(
            new Step(6_000), far.Add(Given.Vote(8, 6_000, null, 1, seats: 4))?.Step); // Seats count, not senders.
    }

    [Fact(DisplayName = "D10: a sender that votes in thousands of steps displaces only its own votes")]
    public void Keeps_the_latest_of_each_sender()
    {
        var far = new FarVotes(Given.Round, Given.Parent, certificateThreshold: 7);
        for (var who = 0; who < 4; who++)
            far.Add(Given.Vote(who, 5_000, null, 1));
        for (var step = 2_000; step < 9_000; step++)
            far.Add(Given.Vote(9, step, null, 1));
        for (var step = 4_000; step < 4_010; step++)
            far.Add(Given.Vote(8, step, null, 1));

        Assert.Equal(4 + (2 * FarVotes.PerSenderMax), far.Count);
        Assert.Equal(
            [(0, 5_000), (1, 5_000), (2, 5_000), (3, 5_000), (8, 4_007), (8, 4_008), (8, 4_009)],
            far.TakeUpTo(new Step(5_000)).Select(v => (NumberOf(v.Ballot.Sender), v.Ballot.Step.Number)));
        Assert.Equal(FarVotes.PerSenderMax, far.Count);
        Assert.Empty(far.TakeUpTo(new Step(8_996)));
        Assert.Equal(8_997, Assert.Single(far.TakeUpTo(new Step(8_997))).Ballot.Step.Number);
    }

    private static int NumberOf(PublicKey key) => Enumerable.Range(0, 10).Single(i => Given.Key(i) == key);
}
