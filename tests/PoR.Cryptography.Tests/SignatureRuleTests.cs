using System.Text;
using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Cryptography.Sodium;
using PoR.Cryptography.Tests.Curves;

namespace PoR.Cryptography.Tests;

/// <summary>Which signatures are valid is consensus: the same with every library.</summary>
public sealed class SignatureRuleTests
{
    private static readonly SodiumCryptography Sodium = new();

    [Fact]
    public void Our_library_and_the_reference_keep_the_rule()
    {
        Assert.Null(SignatureRule.BreachOf(Accepts));
        Assert.Null(SignatureRule.BreachOf(new ReferenceVerifier(multiplier: 1).Verify));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void A_library_that_multiplies_the_equation_first_is_told(int multiplier) =>
        Assert.Equal("accepts a signature whose equation holds only times the cofactor",
            SignatureRule.BreachOf(new ReferenceVerifier(multiplier).Verify));

    [Fact]
    public void A_library_that_takes_malleable_scalars_weak_keys_or_weak_nonces_is_told()
    {
        Assert.Equal("accepts a signature with a scalar of L or more",
            SignatureRule.BreachOf(new ReferenceVerifier(1, acceptsAnyScalar: true).Verify));
        Assert.Equal("accepts a key of small order",
            SignatureRule.BreachOf(new ReferenceVerifier(1, acceptsAnyKey: true).Verify));
        Assert.Equal("accepts a signature whose R is of small order",
            SignatureRule.BreachOf(new ReferenceVerifier(1, acceptsAnyNonce: true).Verify));
    }

    [Fact]
    public void Each_of_the_seven_signatures_is_tried()
    {
        for (var wrong = 0; wrong < 7; wrong++)
        {
            var calls = 0;
            Assert.NotNull(SignatureRule.BreachOf(
                (key, message, signature) => Accepts(key, message, signature) ^ (calls++ == wrong)));
            Assert.Equal(wrong + 1, calls);
        }
    }

    [Fact]
    public void Each_of_the_seven_signatures_can_be_made_again()
    {
        var tried = new List<string>();
        Assert.Null(SignatureRule.BreachOf((key, message, signature) =>
        {
            tried.Add(Hex(key, message, signature));
            return Accepts(key, message, signature);
        }));
        var honest = Made(0, 0, residue: 0);
        var s = ReferenceCurve.Number(Convert.FromHexString(honest[^64..]));

        Assert.Equal(
            [
                Made(4, 0, residue: 4),
                Made(6, 2, residue: 2),
                Made(0, 3, residue: 3),
                Made(3, 7, residue: 0),
                Made(0, 0, residue: 0, hasNonce: false),
                Made(0, 0, residue: 0, hasSecret: false),
                honest[..^64] + Convert.ToHexString(ReferenceCurve.Bytes(s + ReferenceCurve.L)),
            ],
            tried);
    }

    [Fact]
    public void A_library_that_refuses_keys_of_mixed_order_is_told() =>
        Assert.Equal("refuses a signature whose equation holds", SignatureRule.BreachOf((_, _, _) => false));

    [Theory]
    [MemberData(nameof(TorsionOfKeyAndNonce))]
    public void With_torsion_in_key_and_nonce_a_signature_holds_only_without_a_residue(int ofKey, int ofNonce)
    {
        var residues = new HashSet<int>();
        for (var message = (byte)0; message < 16; message++)
        {
            var (publicKey, signature, residue) = TorsionSignature.Of(ofKey, ofNonce, [message]);
            residues.Add(residue);

            Assert.Equal(residue == 0, Accepts(publicKey, [message], signature));
            Assert.True(new ReferenceVerifier(multiplier: 8).Verify(publicKey, [message], signature));
        }

        Assert.True(ofKey == 0 || residues.Count > 1); // Both kinds were there.
    }

    [Theory]
    [MemberData(nameof(TorsionOfKeyAndNonce))]
    public void With_a_key_or_a_nonce_of_small_order_no_signature_holds(int ofKey, int ofNonce)
    {
        for (var message = (byte)0; message < 2; message++)
        {
            foreach (var (hasSecret, hasNonce) in new[] { (true, false), (false, true), (false, false) })
            {
                var (publicKey, signature, residue) =
                    TorsionSignature.Of(ofKey, ofNonce, [message], hasSecret, hasNonce);

                Assert.False(Accepts(publicKey, [message], signature));
                Assert.Equal(residue == 0, new ReferenceVerifier(
                    1, acceptsAnyKey: true, acceptsAnyNonce: true).Verify(publicKey, [message], signature));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void Known_signatures_are_judged_as_ever(
        string what, string publicKey, string message, string signature, bool isValid) =>
        Assert.True(
            isValid == Accepts(
                Convert.FromHexString(publicKey), Convert.FromHexString(message), Convert.FromHexString(signature)),
            what);

    public static TheoryData<int, int> TorsionOfKeyAndNonce() =>
        [.. from ofKey in Enumerable.Range(0, 8) from ofNonce in Enumerable.Range(0, 8) select (ofKey, ofNonce)];

    public static TheoryData<string, string, string, string, bool> Published() => new(SignatureVectors.All);

    /// <summary>Of the first message that leaves this residue: key, message and signature.</summary>
    private static string Made(
        int ofKey, int ofNonce, int residue, bool hasSecret = true, bool hasNonce = true)
    {
        for (var number = 0; ; number++)
        {
            byte[] message = [.. Encoding.UTF8.GetBytes($"a vote {number}")];
            var made = TorsionSignature.Of(ofKey, ofNonce, message, hasSecret, hasNonce);
            if (made.Residue == residue)
                return Hex(made.PublicKey, message, made.Signature);
        }
    }

    private static string Hex(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Convert.ToHexString(publicKey) + Convert.ToHexString(message) + Convert.ToHexString(signature);

    private static bool Accepts(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Sodium.Verify(
            new PublicKey(new Bytes32(publicKey)), message, new Signature(new Bytes64(signature)));
}
