using System.Collections.Immutable;
using AkkaSimulation.Networks;
using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Configuration.Profiles;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Genesis;
using PoR.Evaluation;
using PoR.Simulation.Runs;
using PoR.Simulation.Worlds;

namespace PoR.Chain.Tests;

/// <summary>
/// What eight nodes have decided in a simulated run, of which one leader lied: blocks with reviews, an empty block
/// and evidence.
/// </summary>
internal static class RealChain
{
    private static readonly Lazy<(GenesisDocument Genesis, ImmutableArray<CertifiedBlock> Blocks)> _run = new(Run);

    public static GenesisDocument Genesis => _run.Value.Genesis;

    public static byte[] GenesisBytes => CanonicalBytes.Of(Genesis);

    public static ImmutableArray<CertifiedBlock> Blocks => _run.Value.Blocks;

    /// <summary>The first block that holds reviews.</summary>
    public static int WithReviews => Enumerable.Range(0, Blocks.Length).First(i => !Blocks[i].Block.Payset.IsEmpty);

    public static int WithEvidence => Enumerable.Range(0, Blocks.Length).First(i => !Blocks[i].Block.Evidence.IsEmpty);

    public static int Empty => Enumerable.Range(0, Blocks.Length).First(i => Blocks[i].Block.IsEmpty);

    /// <summary>A verifier that has seen so many blocks.</summary>
    public static ChainVerifier VerifierAfter(int blocks)
    {
        var verifier = ChainVerifier.Start(GenesisBytes, EvaluationModel.Embedded, out _)!;
        foreach (var block in Blocks.Take(blocks))
            Assert.Null(verifier.Append(CanonicalBytes.Of(block)));
        return verifier;
    }

    private static (GenesisDocument, ImmutableArray<CertifiedBlock>) Run()
    {
        var profile = ProfileLoader.Load("unit").Settings!;
        var settings = profile with
        {
            Run = profile.Run with { Crypto = CryptoMode.Model },
            Population = profile.Population with { Participants = 8, Nodes = 8 },
        };
        using var world = World.Create(settings, new InstantNetwork(), threads: 1, Adapt);
        var workload = new Workload(world, DraftSource.Generated(1), 4, 500, 1, _ => { });
        var hasEvidence = false;
        world.Observer = fact =>
        {
            if (fact is Fact.RoundStarted { Round: var round })
                workload.OnRoundStarted(round);
            else if (fact is Fact.BlockCertified { Block: var block, State: var state })
            {
                workload.OnAdopted(state, block.Payset.Select(entry => entry.Transaction));
                hasEvidence |= !block.Evidence.IsEmpty;
            }
        };
        world.Start();
        for (var i = 0; i < 1_000 && !hasEvidence; i++)
            world.Simulation.RunFor(TimeSpan.FromSeconds(1));
        world.Simulation.RunFor(TimeSpan.FromSeconds(10));
        var blocks = world.ChainOf(new NodeId(1))!.After([world.Genesis.Tip], int.MaxValue);
        return (world.Population.Genesis, blocks);
    }

    private static PeerSetup Adapt(PeerSetup setup) => setup.Id.Index != 0
        ? setup
        : setup with
        {
            Services = setup.Services with
            {
                Chain = new SharedChain(Branch.Of(setup.Services.Genesis), new OffScores(), 10_000, 400),
            },
        };
}
