using System.Security.Cryptography;
using PoR.Cryptography.Curves;
using PoR.Cryptography.Tests.Curves;
using PoR.Cryptography.Vrf;

namespace PoR.Cryptography.Tests.Vrf;

public sealed class VrfRejectionTests
{
    public static TheoryData<string> Ids => new(VrfVectors.All.Select(v => v.Id));

    private static byte[] Hex(string hex) => Convert.FromHexString(hex);

    private static bool Accepts(VrfVector vector, byte[] publicKey, byte[] alpha, byte[] proof)
    {
        var output = Enumerable.Repeat((byte)0xaa, 64).ToArray();
        var isAccepted = Ecvrf.TryVerify(vector.Suite, publicKey, alpha, proof, output);
        Assert.True(isAccepted || output.All(b => b == 0));
        return isAccepted;
    }

    private static bool Accepts(VrfVector vector, byte[] proof) =>
        Accepts(vector, Hex(vector.PublicKey), Hex(vector.Alpha), proof);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_single_bit_flip_of_a_proof_is_rejected(string id)
    {
        var vector = VrfVectors.Of(id);
        var proof = Hex(vector.Proof);
        Assert.True(Accepts(vector, proof));
        for (var bit = 0; bit < 640; bit++)
        {
            proof[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Accepts(vector, proof), $"bit {bit}");
            proof[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_single_bit_flip_of_a_public_key_is_rejected(string id)
    {
        var vector = VrfVectors.Of(id);
        var key = Hex(vector.PublicKey);
        for (var bit = 0; bit < 256; bit++)
        {
            key[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Accepts(vector, key, Hex(vector.Alpha), Hex(vector.Proof)), $"bit {bit}");
            key[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Another_input_another_key_another_suite_and_another_length_are_rejected(string id)
    {
        var vector = VrfVectors.Of(id);
        var (key, alpha, proof) = (Hex(vector.PublicKey), Hex(vector.Alpha), Hex(vector.Proof));
        var otherKey = Hex(VrfVectors.All.First(v => v.PublicKey != vector.PublicKey).PublicKey);
        var otherSuite = vector with { Suite = (VrfSuite)(7 - (int)vector.Suite) };

        Assert.False(Accepts(vector, key, [.. alpha, 0], proof));
        Assert.False(Accepts(vector, key, [1, .. alpha], proof));
        Assert.False(Accepts(vector, otherKey, alpha, proof));
        Assert.False(Accepts(otherSuite, proof));
        Assert.False(Accepts(vector, proof[..79]));
        Assert.False(Accepts(vector, [.. proof, 0]));
        Assert.False(Accepts(vector, []));
        Assert.False(Accepts(vector, key[..31], alpha, proof));
    }

    [Theory(DisplayName = "RFC 9381 §5.4.4: s of L or more does not decode")]
    [MemberData(nameof(Ids))]
    public void A_scalar_of_L_or_more_is_rejected(string id)
    {
        var vector = VrfVectors.Of(id);
        var proof = Hex(vector.Proof);
        var s = ReferenceCurve.Number(proof.AsSpan(48));
        for (var times = 1; times <= 15; times++)
        {
            byte[] forged = [.. proof[..48], .. ReferenceCurve.Bytes(s + times * ReferenceCurve.L)];
            Assert.False(Accepts(vector, forged));
            Assert.False(Ecvrf.TryProofToHash(vector.Suite, forged, new byte[64]));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_gamma_that_is_no_canonical_point_is_rejected(string id)
    {
        var vector = VrfVectors.Of(id);
        var proof = Hex(vector.Proof);
        byte[][] gammas =
        [
            ReferenceCurve.Bytes(ReferenceCurve.P), // y = 0, written as p.
            ReferenceCurve.Bytes(ReferenceCurve.P + 1), // The neutral element, written as p + 1.
            Hex("0100000000000000000000000000000000000000000000000000000000000080"), // −0.
            Hex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"), // −0 at y = −1.
            Hex("0200000000000000000000000000000000000000000000000000000000000000"), // Off the curve.
        ];
        foreach (var gamma in gammas)
        {
            byte[] forged = [.. gamma, .. proof[32..]];
            Assert.False(Accepts(vector, forged));
            Assert.False(Ecvrf.TryProofToHash(vector.Suite, forged, new byte[64]));
        }
    }

    [Fact]
    public void A_gamma_of_small_order_is_rejected_even_when_its_challenge_is_honest()
    {
        var vector = VrfVectors.All[^1];
        foreach (var gamma in SmallOrder.Points)
        {
            Assert.False(Accepts(vector, ForgeWith(vector, gamma, isHidden: true)));
            Assert.False(Accepts(vector, ForgeWith(vector, gamma, isHidden: false)));
        }
    }

    [Fact]
    public void A_gamma_with_a_part_of_small_order_never_changes_the_output()
    {
        // Its owner can find such a proof, as one challenge in eight hides the part: RFC 9381 makes
        // the output unique, not the proof.
        var vector = VrfVectors.All[^1];
        var honest = ReferenceCurve.Decode(Hex(vector.Proof).AsSpan(0, 32))!.Value;
        foreach (var small in SmallOrder.Points.Skip(1))
        {
            var gamma = ReferenceCurve.Encode(ReferenceCurve.Add(honest, ReferenceCurve.Decode(small)!.Value));
            var output = new byte[64];
            Assert.True(Ecvrf.TryVerify(
                vector.Suite,
                Hex(vector.PublicKey),
                Hex(vector.Alpha),
                ForgeWith(vector, gamma, isHidden: true),
                output));
            Assert.Equal(vector.Output, Convert.ToHexStringLower(output));
            Assert.False(Accepts(vector, ForgeWith(vector, gamma, isHidden: false)));
        }
    }

    [Fact(DisplayName = "RFC 9381 §5.4.5: keys of small order are refused, also where the equation holds")]
    public void Keys_of_small_order_are_rejected()
    {
        var vector = VrfVectors.All[^1];
        foreach (var key in SmallOrder.Points)
        {
            Assert.False(Ecvrf.TryDecodeKey(key, out _));

            // With x = 0 and Γ = 0 everybody can prove everything: U = k·B, V = k·H, s = k.
            HashToCurve.Encode(out var point, vector.Suite, key, []);
            var h = new byte[32];
            PointEncoding.Encode(point, h);
            Assert.False(Accepts(vector, key, [], SignWithZero(vector.Suite, key, h)));
        }
    }

    [Fact]
    public void Keys_that_are_no_canonical_points_are_rejected()
    {
        var vector = VrfVectors.All[^1];
        Assert.False(Accepts(vector, ReferenceCurve.Bytes(ReferenceCurve.P + 1), [], Hex(vector.Proof)));
        Assert.False(Accepts(vector, Hex("02" + new string('0', 62)), [], Hex(vector.Proof)));
    }

    /// <summary>A proof with a Γ of our choice, by the owner of the key, with an honest challenge.</summary>
    /// <param name="vector">Whose key and input.</param>
    /// <param name="gamma">Γ.</param>
    /// <param name="isHidden">Whether 8 divides the challenge, so that c·(small order) is 0; else it is odd.</param>
    private static byte[] ForgeWith(VrfVector vector, byte[] gamma, bool isHidden)
    {
        var x = ReferenceCurve.Number(Hex(vector.Scalar));
        for (var k = 1000; ; k++)
        {
            var c = Challenge(vector.Suite, Hex(vector.PublicKey), Hex(vector.H), gamma, k);
            if (isHidden ? c[0] % 8 == 0 : c[0] % 2 == 1)
            {
                var s = (k + ReferenceCurve.Number(c) * x) % ReferenceCurve.L;
                return [.. gamma, .. c, .. ReferenceCurve.Bytes(s)];
            }
        }
    }

    private static byte[] SignWithZero(VrfSuite suite, byte[] key, byte[] h) =>
    [
        .. SmallOrder.Points[0],
        .. Challenge(suite, key, h, SmallOrder.Points[0], k: 9),
        .. ReferenceCurve.Bytes(9),
    ];

    /// <summary>The challenge with the commitments U = k·B and V = k·H.</summary>
    private static byte[] Challenge(VrfSuite suite, byte[] key, byte[] h, byte[] gamma, int k)
    {
        var (u, v) = (new byte[32], new byte[32]);
        Assert.True(PointEncoding.TryDecode(h, out var point));
        PublicMultiplication.BaseMinus(out var kb, ReferenceCurve.Bytes(k), new byte[16], point);
        PublicMultiplication.Difference(out var kh, ReferenceCurve.Bytes(k), point, new byte[16], point);
        PointEncoding.Encode(kb, u);
        PointEncoding.Encode(kh, v);
        return SHA512.HashData([(byte)suite, 2, .. key, .. h, .. gamma, .. u, .. v, 0])[..16];
    }
}
