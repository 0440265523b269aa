using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Hashing;
using PoR.Core.Identities;

namespace PoR.Core.Rounds;

/// <summary>Q^r: what the sortition of round r + 1 is drawn from, 32 bytes (PoR §12.3).</summary>
public readonly record struct Seed(Bytes32 Bytes) : IComparable<Seed>
{
    /// <inheritdoc/>
    public int CompareTo(Seed other) => Bytes.CompareTo(other.Bytes);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}

/// <summary>Q^r: how each seed follows from the one before (PoR §12.3).</summary>
public static class SeedChain
{
    /// <summary>Q^r = H(β ‖ r) after a leader's block.</summary>
    /// <param name="seedOutput">β of the leader's SIG_ℓ(Q^{r−1}).</param>
    /// <param name="round">r.</param>
    /// <remarks>It does not depend on the payset, so that no choice of transactions can grind it.</remarks>
    public static Seed AfterBlock(VrfOutput seedOutput, Round round)
    {
        var writer = new CanonicalWriter();
        writer.Fixed(seedOutput.Bytes);
        writer.Int64(round.Number);
        return new Seed(DomainHash.Of(HashDomain.Seed, writer.WrittenSpan).Bytes);
    }

    /// <summary>Q^r = H(Q^{r−1} ‖ r) after the empty block, under a domain of its own.</summary>
    /// <param name="previous">Q^{r−1}.</param>
    /// <param name="round">r.</param>
    public static Seed AfterEmpty(Seed previous, Round round)
    {
        var writer = new CanonicalWriter();
        writer.Fixed(previous.Bytes);
        writer.Int64(round.Number);
        return new Seed(DomainHash.Of(HashDomain.EmptySeed, writer.WrittenSpan).Bytes);
    }
}
