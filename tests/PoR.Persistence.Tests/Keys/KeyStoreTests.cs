using PoR.Actors.Participants;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Persistence.Keys;

namespace PoR.Persistence.Tests.Keys;

/// <summary>Stores of keys: a file, SQLite and PostgreSQL, which must do the same.</summary>
public sealed class KeyStoreTests(PostgreSqlServer server) : IDisposable
{
    private readonly MasterKey _master = Rings.Master(1);
    private readonly MasterKey _next = Rings.Master(2);

    public static TheoryData<string> Kinds => Rings.Kinds;

    public void Dispose()
    {
        _master.Dispose();
        _next.Dispose();
    }

    [Theory(DisplayName = "Keys that were made are listed without the master key, and load with it, also elsewhere")]
    [MemberData(nameof(Kinds))]
    public void Keys_are_kept(string kind)
    {
        using var rings = new Rings(kind, server);
        var made = rings.Of(_master).MakeParticipants(5);
        rings.Of(_master).MakeIdentities(2);

        var elsewhere = new KeyRing(rings.Again(), _master, new SodiumCryptography());
        Assert.Equal(made.Select(account => account.Key), elsewhere.Participants());
        Assert.Equal(made, elsewhere.LoadAll(out var fault).Select(PublicAccount.Of));
        Assert.Null(fault);
        Assert.Equal(2, elsewhere.LoadIdentities(out fault).Length);
        var keys = elsewhere.Load(made[3].Key, out fault)!;
        Assert.Equal(made[3], PublicAccount.Of(keys));
        Assert.True(keys.OneTime.CanSign(new Round(1), new Step(1)));
        Assert.Null(elsewhere.Load(default, out fault));
        Assert.Equal(new KeyFault.Absent(default), fault);
        Assert.Equal(made[2], PublicAccount.Parse(made[2].ToString()));
        Assert.Null(PublicAccount.Parse(made[2].ToString()[1..]));

        var list = rings.Store.List();
        Assert.Equal(list.OrderBy(name => name.PublicKey).ThenBy(name => name.Kind), list);
        Assert.All(list, name => Assert.Equal((0, _master.Id), (name.Version, name.MasterKey)));
        Assert.False(rings.Store.Add([_master.Seal(NameOf(default), [1]), rings.Store.All()[0]]));
        Assert.Equal(12, rings.Store.List().Length);
    }

    [Theory(DisplayName = "D28: rewritten keys can sign no slot that was spent, and an older state never comes back")]
    [MemberData(nameof(Kinds))]
    public void Rewritten_keys_are_spent(string kind)
    {
        using var rings = new Rings(kind, server);
        var ring = rings.Of(_master);
        var made = ring.MakeParticipants(2);
        var key = made[0].Key;
        var untouched = SealedOf(rings.Again(), key);

        // Two incarnations have the same keys; the one that goes on knows more slots to be spent.
        var (zombie, owner) = (ring.Load(key, out _)!, ring.Load(key, out _)!);
        zombie.OneTime.Sign(new Round(3), new Step(2), [1]);
        owner.OneTime.Sign(new Round(3), new Step(4), [1]);
        var early = KeysExported.Of(zombie)!;
        Assert.Null(ring.Rewrite([KeysExported.Of(owner)!]));
        var stored = SealedOf(rings.Again(), key);
        Assert.Null(ring.Rewrite([early]));

        Assert.Equal(stored, SealedOf(rings.Again(), key));
        Assert.NotEqual(untouched, stored);
        Assert.All(early.Secret, value => Assert.Equal(0, value));
        var loaded = new KeyRing(rings.Again(), _master, new SodiumCryptography()).Load(key, out _)!;
        Assert.False(loaded.OneTime.CanSign(new Round(3), new Step(4)));
        Assert.Throws<OneTimeKeyUsedException>(() => loaded.OneTime.Sign(new Round(3), new Step(3), [1]));
        Assert.True(loaded.OneTime.CanSign(new Round(3), new Step(5)));
        Assert.Null(KeysExported.Of(ring.Load(made[1].Key, out _)!));
    }

    [Theory(
        DisplayName = "A rotation that was cut off leaves records that say their key, and goes on when called again")]
    [MemberData(nameof(Kinds))]
    public void A_half_rotation_is_finished(string kind)
    {
        using var rings = new Rings(kind, server);
        var made = rings.Of(_master).MakeParticipants(10);
        Assert.Throws<IOException>(() => new KeyRing(new CutOff(rings.Store, 9), _master, new SodiumCryptography())
            .Rotate(_next, out _));

        Assert.Equal(9, rings.Store.List().Count(name => name.MasterKey == _next.Id));
        foreach (var master in new[] { _master, _next })
        {
            Assert.Empty(rings.Of(master).LoadAll(out var half));
            Assert.IsType<KeyFault.AnotherMasterKey>(half);
        }

        // Whoever runs with the old key neither undoes the rotation nor is silent about it.
        var early = rings.Store.List().First(name => name.Kind == KeyKind.OneTime && name.MasterKey == _next.Id);
        var told = rings.Of(_master).Rewrite([new KeysExported(early.PublicKey, new Round(9), new Step(1), [1])]);
        Assert.Equal(new KeyFault.AnotherMasterKey(early.PublicKey, _next.Id, _master.Id), told);

        Assert.Null(rings.Of(_master).Rotate(_next, out var resealed));
        Assert.Equal(11, resealed);
        Assert.Null(rings.Of(_master).Rotate(_next, out resealed));
        Assert.Equal(0, resealed);
        Assert.Equal(made, rings.Of(_next).LoadAll(out var fault).Select(PublicAccount.Of));
        Assert.Null(fault);
        using var other = Rings.Master(3);
        Assert.IsType<KeyFault.AnotherMasterKey>(rings.Of(_master).Rotate(other, out _));
    }

    [Fact(DisplayName = "No damaged byte and no cut of a key file gives other keys, and no old form is read")]
    public void Damaged_files_are_refused()
    {
        using var rings = new Rings("file", server);
        rings.Of(_master).MakeParticipants(2);
        var bytes = File.ReadAllBytes(rings.File);
        for (var i = 0; i < bytes.Length; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[i] ^= (byte)(1 << (i % 8));
            var store = KeyFileStore.Read(rings.File, damaged, out var fault);
            Assert.Equal(store is null, fault is not null);
            if (store is null)
                continue;
            new KeyRing(store, _master, new SodiumCryptography()).LoadAll(out var wrong);
            Assert.NotNull(wrong);
            Assert.Null(KeyFileStore.Read(rings.File, bytes.AsSpan(0, i), out _));
        }

        bytes[0] = 1;
        Assert.Null(KeyFileStore.Read(rings.File, bytes, out var old));
        Assert.Contains("older program", old, StringComparison.Ordinal);
    }

    [Fact(DisplayName =
        "A file that cannot be written leaves the old one and what is known of it; a half one is no matter")]
    public void Writing_is_whole()
    {
        using var rings = new Rings("file", server);
        var ring = rings.Of(_master);
        var key = ring.MakeParticipants(1)[0].Key;
        var (before, keys) = (File.ReadAllBytes(rings.File), ring.Load(key, out _)!);
        keys.OneTime.Sign(new Round(1), new Step(1), [1]);
        Directory.CreateDirectory(Path.Combine(rings.File + ".new", "full"));
        Assert.ThrowsAny<Exception>(() => ring.Rewrite([KeysExported.Of(keys)!]));

        Assert.Equal(before, File.ReadAllBytes(rings.File));
        Assert.True(ring.Load(key, out _)!.OneTime.CanSign(new Round(1), new Step(1)));
        Directory.Delete(rings.File + ".new", recursive: true);
        File.WriteAllBytes(rings.File + ".new", before.AsSpan(0, 20));
        Assert.Null(ring.Rewrite([KeysExported.Of(keys)!]));
        Assert.False(File.Exists(rings.File + ".new"));
        Assert.False(new KeyRing(rings.Again(), _master, new SodiumCryptography()).Load(key, out _)!
            .OneTime.CanSign(new Round(1), new Step(1)));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(rings.File));
    }

    [Theory(DisplayName = "A row that is swapped, of an unknown kind, or no key at all is told with the reason")]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public void Damaged_rows_are_told(string kind)
    {
        using var rings = new Rings(kind, server);
        var ring = rings.Of(_master);
        var made = ring.MakeParticipants(2);
        rings.Run(
            $"update account_key set sealed = (select sealed from account_key where public_key = '{made[1].Key}' and "
            + $"kind = 3) where public_key = '{made[0].Key}' and kind = 3");
        Assert.Null(ring.Load(made[0].Key, out var fault));
        Assert.IsType<KeyFault.Damaged>(fault);
        Assert.NotNull(ring.Load(made[1].Key, out _));
        rings.Run($"delete from account_key where public_key = '{made[1].Key}' and kind = 3");
        Assert.Null(ring.Load(made[1].Key, out fault));
        Assert.Contains("one-time keys are missing", fault!.Sentence, StringComparison.Ordinal);
        rings.Run("update account_key set kind = 9 where kind = 3");
        Assert.Contains(
            "9 is no kind", Assert.Throws<IOException>(() => ring.Participants()).Message, StringComparison.Ordinal);
        rings.Run("drop table account_key");
        Assert.Contains(
            "account_key", Assert.Throws<IOException>(() => ring.Participants()).Message, StringComparison.Ordinal);
    }

    private KeyName NameOf(PublicKey key) => new(key, KeyKind.OneTime, 0, _master.Id);

    private static byte[] SealedOf(IKeyStore store, PublicKey key) =>
        store.Of(key).Single(record => record.Name.Kind == KeyKind.OneTime).Sealed.ToArray();

    /// <summary>A store whose process dies in the middle of a rotation.</summary>
    private sealed class CutOff(IKeyStore store, int resealed) : IKeyStore
    {
        public System.Collections.Immutable.ImmutableArray<KeyName> List() => store.List();

        public System.Collections.Immutable.ImmutableArray<KeyRecord> All() => store.All();

        public System.Collections.Immutable.ImmutableArray<KeyRecord> Of(PublicKey key) => store.Of(key);

        public bool Add(IReadOnlyList<KeyRecord> records) => store.Add(records);

        public int Advance(IReadOnlyList<KeyRecord> records) => store.Advance(records);

        public int Reseal(MasterKeyId from, IReadOnlyList<KeyRecord> records)
        {
            store.Reseal(from, [.. records.Take(resealed)]);
            throw new IOException("killed");
        }
    }
}
