using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Core.Agreement;

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

/// <summary>H(B): digest of a block's header, 32 bytes (PoR §5.1).</summary>
public readonly record struct BlockDigest(Bytes32 Bytes) : IComparable<BlockDigest>
{
    /// <inheritdoc/>
    public int CompareTo(BlockDigest other) => Bytes.CompareTo(other.Bytes);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}

/// <summary>Who made a block, with SIG_ℓ(Q^{r−1}), from which the next seed follows (PoR §12.3).</summary>
/// <param name="Leader">ℓ.</param>
/// <param name="SeedProof">The leader's VRF proof of Q^{r−1} under its own domain.</param>
public sealed record Proposer(PublicKey Leader, VrfProof SeedProof) : ICanonical<Proposer>
{
    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Fixed(Leader.Bytes);
        writer.Fixed(SeedProof);
    }

    /// <inheritdoc/>
    public static Proposer? Read(ref CanonicalReader reader) =>
        new(new PublicKey(reader.Fixed32()), reader.Proof());
}
