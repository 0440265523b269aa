using System.Collections.Immutable;
using System.Security.Cryptography;
using PoR.Actors.Participants;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Cryptography.OneTime;

namespace PoR.Persistence.Keys;

/// <summary>
/// The keys in a store, opened by a master key. Thread safe; its methods throw IOException as the store does.
/// </summary>
/// <param name="store">Keeps the records.</param>
/// <param name="master">Seals and opens them; it must live as long.</param>
/// <param name="cryptography">Makes the keys.</param>
public sealed class KeyRing(IKeyStore store, MasterKey master, ICryptography cryptography)
{
    private const int SeedLength = SigningKey.SeedLength;
    private const int RotatedAtOnce = 500;
    private const int RotationPassesMax = 10;

    /// <summary>Whose keys may sign from this store, ascending; nothing is opened for it.</summary>
    public ImmutableArray<PublicKey> Participants() =>
        [.. store.List().Where(name => name.Kind == KeyKind.Account).Select(name => name.PublicKey)];

    /// <summary>One participant's keys.</summary>
    /// <param name="key">Its public key.</param>
    /// <param name="fault">Why not; null when keys are returned.</param>
    /// <remarks>
    /// What was spent since the record was written is in them still: whoever signs with them recovers from its journal
    /// first.
    /// </remarks>
    public ParticipantKeys? Load(PublicKey key, out KeyFault? fault) => Opened(key, store.Of(key), out fault);

    /// <summary>The keys of all participants, in ascending order of public key.</summary>
    /// <param name="fault">Why not; null when keys are returned.</param>
    public ImmutableArray<ParticipantKeys> LoadAll(out KeyFault? fault)
    {
        var opened = store.All().Where(record => record.Name.Kind is KeyKind.Account or KeyKind.OneTime)
            .GroupBy(record => record.Name.PublicKey).AsParallel().AsOrdered()
            .Select(group => (Keys: Opened(group.Key, [.. group], out var wrong), Fault: wrong))
            .ToImmutableArray();
        fault = opened.FirstOrDefault(one => one.Fault is not null).Fault;
        return fault is null ? [.. opened.Select(one => one.Keys!)] : [];
    }

    /// <summary>Makes keys by the system's secure generator and stores them.</summary>
    /// <param name="count">How many participants.</param>
    /// <returns>What genesis must know of them, in ascending order of public key.</returns>
    public ImmutableArray<PublicAccount> MakeParticipants(int count)
    {
        var made = ParallelEnumerable.Range(0, count).Select(_ => MakeParticipant()).ToImmutableArray();
        return store.Add([.. made.SelectMany(one => one.Records)])
            ? [.. made.Select(one => one.Account).OrderBy(account => account.Key)]
            : throw new InvalidOperationException("Two participants were given one key: the generator is broken.");
    }

    /// <summary>Makes identity keys and stores them.</summary>
    /// <param name="count">How many peers.</param>
    /// <returns>Their public keys, in ascending order.</returns>
    public ImmutableArray<PublicKey> MakeIdentities(int count)
    {
        KeyRecord[] records =
        [
            .. Enumerable.Range(0, count).Select(_ =>
            {
                var seed = NewSeed(SeedLength);
                using var key = cryptography.CreateIdentityKey(seed);
                return Sealed(key.PublicKey, KeyKind.Identity, 0, seed);
            }),
        ];
        return store.Add(records)
            ? [.. records.Select(record => record.Name.PublicKey).Order()]
            : throw new InvalidOperationException("Two peers were given one key: the generator is broken.");
    }

    /// <summary>The identity keys, in ascending order of public key.</summary>
    /// <param name="fault">Why not; null when keys are returned.</param>
    public ImmutableArray<SigningKey> LoadIdentities(out KeyFault? fault)
    {
        fault = null;
        var keys = ImmutableArray.CreateBuilder<SigningKey>();
        foreach (var record in store.All().Where(record => record.Name.Kind == KeyKind.Identity))
        {
            if (master.Open(record, out fault) is not { } seed)
                return [];
            keys.Add(cryptography.CreateIdentityKey(seed));
            CryptographicOperations.ZeroMemory(seed);
        }

        return keys.ToImmutable();
    }

    /// <summary>
    /// Stores one-time keys as they are now in place of an earlier state of theirs, which alone could still derive what
    /// was spent since. A state that is older than the stored one changes nothing.
    /// </summary>
    /// <param name="exported">Their secrets are erased.</param>
    /// <returns>Why a record was not overwritten; null: none is older than what was exported.</returns>
    public KeyFault? Rewrite(IReadOnlyList<KeysExported> exported)
    {
        ArgumentNullException.ThrowIfNull(exported);
        KeyRecord[] records =
        [
            .. exported.Select(one => Sealed(
                one.Key, KeyKind.OneTime, KeyName.VersionOf(one.Round, one.Step), one.Secret)),
        ];
        if (store.Advance(records) == records.Length)
            return null;
        var due = records.Select(record => record.Name.PublicKey).ToHashSet();
        var left = store.List().Where(name => due.Contains(name.PublicKey)).ToArray();
        if (left.FirstOrDefault(name => name.Kind == KeyKind.Moved) is { } moved)
            return new KeyFault.Moved(moved.PublicKey);
        return left.FirstOrDefault(name => name.MasterKey != master.Id) is { } other
            ? new KeyFault.AnotherMasterKey(other.PublicKey, other.MasterKey, master.Id)
            : null;
    }

    /// <summary>
    /// Seals all records under another master key, some at a time. Each says under which key it is, so that a rotation
    /// that was cut off goes on when it is called again.
    /// </summary>
    /// <param name="next">From now on the store's.</param>
    /// <param name="resealed">How many records are under it that were not before.</param>
    /// <returns>Why a record is not; null: all are.</returns>
    public KeyFault? Rotate(MasterKey next, out int resealed)
    {
        ArgumentNullException.ThrowIfNull(next);
        resealed = 0;
        KeyFault? fault = null;

        // Members that still run with the old key may rewrite a record between its reading and its overwriting.
        for (var pass = 0; pass < RotationPassesMax; pass++)
        {
            // A record whose keys have left holds nothing that is sealed.
            var due = store.All().Where(record => record.Name.MasterKey != next.Id && !record.Sealed.IsEmpty).ToArray();
            if (due.Length == 0)
                return null;
            foreach (var chunk in due.Chunk(RotatedAtOnce))
            {
                var records = new List<KeyRecord>(chunk.Length);
                foreach (var record in chunk)
                {
                    if (master.Open(record, out fault) is not { } secret)
                        return fault;
                    records.Add(next.Seal(record.Name with { MasterKey = next.Id }, secret));
                    CryptographicOperations.ZeroMemory(secret);
                }

                resealed += store.Reseal(master.Id, records);
            }

            fault = new KeyFault.AnotherMasterKey(due[0].Name.PublicKey, master.Id, next.Id);
        }

        return fault;
    }

    /// <summary>Everything of a participant in one secret, for a move: two seeds of 32 bytes, one-time keys.</summary>
    /// <param name="key">Its public key.</param>
    /// <param name="records">Of that participant.</param>
    /// <param name="round">One-time keys are spent up to this round and <paramref name="step"/>.</param>
    /// <param name="step">See <paramref name="round"/>.</param>
    /// <param name="fault">Why not; null when a record is returned.</param>
    internal KeyRecord? Packed(
        PublicKey key, ImmutableArray<KeyRecord> records, Round round, Step step, out KeyFault? fault)
    {
        if (Opened(key, records, out fault) is not { } keys)
            return null;
        keys.OneTime.Spend(round, step);
        var oneTime = keys.OneTime.Export();
        var account = master.Open(records.First(record => record.Name.Kind == KeyKind.Account), out fault)!;
        var secret = GC.AllocateArray<byte>(account.Length + oneTime.Length, pinned: true);
        account.CopyTo(secret, 0);
        oneTime.CopyTo(secret, account.Length);
        var packed = Sealed(
            key, KeyKind.Moved, KeyName.VersionOf(keys.OneTime.LastRound, keys.OneTime.LastStep), secret);
        CryptographicOperations.ZeroMemory(account);
        CryptographicOperations.ZeroMemory(oneTime);
        keys.Erase();
        return packed;
    }

    /// <summary>The records of a participant whose keys come from another store.</summary>
    /// <param name="packed">By <see cref="Packed"/>, under <paramref name="transfer"/>.</param>
    /// <param name="transfer">The key that the move is sealed under.</param>
    /// <param name="fault">Why not; null when records are returned.</param>
    internal ImmutableArray<KeyRecord> Unpacked(KeyRecord packed, MasterKey transfer, out KeyFault? fault)
    {
        if (transfer.Open(packed, out fault) is not { } secret)
            return [];
        var (key, version) = (packed.Name.PublicKey, packed.Name.Version);
        if (secret.Length < 2 * SeedLength)
        {
            CryptographicOperations.ZeroMemory(secret);
            fault = new KeyFault.Damaged(key, "what was moved is shorter than two seeds");
            return [];
        }

        ImmutableArray<KeyRecord> records =
        [
            Sealed(key, KeyKind.Account, 0, secret.AsSpan(0, 2 * SeedLength)),
            Sealed(key, KeyKind.OneTime, version, secret.AsSpan(2 * SeedLength)),
        ];
        CryptographicOperations.ZeroMemory(secret);

        // What came with the file is looked at before it is stored.
        var keys = Opened(key, records, out fault);
        keys?.Erase();
        return keys is null ? [] : records;
    }

    private (PublicAccount Account, ImmutableArray<KeyRecord> Records) MakeParticipant()
    {
        var seeds = NewSeed(2 * SeedLength);
        var oneTimeSeed = NewSeed(SeedLength);
        using var account = cryptography.CreateSigningKey(seeds.AsSpan(0, SeedLength));
        using var vrf = cryptography.CreateVrfKey(seeds.AsSpan(SeedLength));
        using var oneTime = OneTimeKeys.Create(cryptography, oneTimeSeed);
        CryptographicOperations.ZeroMemory(oneTimeSeed);
        var key = account.PublicKey;
        return (
            new PublicAccount(key, vrf.PublicKey, oneTime.Root),
            [Sealed(key, KeyKind.Account, 0, seeds), Sealed(key, KeyKind.OneTime, 0, oneTime.Export())]);
    }

    private ParticipantKeys? Opened(PublicKey key, ImmutableArray<KeyRecord> records, out KeyFault? fault)
    {
        KeyRecord? Find(KeyKind kind) => records.FirstOrDefault(record => record.Name.Kind == kind);
        if (Find(KeyKind.Account) is not { } account)
        {
            fault = Find(KeyKind.Moved) is null ? new KeyFault.Absent(key) : new KeyFault.Moved(key);
            return null;
        }

        if (Find(KeyKind.OneTime) is not { } oneTime)
        {
            fault = new KeyFault.Damaged(key, "its one-time keys are missing");
            return null;
        }

        if (master.Open(account, out fault) is not { } seeds || master.Open(oneTime, out fault) is not { } exported)
            return null;
        try
        {
            var keys = new ParticipantKeys(
                cryptography.CreateSigningKey(seeds.AsSpan(0, SeedLength)),
                cryptography.CreateVrfKey(seeds.AsSpan(SeedLength)),
                OneTimeKeys.Import(cryptography, exported));
            var version = KeyName.VersionOf(keys.OneTime.LastRound, keys.OneTime.LastStep);
            if (keys.PublicKey == key && version == oneTime.Name.Version)
                return keys;
            keys.Erase();
            fault = new KeyFault.Damaged(key, "its records hold other keys than they say");
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException)
        {
            fault = new KeyFault.Damaged(key, wrong.Message);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seeds);
            CryptographicOperations.ZeroMemory(exported);
        }

        return null;
    }

    private KeyRecord Sealed(PublicKey key, KeyKind kind, long version, Span<byte> secret)
    {
        var record = master.Seal(new KeyName(key, kind, version, master.Id), secret);
        CryptographicOperations.ZeroMemory(secret);
        return record;
    }

    private static byte[] NewSeed(int length)
    {
        var seed = GC.AllocateArray<byte>(length, pinned: true);
        RandomNumberGenerator.Fill(seed);
        return seed;
    }
}
