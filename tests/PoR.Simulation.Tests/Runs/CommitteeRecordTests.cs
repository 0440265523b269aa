using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Simulation.Runs;
using PoR.Simulation.Tests.Worlds;

namespace PoR.Simulation.Tests.Runs;

/// <summary>Who sat in which committee is recorded, with the seats that weights promise.</summary>
public sealed class CommitteeRecordTests
{
    [Fact(DisplayName = "PoR §5.2 sortition: the seats that spoke are those that weights promise, by chance alone")]
    public void Sampled_committees()
    {
        var result = WatchedRun.Of(Lab.Wide(rounds: 12, seed: 3, "protocol.committee-size=150")).Result;

        var participants = result.Committees!.Participants;
        var deviation = Math.Sqrt(participants.Sum(one => one.SeatsVariance));
        Assert.Equal(
            result.Rounds.Sum(round => round.Steps.Where(step => step.Step > 1).Sum(step => step.Seats)),
            participants.Sum(one => one.Seats));
        var surplus = participants.Sum(one => one.Seats) - participants.Sum(one => one.ExpectedSeats);
        Assert.InRange(surplus / deviation, -4, 4);
        // Of a thousand fair draws of so many participants, one has more of them this far off.
        Assert.InRange(participants.Count(one =>
            Math.Abs(one.Seats - one.ExpectedSeats) > 3 * Math.Sqrt(one.SeatsVariance)), 0, participants.Length / 40);
        Assert.Equal(
            result.Rounds.Sum(round => round.Ballots),
            participants.Sum(one => one.Steps.Sum(static steps => (int)steps)));
        Assert.All(participants, one => Assert.All(
            one.Led, round => Assert.Equal(one.Account, result.Rounds[(int)round - 1].Leader)));
        Assert.Equal(12, participants.Sum(one => one.Led.Length));
        Assert.Equal(
            participants.Select(one => one.Reputation).OrderDescending(), participants.Select(one => one.Reputation));
        Assert.Equal(result.Rounds[^1].ReputationQuantiles[^1], participants[0].Reputation);
    }

    [Fact(DisplayName = "Where everybody sits, each participant speaks with all that is promised, in each step")]
    public void Everybody()
    {
        var committees = WatchedRun.Of(Lab.Unit(rounds: 6, seed: 1)).Result.Committees!;

        Assert.Equal((6, 1), (committees.Rounds, committees.RoundsPerColumn));
        Assert.All(committees.Participants, one =>
        {
            Assert.Equal(one.ExpectedSeats, one.Seats);
            Assert.Equal(0, one.SeatsVariance);
            Assert.Equal(6, one.Steps.Length);
            Assert.All(one.Steps, steps => Assert.InRange(steps, 3, 4)); // With a proposal, or without.
        });
    }

    [Fact(DisplayName = "A record has 512 columns at most; in a longer run each stands for twice as many rounds")]
    public void Columns()
    {
        using var world = new TestWorld(Lab.Unit(rounds: 1, seed: 1));
        world.Until(() => world.Facts.OfType<Fact.BallotSigned>().Any());
        var said = world.Facts.OfType<Fact.BallotSigned>().First();
        var record = new CommitteeRecord(world.World, roundsMax: 1_500);
        for (var round = 1; round <= 1_501; round++)
            record.See(said with
            {
                Vote = new UnverifiedVote(said.Vote.Ballot with { Round = new Round(round) }, said.Vote.Signature),
            });

        var committees = record.ToResult(_ => 0, []);

        Assert.Equal((1_500, 4), (committees.Rounds, committees.RoundsPerColumn));
        var one = Assert.Single(committees.Participants, one => one.Account == said.Vote.Ballot.Sender.ToString());
        Assert.Equal(375, one.Steps.Length);
        Assert.All(one.Steps, steps => Assert.Equal(4, steps));
    }
}
