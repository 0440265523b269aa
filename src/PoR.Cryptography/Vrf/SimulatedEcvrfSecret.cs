using PoR.Cryptography.Curves;

namespace PoR.Cryptography.Vrf;

/// <summary>
/// The secret of a simulated participant's VRF key. It is no secret, so it may meet variable-time code.
/// </summary>
/// <remarks>
/// Anybody who knows a run's seed can compute the key. Products are those of libsodium's constant-time code, to the
/// bit, in about 0.6 of its time: libsodium tests each time whether the point lies in the prime-order subgroup.
/// </remarks>
internal sealed class SimulatedEcvrfSecret : EcvrfSecret
{
    private const int ProductsMax = 2;

    /// <summary>Expands a simulated seed and gives the public key.</summary>
    internal SimulatedEcvrfSecret(SimulatedSeed seed, Span<byte> publicKey)
        : base(Expand(seed.Bytes, publicKey))
    {
    }

    /// <inheritdoc/>
    internal override void Multiply(in EdwardsPoint point, ReadOnlySpan<byte> scalars, Span<byte> products)
    {
        Span<EdwardsPoint> multiples = stackalloc EdwardsPoint[ProductsMax];
        multiples = multiples[..(scalars.Length / ScalarEncoding.Length)];
        PublicMultiplication.Multiples(multiples, point, scalars);
        PointEncoding.EncodeAll(multiples, products);
    }
}
