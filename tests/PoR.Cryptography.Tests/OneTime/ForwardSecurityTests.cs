using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Cryptography.OneTime;

namespace PoR.Cryptography.Tests.OneTime;

/// <summary>D28: what is kept can neither derive a used key nor certify another for its slot.</summary>
public sealed class ForwardSecurityTests
{
    private static readonly ModelCryptography Cryptography = new();

    /// <summary>Gaps of rounds, mostly small and sometimes large, with a step for each.</summary>
    private static readonly Arbitrary<(long Round, int Step)[]> Sequences =
        Gen.ArrayOf(Gen.Zip(Gen.Elements(0, 0, 0, 1, 1, 2, 3, 5, 80, 1_000_000), Gen.Choose(1, 40)))
            .Resize(24)
            .Select(InOrder)
            .ToArbitrary();

    private static (long Round, int Step)[] InOrder((int Gap, int Step)[] moves)
    {
        List<(long Round, int Step)> slots = [];
        var (round, step) = (1L, 0);
        foreach (var move in moves)
        {
            step = move.Gap == 0 ? step + move.Step : move.Step;
            round += move.Gap;
            slots.Add((round, step));
        }

        return [.. slots];
    }

    private static void ForAllSequences(int tests, Action<(long Round, int Step)[]> property) =>
        Check.One(
            Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(tests)
                .WithReplay(new Replay(new Rnd(20, 21), null)),
            Prop.ForAll(Sequences, property));

    private static OneTimePath PathOf((long Round, int Step) slot) =>
        OneTimePath.Of(new Round(slot.Round), new Step(slot.Step));

    /// <summary>The secret of any node, by one who still has the seed: an independent walk.</summary>
    private static SigningKey SecretOf(byte[] seed, ReadOnlySpan<byte> place)
    {
        var key = Cryptography.CreateSigningKey(seed);
        Span<byte> child = stackalloc byte[32];
        foreach (var step in place)
        {
            key.DeriveSeed(step, child);
            key = Cryptography.CreateSigningKey(child);
        }

        return key;
    }

    /// <summary>Adds the secrets of all nodes on a way, and of the children that it passes.</summary>
    private static void AddWay(HashSet<string> secrets, byte[] seed, OneTimePath path)
    {
        var key = Cryptography.CreateSigningKey(seed);
        Span<byte> child = stackalloc byte[32];
        secrets.Add(SeedOf(key));
        foreach (var taken in path.Children)
        {
            for (byte place = 0; place <= taken; place++)
            {
                key.DeriveSeed(place, child);
                secrets.Add(Convert.ToHexString(child));
            }

            key = Cryptography.CreateSigningKey(child);
        }
    }

    private static string SeedOf(SigningKey key) => Convert.ToHexString(key.Secret[..SigningKey.SeedLength]);

    [Fact]
    public void Kept_secrets_lie_behind_every_used_slot()
    {
        ForAllSequences(60, slots =>
        {
            using var keys = OneTimeKeys.Create(Cryptography, Cryptographies.Seed(1));
            foreach (var slot in slots)
            {
                keys.Sign(new Round(slot.Round), new Step(slot.Step), [1]);
                var used = PathOf(slot).Children;
                foreach (var (place, secret) in keys.KeptSecrets())
                {
                    Assert.False(secret.IsErased);
                    Assert.True(place.AsSpan().SequenceCompareTo(used) > 0);
                    Assert.False(used.StartsWith(place));
                }
            }
        });
    }

    [Fact]
    public void Every_key_that_was_ever_made_is_kept_or_erased()
    {
        ForAllSequences(30, slots =>
        {
            var counting = new CountingCryptography(Cryptography);
            using var keys = OneTimeKeys.Create(counting, Cryptographies.Seed(5));
            foreach (var slot in slots)
            {
                keys.Sign(new Round(slot.Round), new Step(slot.Step), [1]);
                var kept = keys.KeptSecrets().Select(k => k.Secret).ToHashSet();
                Assert.All(counting.Keys, key => Assert.NotEqual(kept.Contains(key), key.IsErased));
            }
        });
    }

    [Fact]
    public void No_secret_on_the_way_to_a_used_or_passed_slot_is_in_what_is_kept()
    {
        ForAllSequences(30, slots =>
        {
            var seed = Cryptographies.Seed(2);
            using var keys = OneTimeKeys.Create(Cryptography, seed);
            HashSet<string> gone = [];
            foreach (var slot in slots)
            {
                keys.Sign(new Round(slot.Round), new Step(slot.Step), [1]);
                AddWay(gone, seed, PathOf(slot));
                Assert.Empty(keys.KeptSecrets().Select(k => SeedOf(k.Secret)).Intersect(gone));
            }

            var export = Convert.ToHexString(keys.Export());
            Assert.All(gone, secret => Assert.DoesNotContain(secret, export, StringComparison.Ordinal));

            // The walk is the real one: it finds each secret that is kept.
            foreach (var (place, secret) in keys.KeptSecrets())
                Assert.Equal(SecretOf(seed, place).PublicKey, secret.PublicKey);
        });
    }

    [Fact]
    public void Nothing_that_kept_secrets_derive_is_a_key_of_a_used_chain()
    {
        using var keys = OneTimeKeys.Create(Cryptography, Cryptographies.Seed(3));
        HashSet<Bytes32> used = [keys.Root.Bytes];
        foreach (var slot in new[] { (1L, 2), (1L, 3), (3L, 1), (22L, 6), (22L, 7), (90L, 1) })
        {
            var signature = keys.Sign(new Round(slot.Item1), new Step(slot.Item2), [1]);
            used.UnionWith(signature.Chain.Select(l => l.Key));
            foreach (var (_, secret) in keys.KeptSecrets())
                AssertDerivesNone(secret, used, depth: 3);
        }
    }

    [Fact]
    public void No_kept_secret_can_certify_a_leaf_for_a_used_slot()
    {
        using var keys = OneTimeKeys.Create(Cryptography, Cryptographies.Seed(4));
        (long Round, int Step)[] slots = [(1, 2), (1, 4), (6, 1), (6, 3), (23, 5)];
        List<OneTimeSignature> chains = [];
        foreach (var slot in slots)
        {
            var signature = keys.Sign(new Round(slot.Round), new Step(slot.Step), [1]);
            chains.Add(signature);
            var now = keys.Export();
            foreach (var (place, secret) in keys.KeptSecrets())
            {
                // The certificate that the thief of a kept secret holds for it.
                var (own, certified) = ChainTo(now, place, secret);
                for (var i = 0; i < chains.Count; i++)
                    AssertCannotForge(keys.Root, slots[i], chains[i], own, secret, certified);
            }
        }
    }

    private static void AssertDerivesNone(SigningKey secret, HashSet<Bytes32> used, int depth)
    {
        Assert.DoesNotContain(secret.PublicKey.Bytes, used);
        if (depth == 0)
            return;

        Span<byte> seed = stackalloc byte[32];
        for (byte child = 0; child < 5; child++)
        {
            secret.DeriveSeed(child, seed);
            AssertDerivesNone(Cryptography.CreateSigningKey(seed), used, depth - 1);
        }
    }

    /// <summary>A chain to a kept node, which the rightful owner's keys give when they sign behind it.</summary>
    private static (ImmutableArray<KeyLink> Chain, int Depth) ChainTo(byte[] export, byte[] place, SigningKey secret)
    {
        using var copy = OneTimeKeys.Import(Cryptography, export);
        for (var round = copy.LastRound.Number; ; round++)
        {
            var from = round == copy.LastRound.Number ? copy.LastStep.Number + 1 : 1;
            for (var step = from; step <= from + 40; step++)
            {
                if (!PathOf((round, step)).Children.StartsWith(place))
                    continue;
                var chain = copy.Sign(new Round(round), new Step(step), [1]).Chain;
                Assert.Equal(secret.PublicKey.Bytes, chain[place.Length - 1].Key);
                return (chain[..place.Length], place.Length);
            }
        }
    }

    /// <summary>The thief puts the kept key at each depth of the used chain and signs on from there.</summary>
    private static void AssertCannotForge(
        OneTimeRootKey root,
        (long Round, int Step) slot,
        OneTimeSignature used,
        ImmutableArray<KeyLink> own,
        SigningKey secret,
        int depthOfSecret)
    {
        var path = PathOf(slot);
        Span<byte> digest = stackalloc byte[32];
        for (var depth = 0; depth < path.Length; depth++)
        {
            foreach (var top in new[] { used.Chain[..depth], own[..Math.Min(depth, own.Length)] })
            {
                var link = own[depthOfSecret - 1];
                List<KeyLink> chain = [.. top, link];
                while (chain.Count < path.Length)
                {
                    path.WriteLinkDigest(chain.Count, path.Children[chain.Count], link.Key, digest);
                    chain.Add(new KeyLink(link.Key, Cryptography.Sign(secret, digest)));
                }

                var forged = new OneTimeSignature(Cryptography.Sign(secret, [2]), [.. chain]);
                Assert.False(OneTimeSignatureVerifier.Verify(
                    Cryptography, root, new Round(slot.Round), new Step(slot.Step), [2], forged));
            }
        }
    }
}
