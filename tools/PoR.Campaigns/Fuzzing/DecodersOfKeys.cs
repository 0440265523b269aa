using System.Collections.Immutable;
using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Cryptography.OneTime;
using PoR.Persistence.Keys;

namespace PoR.Campaigns.Fuzzing;

/// <summary>Keys as they are stored and moved, and what is proved with them.</summary>
internal static class DecodersOfKeys
{
    private const byte KeyFileForm = 2;
    private const int SeedLength = SigningKey.SeedLength;
    private const int SealedLength = 24 + (2 * SeedLength) + 16; // Nonce, ciphertext, tag.

    private static readonly SodiumCryptography s_sodium = new();
    private static readonly ModelCryptography s_model = new();
    private static readonly MasterKey s_master = new([.. Enumerable.Range(1, MasterKey.Length).Select(i => (byte)i)]);
    private static readonly SigningKey s_account = s_model.CreateSigningKey(Seed(1));
    private static readonly byte[] s_seeds = [.. Seed(1), .. Seed(2)];

    public static ImmutableArray<Decoder> All { get; } =
    [
        new Decoder("one-time keys", 10_000, OneTimeIn, [Exported(0), Exported(1), Exported(9)])
        {
            BytesPerByte = 128,
        },
        new Decoder("key file", 40_000, KeyFileIn, [KeyFile([1, 2, 3], Exported(0))]) { BytesPerByte = 128 },
        new Decoder("sealed record", 20_000, SealedIn, [new byte[SealedLength]])
        {
            Holds = "what was sealed opens, and nothing else",
        },
        new Decoder("sealed nonsense in an account's record", 20_000, static bytes => RingIn(bytes, Exported(0)),
            [s_seeds]) { BytesAtOnce = 256 * 1024 },
        new Decoder("sealed nonsense in a record of one-time keys", 5_000, static bytes => RingIn(s_seeds, bytes),
            [Exported(0), Exported(1)]) { BytesAtOnce = 256 * 1024, BytesPerByte = 128 },
        new Decoder("sealed nonsense in a moved participant", 5_000, MovedIn, [[.. s_seeds, .. Exported(0)]])
        {
            BytesAtOnce = 256 * 1024, BytesPerByte = 128,
        },
        new Decoder("signature", 5_000, SignatureIn, [Signed()]),
        new Decoder("proof of a credential", 3_000, ProofIn, [Proved()])
        {
            Holds = "what a proof claims without its key is what it proves with it",
        },
    ];

    private static byte[] Seed(byte value) => [.. Enumerable.Repeat(value, SeedLength)];

    private static byte[] Exported(int rounds)
    {
        using var keys = OneTimeKeys.Create(s_model, Seed(3));
        if (rounds > 0)
            keys.Spend(new Round(rounds), Step.BbaStart);
        return keys.Export();
    }

    private static Decoded OneTimeIn(byte[] bytes)
    {
        try
        {
            using var keys = OneTimeKeys.Import(s_model, bytes);
            return new Decoded(null, keys.Export());
        }
        catch (FormatException refusal)
        {
            return new Decoded(refusal.Message);
        }
    }

    private static KeyName NameOf(KeyKind kind, long version = 0) =>
        new(s_account.PublicKey, kind, version, s_master.Id);

    /// <summary>As <see cref="KeyFileStore"/> writes it.</summary>
    private static byte[] FileOf(params ReadOnlySpan<KeyRecord> records)
    {
        var writer = new CanonicalWriter();
        writer.Byte(KeyFileForm);
        writer.Int32(records.Length);
        foreach (var (name, stored) in records)
        {
            writer.Fixed(name.PublicKey.Bytes);
            writer.Byte((byte)name.Kind);
            writer.Int64(name.Version);
            writer.UInt64(name.MasterKey.Number);
            writer.Bytes(stored.Span);
        }

        return writer.ToArray();
    }

    private static byte[] KeyFile(byte[] account, byte[] oneTime) => FileOf(
        new KeyRecord(NameOf(KeyKind.Identity), account), new KeyRecord(NameOf(KeyKind.Account), account),
        new KeyRecord(NameOf(KeyKind.OneTime), oneTime));

    private static Decoded KeyFileIn(byte[] bytes)
    {
        if (KeyFileStore.Read("keys", bytes, out var fault) is not { } store)
            return new Decoded(fault);
        var ring = new KeyRing(store, s_master, s_model);
        Decoders.Require(
            ring.LoadAll(out var damage).IsEmpty || damage is not null, "no record that nobody sealed opens");
        ring.LoadIdentities(out _);
        return new Decoded(null, FileOf(store.All().AsSpan()));
    }

    private static Decoded SealedIn(byte[] change)
    {
        // Sealing draws a nonce, and cases must follow from their numbers: they say what is turned in a sealed record.
        var record = s_master.Seal(NameOf(KeyKind.Account), s_seeds);
        var bytes = record.Sealed.ToArray();
        Array.Resize(ref bytes, change.Length);
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] ^= change[i];
        var opened = s_master.Open(record with { Sealed = bytes }, out var fault);
        var isSame = bytes.AsSpan().SequenceEqual(record.Sealed.Span);
        Decoders.Require((opened is not null) == isSame, "what was sealed opens, and nothing else");
        return new Decoded(fault?.Sentence);
    }

    private static Decoded RingIn(byte[] account, byte[] oneTime)
    {
        var version = 0L;
        try
        {
            using var keys = OneTimeKeys.Import(s_model, oneTime);
            version = KeyName.VersionOf(keys.LastRound, keys.LastStep);
        }
        catch (FormatException)
        {
            version = 0; // Of no keys any version is wrong.
        }

        var file = FileOf(
            s_master.Seal(NameOf(KeyKind.Account), account), s_master.Seal(NameOf(KeyKind.OneTime, version), oneTime));
        var store = KeyFileStore.Read("keys", file, out var damage)
            ?? throw new InvalidOperationException(damage);
        var keysOf = new KeyRing(store, s_master, s_model).Load(s_account.PublicKey, out var fault);
        keysOf?.Erase();
        return new Decoded(keysOf is null ? fault!.Sentence : null);
    }

    private static Decoded MovedIn(byte[] bytes)
    {
        var ring = new KeyRing(KeyFileStore.Create("keys"), s_master, s_model);
        ring.Unpacked(s_master.Seal(NameOf(KeyKind.Moved), bytes), s_master, out var fault);
        return new Decoded(fault?.Sentence);
    }

    private static byte[] Signed()
    {
        using var key = s_sodium.CreateSigningKey(Seed(4));
        var signature = s_sodium.Sign(key, "vote"u8);
        return [.. key.PublicKey.Bytes.ToArray(), .. signature.Bytes.ToArray(), .. "vote"u8];
    }

    private static Decoded SignatureIn(byte[] bytes)
    {
        if (bytes.Length < Bytes32.Length + Signature.Length)
            return new Decoded("It is too short.");
        var key = new PublicKey(new Bytes32(bytes.AsSpan(0, Bytes32.Length)));
        var signature = new Signature(new Bytes64(bytes.AsSpan(Bytes32.Length, Signature.Length)));
        return s_sodium.Verify(key, bytes.AsSpan(Bytes32.Length + Signature.Length), signature)
            ? new Decoded(null)
            : new Decoded("It does not hold.");
    }

    private static byte[] Proved()
    {
        using var key = s_sodium.CreateVrfKey(Seed(5));
        var proof = new byte[VrfProof.Length];
        s_sodium.VrfProve(key, "seed"u8).CopyTo(proof);
        return [.. key.PublicKey.Bytes.ToArray(), .. proof, .. "seed"u8];
    }

    private static Decoded ProofIn(byte[] bytes)
    {
        if (bytes.Length < Bytes32.Length + VrfProof.Length)
            return new Decoded("It is too short.");
        var key = new VrfPublicKey(new Bytes32(bytes.AsSpan(0, Bytes32.Length)));
        var proof = new VrfProof(bytes.AsSpan(Bytes32.Length, VrfProof.Length));
        var claimed = s_sodium.VrfClaimedOutput(proof);
        if (s_sodium.VrfVerify(key, bytes.AsSpan(Bytes32.Length + VrfProof.Length), proof) is not { } proved)
            return new Decoded("It does not hold.");
        Decoders.Require(claimed == proved, "a proof claims what it proves");
        return new Decoded(null);
    }
}
