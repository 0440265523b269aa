using PoR.Core.Canonical;
using PoR.Core.Hashing;
using PoR.Core.Protocol;

namespace PoR.Core.Blocks;

/// <summary>
/// What a block's digest covers (PoR §5.1, §12.3): B^r = (r, H(B^{r−1}), SIG_ℓ(Q^{r−1}), PAY^r), or
/// B_ε^r = (r, H(B^{r−1}), Q^{r−1}, ∅).
/// </summary>
/// <param name="Network">The network.</param>
/// <param name="Round">r.</param>
/// <param name="Parent">H(B^{r−1}).</param>
/// <param name="ParentSeed">Q^{r−1}.</param>
/// <param name="Proposer">Null in an empty block.</param>
/// <param name="Time">Never below the parent's; an empty block inherits it.</param>
/// <param name="PaysetDigest">Digest of the payset.</param>
/// <param name="EvidenceDigest">Digest of the evidence.</param>
/// <param name="StateRoot">Digest of the state after this block.</param>
public sealed record BlockHeader(
    NetworkId Network,
    Round Round,
    BlockDigest Parent,
    Seed ParentSeed,
    Proposer? Proposer,
    Timestamp Time,
    Digest PaysetDigest,
    Digest EvidenceDigest,
    Digest StateRoot)
    : ICanonical<BlockHeader>
{
    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Fixed(Network.Bytes);
        writer.Int64(Round.Number);
        writer.Fixed(Parent.Bytes);
        writer.Fixed(ParentSeed.Bytes);
        writer.Optional(Proposer);
        writer.Int64(Time.Milliseconds);
        writer.Fixed(PaysetDigest.Bytes);
        writer.Fixed(EvidenceDigest.Bytes);
        writer.Fixed(StateRoot.Bytes);
    }

    /// <inheritdoc/>
    public static BlockHeader? Read(ref CanonicalReader reader)
    {
        var header = new BlockHeader(
            new NetworkId(reader.Fixed32()),
            new Round(reader.Int64()),
            new BlockDigest(reader.Fixed32()),
            new Seed(reader.Fixed32()),
            reader.Optional<Proposer>(),
            new Timestamp(reader.Int64()),
            new Digest(reader.Fixed32()),
            new Digest(reader.Fixed32()),
            new Digest(reader.Fixed32()));
        if (header.Round.Number < 1)
            reader.Fail($"a block's round must be 1 or more, not {header.Round}.");
        return reader.Fault is null ? header : null;
    }
}
