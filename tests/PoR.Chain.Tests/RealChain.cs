using System.Collections.Immutable;
using AkkaSimulation.Networks;
using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Genesis;
using PoR.Evaluation;

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
        using var world = new TestWorld(
            Lab.Nodes(8, "run.reviews-per-round=4"), new InstantNetwork(), Lab.FirstLie(1));
        world.Until(() => world.Facts.OfType<Fact.BlockCertified>().Any(fact => !fact.Block.Evidence.IsEmpty));
        world.Pass(TimeSpan.FromSeconds(10));
        return (world.World.Population.Genesis, [.. world.Blocks(1)]);
    }
}
