using PoR.Actors;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Simulation.Runs;

namespace PoR.Simulation.Tests.Runs;

/// <summary>
/// What look-back costs: whoever is banned after the stake was taken has no seat, and still counts in W. Twenty
/// accounts of equal weight, of whom fourteen are 70 %; a quorum is 69 %.
/// </summary>
public sealed class LivenessTests
{
    private const int RoundsMore = 4;

    [Theory(DisplayName = "A fifth is silent, a tenth is banned at once: rounds go on; one more silent: they stop")]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void A_fifth_and_a_tenth(int silent, bool goesOn)
    {
        using var world = Network("protocol.behaviour.blacklisted-weight-max=1/10");
        var weight = new OpenRoundWeight();
        world.Observer = weight.See;
        for (var node = 0; node < 4; node++)
            world.Machine(node).Crash();
        Spam(world, 17, 18, 19); // The cap is two of twenty.
        world.Until(() => Banned(world) > 0);
        Assert.Equal(2, Banned(world));
        if (silent > 4)
            world.Machine(Quiet(world)).Crash();

        var before = world.Chain(10).Tip.View.Round;
        if (goesOn)
            world.Until(() => world.Chain(10).Tip.View.Round >= before + RoundsMore, limitSeconds: 180);
        else
            world.Pass(TimeSpan.FromSeconds(180));

        var after = world.Chain(10).Tip.View;
        Assert.Equal(goesOn, after.Round >= before + RoundsMore);
        Assert.Equal((200, 138), (after.TotalWeight, after.CertificateThreshold));
        Assert.Equal(180, after.Members.Sum(m => m.Weight));
        if (!goesOn)
            Assert.EndsWith(
                "138 seats; of the weight 200, 20 is banned since the stake was taken, 50 has said nothing.",
                weight.Describe(world.World), StringComparison.Ordinal);
    }

    /// <summary>A living node, but 10, that has said nothing in the open round.</summary>
    private static int Quiet(TestWorld world)
    {
        var spoken = world.Facts.OfType<Fact.BallotSigned>()
            .Where(signed => signed.Vote.Ballot.Round == world.Chain(10).Tip.View.Round)
            .Select(signed => signed.Node.Index)
            .ToHashSet();
        return Enumerable.Range(11, 6).First(node => !spoken.Contains(node));
    }

    [Fact(DisplayName = "D24: in the hardened set behaviour bans at most a twentieth at once")]
    public void The_hardened_cap()
    {
        using var world = Network();
        Spam(world, 17, 18, 19);
        world.Until(() => Banned(world) > 0);

        Assert.Equal(1, Banned(world));
    }

    [Theory(DisplayName = "D10: a peer that is back after a crash has within λ/4 what the others have decided")]
    [InlineData(20_000)]
    [InlineData(21_300)]
    [InlineData(22_500)]
    [InlineData(23_900)]
    public void Back_after_a_crash(int backAtMs)
    {
        using var world = Network();
        world.Decide(2);
        world.Machine(7).Crash();
        world.World.Simulation.RunUntil(TimeSpan.FromMilliseconds(backAtMs));
        var missed = world.Chain(0).Tip.View.Round;
        world.Machine(7).Restart();
        world.Pass(TimeSpan.FromMilliseconds(500));

        Assert.True(world.Chain(7).Tip.View.Round >= missed, $"{world.Chain(7).Tip.View.Round} of {missed}");
        Assert.Equal(0, world.Checks.Forks);
    }

    /// <summary>
    /// A block of all 256 payments takes a leader 15 s, and step 2 waits for 12.5 s. Without a limit in time each round
    /// would end empty, for ever.
    /// </summary>
    [Fact(DisplayName = "D12: what no leader can evaluate in time comes into blocks part by part")]
    public void A_backlog_is_worked_off()
    {
        const int PerSender = 64;
        using var world = new TestWorld(
            Lab.Nodes(4, "run.reviews-per-round=0", "evaluation.time-per-review=60ms"));
        world.Decide(1);
        for (var node = 0; node < 4; node++)
        {
            var (payer, recipient) = (world.World.Population.Keys[node].Account, world.ParticipantOf((node + 1) % 4));
            for (ulong sequence = 1; sequence <= PerSender; sequence++)
            {
                var payment = new Transaction.Payment(
                    world.World.Population.Genesis.Network, payer.PublicKey, sequence, new Round(100), recipient, 1);
                world.World.Tell(new NodeId(node), new MempoolMessage.Submit(new SignedTransaction(
                    payment, world.World.Cryptography.Sign(payer, SignedTransaction.SigningBytes(payment)))));
            }
        }

        world.Until(() => world.Blocks(0).Sum(block => block.Block.Payset.Length) == 4 * PerSender);
        Assert.DoesNotContain(world.Blocks(0), block => block.Block.IsEmpty);
        Assert.Equal(10, world.Blocks(0).Max(block => block.Block.Payset.Length)); // Tried within half a second.
    }

    /// <summary>Nobody writes of its own accord.</summary>
    private static TestWorld Network(params string[] options) =>
        new(Lab.Unit(rounds: 20, seed: 1, ["run.reviews-per-round=0", .. options]));

    private static int Banned(TestWorld world) => world.Chain(10).Tip.State.Accounts.InOrder
        .Count(account => account.BlacklistedUntil > Round.Genesis);

    /// <summary>Two reviews a millisecond apart by the participants of some nodes.</summary>
    private static void Spam(TestWorld world, params int[] nodes)
    {
        world.Pass(TimeSpan.FromMilliseconds(100));
        var cast = new Cast(world.World.Population.Genesis, seed: 1);
        foreach (var node in nodes)
        {
            var who = cast.NumberOf(world.ParticipantOf(node));
            for (var i = 0; i < 2; i++)
            {
                world.World.Tell(new NodeId(node), new MempoolMessage.Submit(cast.Review(
                    who, sequence: (ulong)i + 1, $"A fine thing, I like it: {node}, {i}.", stars: 4,
                    subject: $"subject {node} {i}", writtenAt: 100 + i)));
            }
        }
    }
}
