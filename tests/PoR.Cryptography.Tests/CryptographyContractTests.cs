using PoR.Core.Bytes;
using PoR.Core.Identities;

namespace PoR.Cryptography.Tests;

/// <summary>What holds for the real implementation and for the stand-in alike.</summary>
public sealed class CryptographyContractTests
{
    public static TheoryData<string> Names => Cryptographies.Names;

    private static readonly byte[][] Messages =
        [[], [0], [1, 2, 3], new byte[32], [.. Enumerable.Repeat((byte)7, 600)]];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_signature_holds_for_its_key_and_message_and_for_no_other(string name)
    {
        var cryptography = Cryptographies.Of(name);
        using var key = cryptography.CreateSigningKey(Cryptographies.Seed(1));
        using var other = cryptography.CreateSigningKey(Cryptographies.Seed(2));
        foreach (var message in Messages)
        {
            var signature = cryptography.Sign(key, message);
            Assert.True(cryptography.Verify(key.PublicKey, message, signature));
            Assert.Equal(signature, cryptography.Sign(key, message));
            Assert.False(cryptography.Verify(other.PublicKey, message, signature));
            Assert.False(cryptography.Verify(key.PublicKey, [.. message, 0], signature));
            Assert.False(cryptography.Verify(key.PublicKey, message, default));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_single_bit_flip_of_a_signature_or_its_key_is_rejected(string name)
    {
        var cryptography = Cryptographies.Of(name);
        using var key = cryptography.CreateSigningKey(Cryptographies.Seed(3));
        var signature = cryptography.Sign(key, [4, 5]).Bytes.ToArray();
        var publicKey = key.PublicKey.Bytes.ToArray();
        for (var bit = 0; bit < 512; bit++)
        {
            var flipped = Flip(signature, bit);
            Assert.False(cryptography.Verify(key.PublicKey, [4, 5], new Signature(new Bytes64(flipped))));
        }

        for (var bit = 0; bit < 256; bit++)
        {
            var flipped = new PublicKey(new Bytes32(Flip(publicKey, bit)));
            Assert.False(cryptography.Verify(flipped, [4, 5], new Signature(new Bytes64(signature))));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_proof_proves_what_evaluation_gives_for_its_key_and_input_and_for_no_other(string name)
    {
        var cryptography = Cryptographies.Of(name);
        using var key = cryptography.CreateVrfKey(Cryptographies.Seed(1));
        using var other = cryptography.CreateVrfKey(Cryptographies.Seed(2));
        foreach (var alpha in Messages)
        {
            var output = cryptography.VrfEvaluate(key, alpha);
            var proof = cryptography.VrfProve(key, alpha);
            Assert.Equal(output, cryptography.VrfVerify(key.PublicKey, alpha, proof));
            Assert.Equal(output, cryptography.VrfClaimedOutput(proof));
            Assert.Equal(proof, cryptography.VrfProve(key, alpha));
            Assert.Null(cryptography.VrfVerify(other.PublicKey, alpha, proof));
            Assert.Null(cryptography.VrfVerify(key.PublicKey, [.. alpha, 0], proof));
            Assert.Null(cryptography.VrfVerify(key.PublicKey, alpha, default));
            Assert.NotEqual(output, cryptography.VrfEvaluate(other, alpha));
        }
    }

    [Fact]
    public void A_proof_that_does_not_decode_claims_nothing()
    {
        var proof = Enumerable.Repeat((byte)0xff, VrfProof.Length).ToArray();

        Assert.Null(Cryptographies.Of("sodium").VrfClaimedOutput(new VrfProof(proof)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_single_bit_flip_of_a_proof_is_rejected(string name)
    {
        var cryptography = Cryptographies.Of(name);
        using var key = cryptography.CreateVrfKey(Cryptographies.Seed(9));
        var proof = cryptography.VrfProve(key, [1]).ToArray();
        for (var bit = 0; bit < 640; bit++)
            Assert.Null(cryptography.VrfVerify(key.PublicKey, [1], new VrfProof(Flip(proof, bit))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Keys_follow_from_their_seed_and_never_show_it(string name)
    {
        var cryptography = Cryptographies.Of(name);
        var seed = Enumerable.Range(0, 32).Select(i => (byte)(i * 7 + 3)).ToArray();
        using var signing = cryptography.CreateSigningKey(seed);
        using var again = cryptography.CreateSigningKey(seed);
        using var vrf = cryptography.CreateVrfKey(seed);

        Assert.Equal(signing.PublicKey, again.PublicKey);
        Assert.DoesNotContain(Convert.ToHexStringLower(seed), signing.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexStringLower(seed), vrf.ToString(), StringComparison.Ordinal);
        Assert.All(typeof(SigningKey).GetFields(), f => Assert.True(f.IsLiteral));
        Assert.All(typeof(VrfSecretKey).GetFields(), f => Assert.True(f.IsLiteral));
        foreach (var length in new[] { 0, 31, 33, 64 })
        {
            Assert.Throws<ArgumentException>(() => cryptography.CreateSigningKey(new byte[length]));
            Assert.Throws<ArgumentException>(() => cryptography.CreateVrfKey(new byte[length]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_erased_key_is_of_no_use(string name)
    {
        var cryptography = Cryptographies.Of(name);
        var signing = cryptography.CreateSigningKey(Cryptographies.Seed(1));
        var vrf = cryptography.CreateVrfKey(Cryptographies.Seed(1));
        var secret = signing.Secret;
        var scalars = cryptography.IsInsecureModel ? null : vrf.Secret;

        signing.Dispose();
        vrf.Dispose();

        Assert.True(signing.IsErased);
        Assert.Equal(new byte[64], secret.ToArray());
        if (scalars is not null)
            Assert.Equal(
                new byte[96], (byte[])[.. scalars.Scalar, .. scalars.EightScalar, .. scalars.NoncePrefix]);
        Assert.Throws<ObjectDisposedException>(() => cryptography.Sign(signing, []));
        Assert.Throws<ObjectDisposedException>(() => cryptography.VrfEvaluate(vrf, []));
        Assert.Throws<ObjectDisposedException>(() => cryptography.VrfProve(vrf, []));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Many_threads_compute_what_one_computes(string name)
    {
        var cryptography = Cryptographies.Of(name);
        using var key = cryptography.CreateVrfKey(Cryptographies.Seed(5));
        var expected = Enumerable.Range(0, 64).Select(i => cryptography.VrfProve(key, [(byte)i])).ToArray();
        var proofs = new VrfProof[64];
        var outputs = new VrfOutput?[64];

        Parallel.For(0, 64, i =>
        {
            proofs[i] = cryptography.VrfProve(key, [(byte)i]);
            outputs[i] = cryptography.VrfVerify(key.PublicKey, [(byte)i], expected[i]);
        });

        Assert.Equal(expected, proofs);
        Assert.All(outputs, output => Assert.NotNull(output));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_identity_key_is_the_same_key_and_shows_its_secret_to_nobody(string name)
    {
        var cryptography = Cryptographies.Of(name);
        using var plain = cryptography.CreateSigningKey(Cryptographies.Seed(6));
        var identity = cryptography.CreateIdentityKey(Cryptographies.Seed(6));
        foreach (var message in Messages)
            Assert.Equal(cryptography.Sign(plain, message), cryptography.Sign(identity, message));
        Assert.Equal(plain.PublicKey, identity.PublicKey);
        Assert.Equal(plain.ToString(), identity.ToString());
        if (!cryptography.IsInsecureModel)
            Assert.Throws<InvalidOperationException>(() => identity.Secret.Length);
        Assert.Throws<ArgumentException>(() => cryptography.CreateIdentityKey(new byte[31]));

        identity.Dispose();
        identity.Dispose();

        Assert.True(identity.IsErased);
        Assert.Throws<ObjectDisposedException>(() => cryptography.Sign(identity, []));
    }

    [Fact]
    public void A_key_of_one_implementation_is_refused_by_the_other()
    {
        var (real, model) = (Cryptographies.Of("sodium"), Cryptographies.Of("model"));
        foreach (var (maker, user) in new[] { (real, model), (model, real) })
        {
            using var signing = maker.CreateSigningKey(Cryptographies.Seed(1));
            using var identity = maker.CreateIdentityKey(Cryptographies.Seed(1));
            using var vrf = maker.CreateVrfKey(Cryptographies.Seed(1));
            Assert.Throws<ArgumentException>(() => user.Sign(signing, []));
            Assert.Throws<ArgumentException>(() => user.Sign(identity, []));
            Assert.Throws<ArgumentException>(() => user.VrfEvaluate(vrf, []));
            Assert.Throws<ArgumentException>(() => user.VrfProve(vrf, []));
        }
    }

    [Fact]
    public void The_stand_in_says_that_it_is_insecure()
    {
        Assert.True(Cryptographies.Of("model").IsInsecureModel);
        Assert.False(Cryptographies.Of("sodium").IsInsecureModel);
    }

    [Fact(DisplayName = "The stand-in is BLAKE2b with the key as its key: chains of earlier runs stay readable")]
    public void The_stand_in_gives_what_another_implementation_of_BLAKE2b_gives()
    {
        // Python: hashlib.blake2b(message, digest_size=64, key=public key, person=tag, zeros, purpose).
        const string output =
            "b17c9b2d8faa6cc16de7b2427611c078ba57c9bf2bec429d365f461896915bd0"
            + "b5347d2fb7bd54ce4f6112dd54b564b047a87d0f34257b09959e02a4c9b9daaa";
        const string signature =
            "cfad5c156f3c9e07063902dbe0dcb4f726a7090a905e83183cab7afb6c2b29f4"
            + "c91e64022e8ba61f19ccf9f0dcf4e854bba65be2274b5d95efdc607c7e860fbb";
        var model = new ModelCryptography();
        using var vrf = model.CreateVrfKey(Cryptographies.Seed(1));
        using var signing = model.CreateSigningKey(Cryptographies.Seed(1));

        Assert.Equal(output, Convert.ToHexStringLower(model.VrfEvaluate(vrf, [1, 2, 3]).Bytes.ToArray()));
        Assert.Equal(signature, Convert.ToHexStringLower(model.Sign(signing, [1, 2, 3]).Bytes.ToArray()));
    }

    private static byte[] Flip(byte[] bytes, int bit)
    {
        var flipped = bytes.ToArray();
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }
}
