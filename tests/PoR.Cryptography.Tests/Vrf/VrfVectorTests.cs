using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using PoR.Cryptography.Curves;
using PoR.Cryptography.Tests.Curves;
using PoR.Cryptography.Vrf;

namespace PoR.Cryptography.Tests.Vrf;

public sealed class VrfVectorTests
{
    public static TheoryData<string> Ids => new(VrfVectors.All.Select(v => v.Id));

    private static byte[] Hex(string hex) => Convert.FromHexString(hex);

    public static TheoryData<string, bool> IdsOnBothPaths =>
        new(VrfVectors.All.SelectMany(v => new[] { (v.Id, false), (v.Id, true) }));

    private static (EcvrfSecret Secret, byte[] PublicKey) KeyOf(VrfVector vector, bool isSimulated = false)
    {
        var (publicKey, seed) = (new byte[32], Hex(vector.SecretKey));
        return (isSimulated ? SimulatedKeyOf(seed, publicKey) : EcvrfSecret.FromSeed(seed, publicKey), publicKey);
    }

    /// <summary>A simulated key of a published seed, which no run's seed leads to.</summary>
    private static SimulatedEcvrfSecret SimulatedKeyOf(byte[] seed, Span<byte> publicKey) =>
        new((SimulatedSeed)Activator.CreateInstance(
            typeof(SimulatedSeed),
            BindingFlags.NonPublic | BindingFlags.Instance,
            binder: null,
            [ImmutableArray.Create(seed)],
            culture: null)!, publicKey);

    [Theory(DisplayName = "RFC 9381 B.3, B.4: keys, proofs and outputs are the published ones, on both paths")]
    [MemberData(nameof(IdsOnBothPaths))]
    public void Proofs_and_outputs_are_the_published_ones(string id, bool isSimulated)
    {
        var vector = VrfVectors.Of(id);
        var (secret, publicKey) = KeyOf(vector, isSimulated);
        var (proof, evaluated, verified, hashed) = (new byte[80], new byte[64], new byte[64], new byte[64]);

        Ecvrf.Prove(vector.Suite, secret, publicKey, Hex(vector.Alpha), proof);
        Ecvrf.Evaluate(vector.Suite, secret, publicKey, Hex(vector.Alpha), evaluated);

        Assert.Equal(vector.PublicKey, Convert.ToHexStringLower(publicKey));
        Assert.Equal(vector.Proof, Convert.ToHexStringLower(proof));
        Assert.Equal(vector.Output, Convert.ToHexStringLower(evaluated));
        Assert.True(Ecvrf.TryVerify(vector.Suite, publicKey, Hex(vector.Alpha), proof, verified));
        Assert.Equal(vector.Output, Convert.ToHexStringLower(verified));
        Assert.True(Ecvrf.TryProofToHash(vector.Suite, proof, hashed));
        Assert.Equal(vector.Output, Convert.ToHexStringLower(hashed));
    }

    [Theory(DisplayName = "RFC 9381 B.3, B.4: x, H, k, U and V on the way are the recomputed ones")]
    [MemberData(nameof(Ids))]
    public void Intermediates_are_the_recomputed_ones(string id)
    {
        var vector = VrfVectors.Of(id);
        var (secret, publicKey) = KeyOf(vector);
        var encoded = new byte[32];

        HashToCurve.Encode(out var h, vector.Suite, publicKey, Hex(vector.Alpha));
        PointEncoding.Encode(h, encoded);
        Assert.Equal(vector.H, Convert.ToHexStringLower(encoded));

        var x = ReferenceCurve.Number(Hex(vector.Scalar)) % ReferenceCurve.L;
        Assert.Equal(ReferenceCurve.Bytes(x), secret.Scalar.ToArray());
        Assert.Equal(ReferenceCurve.Bytes(8 * x % ReferenceCurve.L), secret.EightScalar.ToArray());
        Assert.Equal(
            vector.NonceHash,
            Convert.ToHexStringLower(SHA512.HashData([.. secret.NoncePrefix, .. encoded])));

        var proof = Hex(vector.Proof);
        Assert.True(PointEncoding.TryDecode(publicKey, out var y));
        Assert.True(PointEncoding.TryDecode(proof.AsSpan(0, 32), out var gamma));
        PublicMultiplication.BaseMinus(out var u, proof.AsSpan(48), proof.AsSpan(32, 16), y);
        PublicMultiplication.Difference(out var v, proof.AsSpan(48), h, proof.AsSpan(32, 16), gamma);
        PointEncoding.Encode(u, encoded);
        Assert.Equal(vector.U, Convert.ToHexStringLower(encoded));
        PointEncoding.Encode(v, encoded);
        Assert.Equal(vector.V, Convert.ToHexStringLower(encoded));
    }

    [Fact]
    public void Evaluation_proof_and_verification_agree_for_inputs_of_any_length()
    {
        var random = new Random(10);
        var (seed, publicKey) = (new byte[32], new byte[32]);
        var (proof, evaluated, verified, hashed) = (new byte[80], new byte[64], new byte[64], new byte[64]);
        foreach (var length in new[] { 0, 1, 31, 32, 63, 64, 127, 128, 700, 850, 851, 900, 5000 })
        {
            random.NextBytes(seed);
            var alpha = new byte[length];
            random.NextBytes(alpha);
            var secret = EcvrfSecret.FromSeed(seed, publicKey);
            Ecvrf.Evaluate(VrfSuite.Elligator2, secret, publicKey, alpha, evaluated);
            Ecvrf.Prove(VrfSuite.Elligator2, secret, publicKey, alpha, proof);
            Assert.True(Ecvrf.TryVerify(VrfSuite.Elligator2, publicKey, alpha, proof, verified));
            Assert.True(Ecvrf.TryProofToHash(VrfSuite.Elligator2, proof, hashed));
            Assert.Equal(evaluated, verified);
            Assert.Equal(evaluated, hashed);
        }
    }
}
