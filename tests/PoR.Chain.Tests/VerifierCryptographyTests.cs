using PoR.Core.Canonical;
using PoR.Cryptography;
using PoR.Evaluation;

namespace PoR.Chain.Tests;

public sealed class VerifierCryptographyTests
{
    private static readonly long[] Weights = [10, 10, 10, 10];

    [Theory(DisplayName = "A chain is verified with the cryptography that its genesis names")]
    [InlineData(true)]
    [InlineData(false)]
    public void Genesis_names_the_cryptography(bool isInsecureModel)
    {
        var genesis = new Cast(Weights, cryptography: CryptographyOf(isInsecureModel)).Genesis;
        var verifier = ChainVerifier.Start(CanonicalBytes.Of(genesis), EvaluationModel.Embedded, out _)!;
        foreach (var isOfModel in new[] { true, false })
        {
            var author = new Cast(Weights, cryptography: CryptographyOf(isOfModel));
            Assert.Equal(isOfModel == isInsecureModel, verifier.IsValid(author.Review(0, 1)));
        }
    }

    private static ICryptography CryptographyOf(bool isInsecureModel) =>
        isInsecureModel ? new ModelCryptography() : new SodiumCryptography();
}
