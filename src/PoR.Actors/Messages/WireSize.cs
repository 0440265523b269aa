using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Blocks;

namespace PoR.Actors.Messages;

/// <summary>Lengths on the wire. Bytes; near enough for a network model, without writing anything.</summary>
internal static class WireSize
{
    /// <summary>A header with its proposer.</summary>
    public const int Header = 360;

    private const int Evaluation = 12;

    /// <summary>A whole block.</summary>
    public static int Of(Block block) =>
        Header + block.Payset.Sum(entry => entry.Transaction.ByteCount + Evaluation) + Of(block.Evidence);

    /// <summary>Evidence with all its votes.</summary>
    public static int Of(ImmutableArray<Evidence> evidence) => evidence.Sum(Of);

    private static int Of(Evidence evidence) => evidence switch
    {
        Evidence.NoConfidence e => 136 + e.Votes.Sum(v => v.ByteCount),
        Evidence.Contradiction e => e.First.ByteCount + e.Second.ByteCount,
        _ => throw new System.Diagnostics.UnreachableException($"No size for {evidence.GetType().Name}."),
    };
}
