using PoR.Core.Rounds;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>D10: groups at different steps find each other, though little is repeated.</summary>
public sealed class HalvesApartTests
{
    private const long PausesAt = 20_000;

    [Theory(DisplayName = "D10: halves that are many loops apart decide within 16λ after the cut")]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(30, false)]
    [InlineData(30, true)]
    [InlineData(900, false)]
    [InlineData(900, true)]
    public void Halves_at_different_steps_meet(int secondsApart, bool holdsBlock)
    {
        var (longest, gap) = (0L, 0);
        for (var seed = 0UL; seed < 10; seed++)
        {
            var network = Apart(seed, secondsApart * 1_000, holdsBlock, out var healsAt);
            network.RunUntil(healsAt);
            Assert.Empty(network.Decided);
            Assert.All(network.Nodes, n => Assert.Equal(holdsBlock, n.Machine.Value is not null));
            var steps = network.Nodes.Select(n => n.Machine.Step.Number).ToArray();
            gap = Math.Max(gap, steps.Max() - steps.Min());
            network.RunUntil(network.Options.TimeLimit);
            Assert.True(network.HasEnded, $"Seed {seed} does not heal.");
            Assert.Single(network.Decided);
            longest = Math.Max(longest, network.Nodes.Max(n => n.EndedAt) - healsAt);
        }

        Assert.True(gap >= secondsApart / 4, $"The halves were only {gap} steps apart.");
        Assert.True(longest <= 16 * Given.Lambda, $"It took {longest} ms.");
    }

    [Fact(DisplayName = "D10: what a node says again is bounded, however long the round is open")]
    public void Repeats_are_bounded()
    {
        var network = new PureNetwork(new PureNetworkOptions { CanPass = (a, b, _) => a % 2 == b % 2 });
        network.RunUntil(1_000_000);

        Assert.All(network.Nodes, n => Assert.True(n.Machine.Step.Number > 200));

        // Ticket, block, four votes, a loop, and one that is new.
        Assert.All(network.Nodes, n => Assert.InRange(n.UnsentMax, 1, 10));
    }

    /// <summary>
    /// Halves that a cut parts from step 3 on if both hold a block, from the start if they hold none; the odd nodes are
    /// paused. Where they hold a block their votes of steps 1 to 5 together end nothing.
    /// </summary>
    private static PureNetwork Apart(ulong seed, long apart, bool holdsBlock, out long healsAt)
    {
        var heals = healsAt = PausesAt + apart + 80_000 + (long)(Xorshift.Mix(seed) % 10_000);
        PureNetwork? network = null;
        return network = new PureNetwork(new PureNetworkOptions
        {
            Seed = seed,
            StartOffsetMax = 0,
            DelayMax = 100,
            BlockDelayMax = 1_000,
            FiresAt = (node, due) =>
                node % 2 == 1 && due >= PausesAt && due < PausesAt + apart ? PausesAt + apart : due,
            CanPass = (from, to, now) => from % 2 == to % 2 || now > heals
                || (holdsBlock && network!.Nodes[from].Machine.Step <= Step.BlockVerification),
            TimeLimit = heals + 600_000,
        });
    }
}
