using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Transactions;

namespace PoR.Ledger.Tests;

/// <summary>A leader that cheats, and signs what it forged: all digests but the state's fit.</summary>
internal static class Forge
{
    public static Block WithPayset(Block block, ImmutableArray<PaysetEntry> payset) => new(
        block.Header with { PaysetDigest = Block.DigestOf(payset) }, payset, block.Evidence);

    public static Block WithEvidence(Block block, ImmutableArray<Evidence> evidence) => new(
        block.Header with { EvidenceDigest = Block.DigestOf(evidence) }, block.Payset, evidence);

    public static Block WithEvaluation(Block block, int index, Func<ReviewEvaluation, ReviewEvaluation> change) =>
        WithPayset(
            block,
            block.Payset.With(
                index, block.Payset[index] with { Evaluation = change(block.Payset[index].Evaluation!) }));
}
