using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Cryptography.OneTime;

namespace PoR.Cryptography.Tests.OneTime;

/// <summary>What is remembered of signers' chains saves work, and changes no answer.</summary>
public sealed class VerifiedChainsTests
{
    private static bool Verifies(
        ICryptography cryptography, OneTimeKeys keys, long round, int step, OneTimeSignature signature,
        VerifiedChains chains) =>
        OneTimeSignatureVerifier.Verify(
            cryptography, keys.Root, new Round(round), new Step(step), [1], signature, chains);

    private static OneTimeSignature Sign(OneTimeKeys keys, long round, int step) =>
        keys.Sign(new Round(round), new Step(step), [1]);

    [Fact(DisplayName = "PoR §6.1: a link that holds elsewhere does not hold at another place of the tree")]
    public void A_known_link_counts_at_its_place_only()
    {
        var cryptography = new ModelCryptography();
        using var keys = OneTimeKeys.Create(cryptography, Cryptographies.Seed(1));
        var chains = new VerifiedChains(8);
        var first = Sign(keys, 6, 2);
        Assert.True(Verifies(cryptography, keys, 6, 2, first, chains));

        // The same links under the name of the next step, of the next round, and in the wrong order.
        Assert.False(Verifies(cryptography, keys, 6, 3, first, chains));
        Assert.False(Verifies(cryptography, keys, 7, 2, first, chains));
        Assert.False(Verifies(
            cryptography, keys, 6, 2, first with { Chain = [.. first.Chain.Reverse()] }, chains));
    }

    [Fact(DisplayName = "PoR §6.1: what is known of one signer helps nobody else")]
    public void Signers_do_not_share_chains()
    {
        var cryptography = new ModelCryptography();
        using var keys = OneTimeKeys.Create(cryptography, Cryptographies.Seed(1));
        using var other = OneTimeKeys.Create(cryptography, Cryptographies.Seed(2));
        var chains = new VerifiedChains(8);
        var signature = Sign(keys, 6, 2);
        Assert.True(Verifies(cryptography, keys, 6, 2, signature, chains));
        Assert.True(Verifies(cryptography, other, 6, 2, Sign(other, 6, 2), chains));

        Assert.False(Verifies(cryptography, other, 6, 2, signature, chains));
        Assert.True(Verifies(cryptography, keys, 6, 2, signature, chains));
    }

    [Fact(DisplayName = "PoR §6.1: a signature that fails leaves nothing behind")]
    public void A_failed_signature_is_not_remembered()
    {
        var counting = new CountingCryptography(new ModelCryptography());
        using var keys = OneTimeKeys.Create(counting, Cryptographies.Seed(1));
        var chains = new VerifiedChains(8);
        var signature = Sign(keys, 6, 2);

        Assert.False(Verifies(counting, keys, 6, 2, signature with { Signature = default }, chains));
        Assert.Equal(0, chains.Count);
        counting.Reset();
        Assert.True(Verifies(counting, keys, 6, 2, signature, chains));
        Assert.Equal(signature.Chain.Length + 1, counting.Verified);
        counting.Reset();
        Assert.True(Verifies(counting, keys, 6, 2, signature, chains));
        Assert.Equal(1, counting.Verified);
    }

    [Theory(DisplayName = "Of signers at most twice the capacity are remembered, and the answers stay right")]
    [InlineData(1)]
    [InlineData(5)]
    public void The_memory_is_bounded(int capacity)
    {
        var cryptography = new ModelCryptography();
        var chains = new VerifiedChains(capacity);
        var signers = Enumerable.Range(0, 40)
            .Select(i => OneTimeKeys.Create(cryptography, Cryptographies.Seed(i))).ToArray();
        foreach (var round in new[] { 1L, 2L, 9L })
        {
            foreach (var keys in signers)
            {
                Assert.True(Verifies(cryptography, keys, round, 1, Sign(keys, round, 1), chains));
                Assert.InRange(chains.Count, 1, 2 * capacity);
            }
        }

        foreach (var keys in signers)
            keys.Dispose();
    }
}
