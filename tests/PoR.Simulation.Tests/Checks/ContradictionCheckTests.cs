using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Reports.Results;

namespace PoR.Simulation.Tests.Checks;

/// <summary>
/// I14: contradictions are proven within a round. <c>StrategyTests</c> show that it is silent under each strategy.
/// </summary>
public sealed class ContradictionCheckTests
{
    private const int LimitMs = 60_000;
    private const int Nodes = 7;

    [Theory(
        DisplayName = "I14: what no node alone can see, and nobody compares, is a breach below a third of the weight",
        Timeout = LimitMs)]
    [InlineData("split-leader 30%", true)]
    [InlineData("split-voter 30%", true)]
    [InlineData("selective 30%", false)]
    [InlineData("split-voter 43%", false)]
    public async Task Unseen(string adversary, bool isBreach)
    {
        await Task.Yield();
        using var world = World(adversary, Blind);
        world.Pass(TimeSpan.FromSeconds(40));

        Assert.Equal(isBreach, Breaches(world).Any(b => b.Description.Contains("none has proof", Words)));
    }

    [Theory(DisplayName = "I14: proof that stays with one honest node is a breach when another one leads",
        Timeout = LimitMs)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Untold(bool isKept)
    {
        await Task.Yield();
        using var world = World("split 30%", adapt: null);
        for (var node = 1; node < Nodes && isKept; node++)
        {
            var passes = world.Machine(node).Filter!;
            world.Machine(node).Filter = (to, letter) =>
                passes(to, letter) && letter is not MempoolMessage.EvidenceFound;
        }

        world.Pass(TimeSpan.FromSeconds(60));

        Assert.Contains(world.Facts, static fact => fact is Fact.EvidenceSeen);
        Assert.Equal(isKept, Breaches(world).Any(b => b.Description.Contains("has not got it", Words)));
    }

    private const StringComparison Words = StringComparison.Ordinal;

    private static PeerSetup Blind(PeerSetup peer) =>
        peer with { Services = peer.Services with { ComparesVotes = false } };

    private static IEnumerable<Violation> Breaches(TestWorld world) =>
        world.Checks.Violations.Where(static breach => breach.Invariant == "I14");

    private static TestWorld World(string adversary, Func<PeerSetup, PeerSetup>? adapt) => new(
        Lab.Unit(
            7, 2,
            [$"population.participants={Nodes}", $"population.nodes={Nodes}", $"run.adversaries={adversary}"]),
        adapt: adapt);
}
