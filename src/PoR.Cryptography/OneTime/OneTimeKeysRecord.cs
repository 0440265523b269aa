using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Cryptography.OneTime;

/// <summary>The stored form of <see cref="OneTimeKeys"/>. Its shape follows from the last used slot.</summary>
/// <remarks>
/// Version (1 byte), whether the stand-in made the keys (1), root key (32), last round (8), last step
/// (4). Then, before the first use, the root's seed (32); else for each opened node the taken child's
/// link (96) and for each child behind it link and seed (128).
/// </remarks>
internal sealed record OneTimeKeysRecord(
    OneTimeRootKey Root,
    Round LastRound,
    Step LastStep,
    SigningKey? UnopenedRoot,
    IReadOnlyList<OneTimeLevel> Levels)
{
    private const byte Version = 1;

    internal byte[] ToBytes(ICryptography cryptography)
    {
        var writer = new CanonicalWriter();
        writer.Byte(Version);
        writer.Boolean(cryptography.IsInsecureModel);
        writer.Fixed(Root.Bytes);
        writer.Int64(LastRound.Number);
        writer.Int32(LastStep.Number);
        if (UnopenedRoot is not null)
            WriteSeed(writer, UnopenedRoot);

        foreach (var level in Levels)
        {
            writer.Value(level.TakenLink);
            foreach (var (_, child) in level.Kept)
            {
                writer.Value(child.Link);
                WriteSeed(writer, child.Secret);
            }
        }

        return writer.ToArray();
    }

    /// <exception cref="FormatException">The bytes are no export of keys of this implementation.</exception>
    internal static OneTimeKeysRecord Read(ICryptography cryptography, ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes);
        if (reader.Byte() != Version)
            reader.Fail("an export of one-time keys of version 1 is expected.");
        if (reader.Boolean() != cryptography.IsInsecureModel)
            reader.Fail("the keys were made by another cryptography.");
        var root = new OneTimeRootKey(reader.Fixed32());
        var round = new Round(reader.Int64());
        var step = new Step(reader.Int32());

        SigningKey? unopened = null;
        List<OneTimeLevel> levels = [];
        if (round == Round.Genesis && step.Number == 0)
        {
            unopened = ReadSecret(ref reader, cryptography, root.Bytes);
        }
        else if (!OneTimePath.Exists(round, step))
        {
            reader.Fail($"round {round}, step {step} has no key.");
        }
        else
        {
            var path = OneTimePath.Of(round, step);
            for (var depth = 0; depth < path.Length; depth++)
                levels.Add(ReadLevel(ref reader, cryptography, path, depth));
        }

        if (reader.Fault is null && !reader.IsComplete)
            reader.Fail("bytes are left over.");
        return reader.Fault is { } fault
            ? throw new FormatException(fault)
            : new OneTimeKeysRecord(root, round, step, unopened, levels);
    }

    private static OneTimeLevel ReadLevel(
        ref CanonicalReader reader, ICryptography cryptography, OneTimePath path, int depth)
    {
        var children = new OneTimeChild?[path.ChildCount(depth)];
        var taken = path.Children[depth];
        for (int place = taken; place < children.Length && reader.Fault is null; place++)
        {
            var link = KeyLink.Read(ref reader)!;

            // The taken child's secret is gone; an erased key stands in its place.
            var secret = place == taken
                ? Erased(cryptography)
                : ReadSecret(ref reader, cryptography, link.Key);
            children[place] = new OneTimeChild(link, secret);
        }

        var level = new OneTimeLevel(children);
        _ = reader.Fault is null ? level.Take(taken) : null;
        return level;
    }

    private static SigningKey ReadSecret(
        ref CanonicalReader reader, ICryptography cryptography, Core.Bytes.Bytes32 key)
    {
        Span<byte> seed = stackalloc byte[SigningKey.SeedLength];
        reader.Fixed32().CopyTo(seed);
        var secret = cryptography.CreateSigningKey(seed);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(seed);
        if (secret.PublicKey.Bytes != key)
            reader.Fail("a secret does not belong to its public key.");
        return secret;
    }

    private static SigningKey Erased(ICryptography cryptography)
    {
        var key = new SigningKey(cryptography, new byte[64]);
        key.Dispose();
        return key;
    }

    private static void WriteSeed(CanonicalWriter writer, SigningKey key) =>
        writer.Fixed(new Core.Bytes.Bytes32(key.Secret[..SigningKey.SeedLength]));
}
