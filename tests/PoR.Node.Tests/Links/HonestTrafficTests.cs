using PoR.Actors;
using PoR.Configuration.Profiles;
using PoR.Node.Links;
using PoR.Wire;
using static PoR.Node.Tests.Links.LinkMessages;

namespace PoR.Node.Tests.Links;

/// <summary>
/// What an honest peer may send, computed: at most every vote of a round is its own. Seats are a binomial, so above
/// τ + 6·√τ there are less than once in 10⁸ steps.
/// </summary>
public sealed class HonestTrafficTests
{
    private const int VotingSteps = 4; // An honest leader's round ends with step 5; proposals are step 1.

    [Theory(DisplayName = "A whole round of one peer that has all participants fits the burst of its limits")]
    [InlineData("local")]
    [InlineData("demo")]
    [InlineData("safety")]
    [InlineData("cluster")]
    [InlineData("large")]
    public void A_round_is_read_without_a_wait(string profile)
    {
        var settings = Lab.Load(profile, 1, 1);
        var limits = settings.Node.Links;
        var (peer, now) = (NewPeer(limits), TimeSpan.FromDays(1));
        foreach (var frame in FramesOf(settings, firstVote: 0))
            Assert.Equal(TimeSpan.Zero, peer.Charge(frame.Sum(m => m.Length), [.. frame], now));
    }

    [Fact(DisplayName = "Rounds that follow each other faster than the limits allow are read later, and are no fault")]
    public void Fast_rounds_only_wait()
    {
        var settings = Lab.Load("safety", 1, 1, "protocol.small-lambda=100ms");
        var (peer, now) = (NewPeer(settings.Node.Links), TimeSpan.FromDays(1));
        var begun = now;
        for (var round = 0; round < 200; round++)
        {
            foreach (var frame in FramesOf(settings, firstVote: round * 10_000))
                now += peer.Charge(frame.Sum(m => m.Length), [.. frame], now);
        }

        var seconds = (now - begun).TotalSeconds;
        Assert.InRange(seconds * settings.Node.Links.CheckMilliseconds.PerSecond, 80_000, 200 * 1_000);
        Assert.Equal(0, peer.PointsAt(now));
    }

    private static RemotePeer NewPeer(LinkSettings limits) =>
        new(new NodeId(1), LinkStage.KeyOf(1).PublicKey, limits, TimeSpan.FromDays(1));

    private static IEnumerable<EncodedMessage[]> FramesOf(SimulationSettings settings, int firstVote)
    {
        var all = settings.Population.Participants;
        var votes = VotingSteps * Seats(settings.Protocol.CommitteeSize ?? all);
        return Enumerable.Range(firstVote, votes + (3 * Seats(settings.Protocol.ExpectedProposers ?? all)))
            .Select(Vote).Chunk(Frame.BatchMax);

        // A ticket and a proposal cost less than three votes.
        int Seats(long expected) => (int)Math.Min(all, expected + (6 * Math.Sqrt(expected)) + 1);
    }
}
