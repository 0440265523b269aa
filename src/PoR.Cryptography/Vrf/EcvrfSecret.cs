using System.Security.Cryptography;
using PoR.Cryptography.Curves;
using PoR.Cryptography.Sodium;

namespace PoR.Cryptography.Vrf;

/// <summary>What a VRF key keeps, in one pinned block of 96 bytes, erased at the end.</summary>
/// <remarks>
/// x mod L (32 bytes), 8x mod L (32), and the second half of SHA-512(seed), from which nonces come
/// (32). RFC 8032 §5.1.5 and RFC 9381 §5.4.2.2.
/// </remarks>
internal abstract class EcvrfSecret
{
    internal const int Length = 96;

    private readonly byte[] _block;

    private protected EcvrfSecret(byte[] block) => _block = block;

    /// <summary>x mod L: the secret scalar.</summary>
    internal ReadOnlySpan<byte> Scalar => _block.AsSpan(0, 32);

    /// <summary>8x mod L: one multiplication by it gives 8·Γ.</summary>
    internal ReadOnlySpan<byte> EightScalar => _block.AsSpan(32, 32);

    /// <summary>The key of the nonces.</summary>
    internal ReadOnlySpan<byte> NoncePrefix => _block.AsSpan(64, 32);

    /// <summary>A secret that only constant-time code meets, from a seed of 32 bytes; gives the public key.</summary>
    internal static EcvrfSecret FromSeed(ReadOnlySpan<byte> seed, Span<byte> publicKey) =>
        new ConstantTime(Expand(seed, publicKey));

    /// <summary>Multiples of one point by scalars of this key: x, 8x, or a nonce.</summary>
    /// <param name="point">A point of the prime-order subgroup.</param>
    /// <param name="scalars">32 bytes each, below L, not 0.</param>
    /// <param name="products">The encoded products, 32 bytes each.</param>
    internal abstract void Multiply(in EdwardsPoint point, ReadOnlySpan<byte> scalars, Span<byte> products);

    /// <summary>Overwrites the secret with zeros.</summary>
    internal void Erase() => CryptographicOperations.ZeroMemory(_block);

    /// <summary>The block of a seed of 32 bytes, and the public key.</summary>
    private protected static unsafe byte[] Expand(ReadOnlySpan<byte> seed, Span<byte> publicKey)
    {
        // Pinned, so that the collector leaves no copies behind.
        var block = GC.AllocateArray<byte>(Length, pinned: true);
        Span<byte> hash = stackalloc byte[64];
        Span<byte> wide = stackalloc byte[64];
        Span<byte> eight = stackalloc byte[32];
        SHA512.HashData(seed, hash);
        hash[32..].CopyTo(block.AsSpan(64));
        hash[0] &= 0xf8;
        hash[31] = (byte)((hash[31] & 0x7f) | 0x40);
        wide.Clear();
        hash[..32].CopyTo(wide);
        eight.Clear();
        eight[0] = 8;

        int result;
        fixed (byte* x = block, w = wide, e = eight, y = publicKey)
        {
            Libsodium.ScalarReduce(x, w);
            Libsodium.ScalarProduct(x + 32, e, x);
            result = Libsodium.ScalarMultiplyBase(y, x);
        }

        CryptographicOperations.ZeroMemory(hash);
        CryptographicOperations.ZeroMemory(wide);
        if (result != 0)
            throw new CryptographicException("The seed's scalar is 0 modulo L.");

        return block;
    }

    private sealed class ConstantTime(byte[] block) : EcvrfSecret(block)
    {
        internal override unsafe void Multiply(
            in EdwardsPoint point, ReadOnlySpan<byte> scalars, Span<byte> products)
        {
            Span<byte> encoded = stackalloc byte[PointEncoding.Length];
            PointEncoding.Encode(point, encoded);
            fixed (byte* p = encoded, n = scalars, product = products)
            {
                for (var at = 0; at < scalars.Length; at += ScalarEncoding.Length)
                    Libsodium.Require(Libsodium.ScalarMultiply(product + at, n + at, p));
            }
        }
    }
}
