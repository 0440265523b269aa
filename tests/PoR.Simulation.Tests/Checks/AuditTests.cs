using PoR.Actors.Messages;
using PoR.Configuration.Profiles;
using PoR.Core.Agreement;
using PoR.Simulation.Checks;
using PoR.Simulation.Tests.Worlds;

namespace PoR.Simulation.Tests.Checks;

/// <summary>Which votes the checks verify, and what they know of the others.</summary>
public sealed class AuditTests(RecordedRun run) : IClassFixture<RecordedRun>
{
    private static readonly AuditShare Share = new(Seed: 5, AuditShare.Sampled);

    /// <summary>All votes of round 1, in the view of genesis.</summary>
    private UnverifiedVote[] Signed => [.. All.Where(vote => vote.Ballot.Round.Number == 1)];

    private UnverifiedVote[] All => [.. run.Facts.OfType<Fact.BallotSigned>().Select(fact => fact.Vote)];

    [Fact(DisplayName = "One vote in eight is verified: which ones follows from the seed")]
    public void The_sample_follows_from_the_seed()
    {
        var all = All;
        UnverifiedVote[] drawn = [.. all.Where(Share.Has)];

        Assert.InRange(drawn.Length, all.Length / 12, all.Length / 5);
        Assert.Equal(drawn, all.Where(new AuditShare(5, AuditShare.Sampled).Has));
        Assert.NotEqual(drawn, all.Where(new AuditShare(6, AuditShare.Sampled).Has));
        Assert.All(all, vote => Assert.True(AuditShare.All.Has(vote)));
    }

    [Theory]
    [InlineData("shared", "sampled", AuditShare.Sampled)]
    [InlineData("each", "sampled", AuditShare.Sampled)]
    [InlineData("shared", "all", 1)]
    [InlineData("model", "sampled", 1)]
    public void Settings_say_the_share(string crypto, string checks, int oneIn)
    {
        var run = Lab.Load("unit", 1, 9, $"run.crypto={crypto}", $"run.checks={checks}").Run;

        Assert.Equal(oneIn, AuditShare.Of(run).OneIn);
        Assert.Equal(oneIn == 1 ? 0UL : 9UL, AuditShare.Of(run).Seed);
    }

    [Fact]
    public void The_default_is_a_sample() =>
        Assert.Equal(CheckMode.Sampled, ProfileLoader.Load("unit").Settings!.Run.Checks);

    [Fact(DisplayName = "A forged signature or credential is found exactly where the vote is in the sample")]
    public void Forgeries_in_the_sample_are_found()
    {
        var votes = Signed;
        UnverifiedVote[] forged =
        [
            .. votes.Select((vote, i) => new UnverifiedVote(vote.Ballot, votes[(i + 1) % votes.Length].Signature)),
            .. votes.Select((vote, i) => new UnverifiedVote(
                vote.Ballot with { Credential = votes[(i + 1) % votes.Length].Ballot.Credential }, vote.Signature)),
        ];
        var audited = new AuditedVotes(run.World.Cryptography, Share, run.Decidable);

        Assert.Contains(forged, Share.Has);
        Assert.All(forged, vote =>
        {
            var (seats, fault) = audited.Of(vote, run.Root.View);
            Assert.Equal(Share.Has(vote), fault is VoteFault.BadSignature or VoteFault.BadCredential);
            Assert.Equal(fault is null, seats > 0);
        });
    }

    [Fact(DisplayName = "What costs little is checked of every vote: form, round, membership, seats")]
    public void The_rest_is_checked_of_every_vote()
    {
        var none = new AuditShare(0, int.MaxValue);
        var audited = new AuditedVotes(run.World.Cryptography, none, run.Decidable);
        var view = run.Root.View;
        var vote = Signed.First(vote => !none.Has(vote) && vote.Ballot.Step.Number == 4);
        UnverifiedVote With(Ballot ballot) => new(ballot, vote.Signature);

        Assert.All(Signed, one => Assert.Equal(run.Votes.Of(one, view), audited.Of(one, view)));
        Assert.Equal(VoteFault.BadForm, audited.Of(With(vote.Ballot with { Bit = 7 }), view).Fault);
        Assert.Equal(VoteFault.WrongRound, audited.Of(With(vote.Ballot with { Round = new(2) }), view).Fault);
        Assert.Equal(
            VoteFault.NotEligible,
            audited.Of(With(vote.Ballot with { Sender = new(new(new byte[32])) }), view).Fault);
    }
}
