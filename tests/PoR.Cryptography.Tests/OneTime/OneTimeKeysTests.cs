using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Rounds;
using PoR.Cryptography.OneTime;

namespace PoR.Cryptography.Tests.OneTime;

public sealed class OneTimeKeysTests
{
    private static readonly (long Round, int Step)[] Slots =
    [
        (1, 1), (1, 2), (1, 5), (4, 1), (4, 40), (5, 3), (20, 2), (21, 1), (84, 40), (85, 1), (85, 2),
        (1_000_000, 6), (long.MaxValue, int.MaxValue - 1), (long.MaxValue, int.MaxValue),
    ];

    public static TheoryData<string> Names => Cryptographies.Names;

    private static bool Verifies(
        ICryptography cryptography,
        OneTimeKeys keys,
        (long Round, int Step) slot,
        byte[] message,
        OneTimeSignature signature,
        VerifiedChains? chains = null) =>
        OneTimeSignatureVerifier.Verify(
            cryptography, keys.Root, new Round(slot.Round), new Step(slot.Step), message, signature, chains);

    private static OneTimeSignature Sign(OneTimeKeys keys, (long Round, int Step) slot, params byte[] message) =>
        keys.Sign(new Round(slot.Round), new Step(slot.Step), message);

    private static bool CanSign(OneTimeKeys keys, (long Round, int Step) slot) =>
        keys.CanSign(new Round(slot.Round), new Step(slot.Step));

    [Theory(DisplayName = "PoR §6.1: each round and step has a key of its own, certified by the root")]
    [MemberData(nameof(Names))]
    public void Each_slot_signs_once_and_in_order(string name)
    {
        var cryptography = Cryptographies.Of(name);
        using var keys = OneTimeKeys.Create(cryptography, Cryptographies.Seed(1));
        for (var i = 0; i < Slots.Length; i++)
        {
            Assert.True(CanSign(keys, Slots[i]));
            var signature = Sign(keys, Slots[i], (byte)i);
            Assert.True(Verifies(cryptography, keys, Slots[i], [(byte)i], signature));
            Assert.Equal(Slots[i], (keys.LastRound.Number, keys.LastStep.Number));

            foreach (var used in Slots[..(i + 1)])
            {
                Assert.False(CanSign(keys, used));
                Assert.Throws<OneTimeKeyUsedException>(() => Sign(keys, used, (byte)i));
            }
        }
    }

    [Fact]
    public void Slots_that_were_passed_are_gone_and_slots_that_do_not_exist_are_an_error()
    {
        using var keys = OneTimeKeys.Create(new ModelCryptography(), Cryptographies.Seed(1));
        Sign(keys, (9, 3));
        foreach (var passed in new[] { (9L, 2), (9L, 1), (8L, 40), (1L, 1) })
        {
            Assert.False(CanSign(keys, passed));
            Assert.Throws<OneTimeKeyUsedException>(() => Sign(keys, passed));
        }

        foreach (var none in new[] { (0L, 1), (10L, 0), (-1L, 1), (10L, -1) })
        {
            Assert.False(CanSign(keys, none));
            Assert.Throws<ArgumentOutOfRangeException>(() => Sign(keys, none));
        }

        // Nothing of that has cost a key.
        Assert.True(CanSign(keys, (9, 4)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_signature_holds_for_its_slot_message_and_root_only(string name)
    {
        var cryptography = Cryptographies.Of(name);
        using var keys = OneTimeKeys.Create(cryptography, Cryptographies.Seed(1));
        using var other = OneTimeKeys.Create(cryptography, Cryptographies.Seed(2));
        var signature = Sign(keys, (6, 2), 1, 2);

        Assert.True(Verifies(cryptography, keys, (6, 2), [1, 2], signature));
        Assert.False(Verifies(cryptography, keys, (6, 2), [1, 3], signature));
        Assert.False(Verifies(cryptography, other, (6, 2), [1, 2], signature));
        foreach (var slot in new[] { (6L, 1), (6L, 3), (5L, 2), (7L, 2), (1L, 2), (6L, 5), (0L, 2), (6L, 0), (-6L, 2) })
            Assert.False(Verifies(cryptography, keys, slot, [1, 2], signature));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_changed_chain_is_rejected(string name)
    {
        var cryptography = Cryptographies.Of(name);
        using var keys = OneTimeKeys.Create(cryptography, Cryptographies.Seed(1));
        var signature = Sign(keys, (6, 2), 1);
        var chain = signature.Chain;
        List<OneTimeSignature> forged =
        [
            signature with { Chain = default },
            signature with { Chain = [] },
            signature with { Chain = chain[1..] },
            signature with { Chain = chain[..^1] },
            signature with { Chain = chain.Add(chain[^1]) },
            signature with { Chain = [.. chain.Reverse()] },
            signature with { Signature = default },
        ];
        for (var i = 0; i < chain.Length; i++)
        {
            foreach (var bit in new[] { 0, 100, 255 })
            {
                var key = chain[i].Key.ToArray();
                key[bit / 8] ^= (byte)(1 << (bit % 8));
                forged.Add(signature with { Chain = chain.SetItem(i, chain[i] with { Key = new Bytes32(key) }) });
                var certificate = chain[i].Certificate.Bytes.ToArray();
                certificate[2 * bit / 8] ^= (byte)(1 << (bit % 8));
                forged.Add(signature with
                {
                    Chain = chain.SetItem(i, chain[i] with { Certificate = new(new Bytes64(certificate)) }),
                });
            }
        }

        var chains = new VerifiedChains(1);
        Assert.True(Verifies(cryptography, keys, (6, 2), [1], signature, chains));
        foreach (var wrong in forged)
        {
            Assert.False(Verifies(cryptography, keys, (6, 2), [1], wrong));
            Assert.False(Verifies(cryptography, keys, (6, 2), [1], wrong, chains));
        }
    }

    [Fact]
    public void A_further_signature_of_a_round_makes_no_keys_and_is_cheap_to_verify()
    {
        var counting = new CountingCryptography(new ModelCryptography());
        using var keys = OneTimeKeys.Create(counting, Cryptographies.Seed(1));
        var chains = new VerifiedChains(1);
        Assert.Equal(1, counting.KeysMade);
        for (var round = 1L; round <= 100; round++)
        {
            var depth = OneTimePath.Of(new Round(round), new Step(1)).Length;
            counting.Reset();
            Assert.True(Verifies(counting, keys, (round, 1), [1], Sign(keys, (round, 1), 1), chains));
            Assert.True(counting.KeysMade <= 5 * depth);

            for (var step = 2; step <= 4; step++)
            {
                counting.Reset();
                var signature = Sign(keys, (round, step), 1);
                Assert.Equal((0, 1), (counting.KeysMade, counting.Signed));
                Assert.True(Verifies(counting, keys, (round, step), [1], signature, chains));
                Assert.Equal(2, counting.Verified);
            }
        }
    }

    [Fact]
    public void Erased_keys_sign_nothing()
    {
        var keys = OneTimeKeys.Create(new ModelCryptography(), Cryptographies.Seed(1));
        Sign(keys, (3, 3));
        var kept = keys.KeptSecrets().Select(k => k.Secret).ToArray();

        keys.Dispose();

        Assert.NotEmpty(kept);
        Assert.All(kept, k => Assert.True(k.IsErased));
        Assert.False(CanSign(keys, (4, 1)));
        Assert.Throws<ObjectDisposedException>(() => Sign(keys, (4, 1)));
        Assert.Throws<ObjectDisposedException>(() => keys.Export());
    }
}
