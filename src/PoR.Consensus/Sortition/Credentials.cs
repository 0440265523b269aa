using System.Buffers.Binary;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Consensus.Sortition;

/// <summary>What credentials are made of (PoR §5.2, §12.3; D3, D33).</summary>
public static class Credentials
{
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

    /// <summary>Least H(domain ‖ β ‖ i) over the seats i = 1..<paramref name="seats"/>, i in 8 bytes.</summary>
    /// <param name="output">β.</param>
    /// <param name="seats">1 and up: i = 0 would tell of the selection itself.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seats"/> is below 1.</exception>
    /// <remarks>
    /// Deviation D4: the paper takes the hash of the signature itself. One hash for each seat makes the chance to lead
    /// proportional to weight.
    /// </remarks>
    public static CredentialRank Rank(VrfOutput output, long seats)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seats, 1);
        Span<byte> input = stackalloc byte[VrfOutput.Length + 8];
        output.Bytes.CopyTo(input);
        var least = RankOf(input, 1);
        for (var i = 2L; i <= seats; i++)
        {
            var rank = RankOf(input, i);
            if (rank.CompareTo(least) < 0)
                least = rank;
        }

        return least;
    }

    private static CredentialRank RankOf(Span<byte> input, long seat)
    {
        BinaryPrimitives.WriteInt64BigEndian(input[VrfOutput.Length..], seat);
        return new CredentialRank(DomainHash.Of(HashDomain.Rank, input).Bytes);
    }
}
