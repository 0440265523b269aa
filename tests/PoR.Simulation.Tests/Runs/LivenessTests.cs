using System.Text;
using PoR.Actors;
using PoR.Actors.Mempools;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Simulation.Runs;
using PoR.Simulation.Tests.Worlds;
using PoR.Simulation.Worlds;

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
        world.Start();
        for (var node = 0; node < 4; node++)
            world.Simulation.Nodes[node].Crash();
        Spam(world, 17, 18, 19); // The cap is two of twenty.
        RunUntil(world, () => Banned(world) > 0);
        Assert.Equal(2, Banned(world));
        if (silent > 4)
            world.Simulation.Nodes[4].Crash();

        var before = world.ChainOf(new NodeId(10))!.Tip.View.Round;
        RunUntil(world, () => world.ChainOf(new NodeId(10))!.Tip.View.Round >= before + RoundsMore);

        var after = world.ChainOf(new NodeId(10))!.Tip.View;
        Assert.Equal(goesOn, after.Round >= before + RoundsMore);
        Assert.Equal((200, 138), (after.TotalWeight, after.CertificateThreshold));
        Assert.Equal(180, after.Members.Sum(m => m.Weight));
        if (!goesOn)
            Assert.EndsWith(
                "138 seats; of the weight 200, 20 is banned since the stake was taken, 50 has said nothing.",
                weight.Describe(world), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "Decision 19: in the hardened set behaviour bans at most a twentieth at once")]
    public void The_hardened_cap()
    {
        using var world = Network();
        world.Start();
        Spam(world, 17, 18, 19);
        RunUntil(world, () => Banned(world) > 0);

        Assert.Equal(1, Banned(world));
    }

    private static World Network(params string[] options)
    {
        var settings = Lab.Unit(rounds: 20, seed: 1, options);
        return World.Create(settings, Lab.NetworkOf(settings).Model, threads: 1);
    }

    private static int Banned(World world) => world.ChainOf(new NodeId(10))!.Tip.State.Accounts.InOrder
        .Count(account => account.BlacklistedUntil > Round.Genesis);

    private static void RunUntil(World world, Func<bool> condition)
    {
        var limit = world.Now + TimeSpan.FromMinutes(3);
        while (!condition() && world.Now < limit)
            world.Simulation.RunUntil(world.Now + TimeSpan.FromSeconds(1));
    }

    /// <summary>Two reviews a millisecond apart by the participants of some nodes.</summary>
    private static void Spam(World world, params int[] nodes)
    {
        world.Simulation.RunUntil(TimeSpan.FromMilliseconds(100));
        foreach (var node in nodes)
        {
            var keys = world.Population.Keys[node];
            for (var i = 0; i < 2; i++)
            {
                var note = ReviewNote.TryCreate(Encoding.UTF8.GetBytes($"A fine thing, I like it: {node}, {i}."))!;
                var body = new Transaction.Review(
                    world.Population.Genesis.Network, keys.PublicKey, (ulong)i + 1, new Round(100),
                    $"subject {node} {i}", "home", note, new Rating(4, 1, 5),
                    new Timestamp(world.Population.Genesis.Time.Milliseconds + 100 + i), default);
                var signature = world.Cryptography.Sign(keys.Account, SignedTransaction.SigningBytes(body));
                world.Tell(
                    world.Population.Nodes[node], new MempoolMessage.Submit(new SignedTransaction(body, signature)));
            }
        }
    }
}
