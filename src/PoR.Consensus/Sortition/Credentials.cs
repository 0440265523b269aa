using System.Buffers.Binary;
using System.Numerics;
using PoR.Core.Bytes;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Consensus.Sortition;

/// <summary>What credentials are made of (PoR §5.2, §12.3; D3, D33).</summary>
public static class Credentials
{
    private const int LogarithmBits = 48;

    /// <summary>
    /// α of σ^{r,s}: domain ‖ public key (32 bytes) ‖ round (8 bytes) ‖ step (4 bytes) ‖ Q^{r−1} (32 bytes).
    /// </summary>
    /// <param name="sender">Whose credential it is.</param>
    /// <param name="round">r.</param>
    /// <param name="step">s.</param>
    /// <param name="seed">Q^{r−1}.</param>
    /// <remarks>
    /// Deviation D33: the paper's credential does not name the account. A registration does not prove ownership of its
    /// VRF key. An account that registers another's VRF key could show that account's proofs as its own: it would hold
    /// the same seats, tie with it for the lead, and win the tie if its public key is lower.
    /// </remarks>
    public static byte[] Alpha(PublicKey sender, Round round, Step step, Seed seed)
    {
        var tag = HashDomain.Credential.Tag.AsSpan();
        var alpha = new byte[tag.Length + 76];
        tag.CopyTo(alpha);
        var fields = alpha.AsSpan(tag.Length);
        sender.Bytes.CopyTo(fields);
        BinaryPrimitives.WriteInt64BigEndian(fields[32..], round.Number);
        BinaryPrimitives.WriteInt32BigEndian(fields[40..], step.Number);
        seed.Bytes.CopyTo(fields[44..]);
        return alpha;
    }

    /// <summary>α of SIG_ℓ(Q^{r−1}), from which Q^r follows: domain ‖ public key ‖ Q^{r−1}, 32 bytes each.</summary>
    /// <param name="sender">ℓ.</param>
    /// <param name="seed">Q^{r−1}.</param>
    public static byte[] SeedAlpha(PublicKey sender, Seed seed)
    {
        var tag = HashDomain.SeedProof.Tag.AsSpan();
        var alpha = new byte[tag.Length + 64];
        tag.CopyTo(alpha);
        sender.Bytes.CopyTo(alpha.AsSpan(tag.Length));
        seed.Bytes.CopyTo(alpha.AsSpan(tag.Length + 32));
        return alpha;
    }

    /// <summary>
    /// The least of <paramref name="seats"/> uniform draws, by inversion: with u = H(domain ‖ β), a number of 0..1, it
    /// is distributed as 1 − (1 − u)^(1/seats). The rank is −log2(u)/seats, which orders alike, as 24 bytes of which
    /// the first stands before the point; the last 8 bytes of H follow, from which the coin takes its bit.
    /// </summary>
    /// <param name="output">β.</param>
    /// <param name="seats">1 and up.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seats"/> is below 1.</exception>
    /// <remarks>
    /// Deviation D4: the paper takes the hash of the signature itself. So the chance to lead is proportional to weight,
    /// and the work does not grow with it.
    /// </remarks>
    public static CredentialRank Rank(VrfOutput output, long seats)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seats, 1);
        Span<byte> beta = stackalloc byte[VrfOutput.Length];
        output.Bytes.CopyTo(beta);
        Span<byte> rank = stackalloc byte[Bytes32.Length];
        DomainHash.Of(HashDomain.Rank, beta).Bytes.CopyTo(rank);
        var divisor = (ulong)seats;
        var (first, rest) = Math.DivRem(MinusLog2(BinaryPrimitives.ReadUInt64BigEndian(rank)) << 8, divisor);
        BinaryPrimitives.WriteUInt64BigEndian(rank, first);
        for (var digit = 8; digit <= 16; digit += 8)
        {
            var dividend = new UInt128(rest, 0);
            BinaryPrimitives.WriteUInt64BigEndian(rank[digit..], (ulong)(dividend / divisor));
            rest = (ulong)(dividend % divisor);
        }

        return new CredentialRank(new Bytes32(rank));
    }

    /// <summary>−log2((<paramref name="number"/> + 1) / 2^64) with 48 fraction bits.</summary>
    /// <remarks>
    /// Bit by bit: the square of a number in 1..2 tells the next bit of its logarithm. The number has 64 bits, cut off
    /// after each square, so that every machine computes the same, and the last bit is right but for one in 2^14 cases.
    /// </remarks>
    private static ulong MinusLog2(ulong number)
    {
        if (number == ulong.MaxValue)
            return 0;
        var exponent = BitOperations.Log2(number + 1);
        var mantissa = (number + 1) << (63 - exponent); // 1..2, with 63 fraction bits.
        var logarithm = (ulong)exponent;
        for (var bit = 0; bit < LogarithmBits; bit++)
        {
            var high = Math.BigMul(mantissa, mantissa, out var low);
            var isTwo = high >> 63;
            mantissa = isTwo == 1 ? high : (high << 1) | (low >> 63);
            logarithm = (logarithm << 1) | isTwo;
        }

        return (64UL << LogarithmBits) - logarithm;
    }
}
