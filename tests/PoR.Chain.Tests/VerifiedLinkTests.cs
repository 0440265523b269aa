using PoR.Core.Canonical;
using PoR.Cryptography;
using PoR.Evaluation;

namespace PoR.Chain.Tests;

/// <summary>A stranger verifies each link of a one-time key once, with the cryptography that genesis names.</summary>
public sealed class VerifiedLinkTests
{
    [Fact(DisplayName = "D28: a verified link vouches for no other key, message or signature")]
    public void A_remembered_link_is_one_of_key_message_and_signature()
    {
        var verifier = Verifier(isInsecureModel: true);
        var cryptography = new ModelCryptography();
        using var key = cryptography.CreateSigningKey(new byte[32]);
        using var other = cryptography.CreateSigningKey([.. Enumerable.Repeat((byte)1, 32)]);
        var signature = cryptography.Sign(key, [1]);

        Assert.True(verifier.Verify(key.PublicKey, [1], signature));
        Assert.True(verifier.Verify(key.PublicKey, [1], signature));
        Assert.False(verifier.Verify(other.PublicKey, [1], signature));
        Assert.False(verifier.Verify(key.PublicKey, [2], signature));
        Assert.False(verifier.Verify(key.PublicKey, [1], cryptography.Sign(key, [2])));
    }

    [Theory(DisplayName = "A chain is verified with the cryptography that its genesis names")]
    [InlineData(true)]
    [InlineData(false)]
    public void Genesis_names_the_cryptography(bool isInsecureModel)
    {
        var verifier = Verifier(isInsecureModel);
        foreach (var cryptography in new ICryptography[] { new ModelCryptography(), new SodiumCryptography() })
        {
            using var key = cryptography.CreateSigningKey(new byte[32]);
            var holds = verifier.Verify(key.PublicKey, [1], cryptography.Sign(key, [1]));
            Assert.Equal(cryptography.IsInsecureModel == isInsecureModel, holds);
        }
    }

    private static ChainVerifier Verifier(bool isInsecureModel)
    {
        ICryptography cryptography = isInsecureModel ? new ModelCryptography() : new SodiumCryptography();
        var genesis = new Cast([10, 10, 10, 10], cryptography: cryptography).Genesis;
        return ChainVerifier.Start(CanonicalBytes.Of(genesis), EvaluationModel.Embedded, out _)!;
    }
}
