using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Transactions;

namespace PoR.Ledger.Blocks;

/// <summary>Bytes of a block in canonical form, without writing its payset.</summary>
internal static class BlockSize
{
    /// <summary>A leader's header and the counts of payset and evidence.</summary>
    public const int FrameBytes = 321 + 4 + 4;

    /// <summary>Bytes of a whole block.</summary>
    public static long Of(Block block)
    {
        var payset = 0L;
        foreach (var entry in block.Payset)
            payset += OfEntry(entry.Transaction, entry.Evaluation is not null);
        return CanonicalBytes.Of(block.Header).Length + 4 + payset + OfEvidence(block.Evidence);
    }

    /// <summary>Bytes of one entry of a payset.</summary>
    public static int OfEntry(SignedTransaction transaction, bool hasEvaluation) =>
        transaction.ByteCount + (hasEvaluation ? 12 : 1);

    /// <summary>Bytes of a list of evidence with its count.</summary>
    public static int OfEvidence(ImmutableArray<Evidence> evidence)
    {
        var writer = new CanonicalWriter();
        writer.List(evidence);
        return writer.WrittenCount;
    }
}
