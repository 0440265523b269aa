using System.Globalization;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Configuration.Profiles;
using PoR.Core.Rounds;
using PoR.Evaluation;
using PoR.Simulation.Runs;
using PoR.Simulation.Tests.Worlds;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Tests.Runs;

/// <summary>What a process remembers saves work, and changes no turn.</summary>
public sealed class MemoTests
{
    private const int LimitMs = 120_000;
    private const int Rounds = 3;

    [Theory(
        DisplayName = "I11: peers that remember alone, or one result of each kind, take the same turns",
        Timeout = LimitMs)]
    [InlineData(10_000, null)]
    [InlineData(1, null)]
    [InlineData(1, "halves@6s+20s")]
    public Task Memory_changes_no_turn(int capacity, string? cut)
    {
        var settings = Lab.Unit(Rounds, seed: 5);
        settings = cut is null ? settings : settings.WithCuts(cut);

        Assert.Equal(Trace(settings, static setup => setup), Trace(settings, setup => Alone(setup, capacity)));
        return Task.CompletedTask;
    }

    private static PeerSetup Alone(PeerSetup setup, int capacity) => setup with
    {
        Services = setup.Services with
        {
            Checks = new PeerChecks(setup.Services.Cryptography, capacity),
            Chain = new SharedChain(
                setup.Services.Chain.Genesis, new ModelScores(EvaluationModel.Embedded), capacity, capacity),
        },
    };

    private static string Trace(SimulationSettings settings, Func<PeerSetup, PeerSetup> adapt)
    {
        using var world = World.Create(settings, Lab.NetworkOf(settings).Model, threads: 2, adapt);
        var workload = new Workload(
            world, DraftSource.Generated((ulong)settings.Run.Seed), settings.Run.ReviewsPerRound,
            settings.Mempool.TransactionLifetimeRounds, (ulong)settings.Run.Seed, static _ => { });
        var (facts, reviews) = (0L, 0);
        var tips = new Dictionary<int, Round>();
        world.Observer = fact =>
        {
            facts++;
            switch (fact)
            {
                case Fact.RoundStarted { Round: var round }:
                    workload.OnRoundStarted(round);
                    break;
                case Fact.BlockCertified { Block: var block, State: var state }:
                    workload.OnAdopted(state, block.Payset.Select(static entry => entry.Transaction));
                    reviews += block.Payset.Length;
                    break;
                case Fact.TipMoved { Node.Index: var node, State.Round: var round }:
                    tips[node] = round;
                    break;
            }
        };
        world.Start();
        Assert.True(
            world.Simulation.RunUntil(
                () => tips.Count == world.Nodes && tips.Values.All(static tip => tip.Number >= Rounds),
                TimeSpan.FromMinutes(10)),
            "Not all nodes have decided.");
        Assert.True(reviews > 0, "Nothing was written.");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{world.Simulation.TraceHash} {facts} facts, {world.Simulation.Deliveries} deliveries");
    }
}
