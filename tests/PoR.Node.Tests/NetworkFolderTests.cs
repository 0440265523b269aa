using PoR.Configuration.Files;
using PoR.Configuration.Profiles;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Node.Folders;
using PoR.Persistence.Databases;
using PoR.Persistence.Keys;

namespace PoR.Node.Tests;

/// <summary>What a network keeps, and what is refused before anything of it is used.</summary>
public sealed class NetworkFolderTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly string _root = Directory.CreateTempSubdirectory("por-folder-").FullName;
    private readonly SodiumCryptography _cryptography = new();

    private static InputFiles Files => new(TestContext.Current.CancellationToken);

    private string Path => System.IO.Path.Combine(_root, "data");

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_root, recursive: true);
    }

    [Fact(DisplayName = "A folder is made once; opened again it has the same genesis, keys and databases")]
    public void It_is_the_same_network_again()
    {
        var (genesis, participants, peers) = (default(string), Array.Empty<string>(), Array.Empty<string>());
        for (var life = 0; life < 2; life++)
        {
            using var folder = Opened();
            Assert.Equal(life == 0, folder.IsNew);
            var now = folder.Genesis.Network.ToString();
            Assert.Equal(genesis ?? now, now);
            genesis = now;
            string[] keys = [.. folder.Participants.Select(k => k.PublicKey.ToString())];
            string[] ids = [.. folder.Peers.Select(p => p.ToString())];
            Assert.Equal(life == 0 ? keys : participants, keys);
            Assert.Equal(life == 0 ? ids : peers, ids);
            Assert.Equal(ids.Order(), ids);
            (participants, peers) = (keys, ids);
            Assert.Equal(s_now.ToUnixTimeMilliseconds(), folder.Genesis.Time.Milliseconds);
            Assert.Null(DatabaseSchema.Check(folder.DatabaseOf(2)));
        }
    }

    [Fact(DisplayName = "A key that was used is not in the stored keys any more, and never signs again")]
    public void Used_keys_are_gone()
    {
        using (var folder = Opened())
        {
            folder.Participants[0].OneTime.Sign(new Round(5), new Step(3), [1]);
            Assert.Null(folder.StoreKeys());
        }

        using var again = Opened();
        Assert.False(again.Participants[0].OneTime.CanSign(new Round(5), new Step(3)));
        Assert.Throws<OneTimeKeyUsedException>(
            () => again.Participants[0].OneTime.Sign(new Round(5), new Step(2), [1]));
        Assert.True(again.Participants[0].OneTime.CanSign(new Round(5), new Step(4)));
        Assert.True(again.Participants[1].OneTime.CanSign(new Round(1), new Step(1)));
    }

    [Fact(DisplayName = "Two processes never have one folder")]
    public void One_at_a_time()
    {
        using (Opened())
            Assert.Equal(new FolderFault.InUse(Path), FaultOf());
        Opened().Dispose();
    }

    [Theory(DisplayName = "A network that was made with other settings is not run with these")]
    [InlineData("population.nodes=4", "3 peers, not 4")]
    [InlineData("population.participants=7", "6 participants, not 7")]
    [InlineData("protocol.committee-size=5", "other values under protocol")]
    [InlineData("population.reputation-max=30,population.reputation-min=30", "other reputations at the start")]
    public void Other_settings_are_refused(string option, string what)
    {
        Opened().Dispose();

        var fault = Assert.IsType<FolderFault.AnotherNetwork>(FaultOf(option.Split(',')));
        Assert.Equal(what, fault.What);
        Assert.Contains("another folder", fault.Sentence);
    }

    [Theory(DisplayName = "A damaged or missing file is named, and nothing is made in its place")]
    [InlineData("genesis.bin", 40)]
    [InlineData("genesis.bin", null)]
    [InlineData("keys.bin", 0)]
    [InlineData("keys.bin", null)]
    [InlineData("keys.bin", -1)]
    [InlineData("keys.bin", 100)]
    [InlineData("master.key", 0)]
    [InlineData("master.key", -1)]
    public void Damage_is_told(string name, int? at)
    {
        Opened().Dispose();
        var file = System.IO.Path.Combine(Path, name);
        var bytes = File.ReadAllBytes(file);
        if (at is null)
            File.WriteAllBytes(file, bytes[..^1]);
        else if (at < 0)
            File.Delete(file);
        else
            bytes[at.Value] ^= 1;
        if (at >= 0)
            File.WriteAllBytes(file, bytes);

        var fault = FaultOf();
        var told = fault is FolderFault.OfKeys ? System.IO.Path.Combine(Path, "keys.bin") : file;
        Assert.Contains(fault is FolderFault.AnotherNetwork ? Path : told, fault.Sentence);
        Assert.Equal(at >= 0 || at is null, File.Exists(file));
    }

    [Fact(DisplayName = "A peer's database that is gone is never made again: its participants would sign twice")]
    public void Lost_databases_are_told()
    {
        Database database;
        using (var folder = Opened())
            database = folder.DatabaseOf(1);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        var file = ((Database.Sqlite)database).File;
        File.Delete(file);

        Assert.Equal(file, Assert.IsType<FolderFault.Damaged>(FaultOf()).File);
        Assert.False(File.Exists(file));
    }

    [Theory(DisplayName = "A genesis that is gone is told where peers have stored events; before, the network is new")]
    [InlineData(true)]
    [InlineData(false)]
    public void A_lost_genesis_is_told(bool hasEvents)
    {
        Database database;
        using (var folder = Opened())
            database = folder.DatabaseOf(1);
        if (hasEvents)
        {
            using var connection = new Microsoft.Data.Sqlite.SqliteConnection(
                $"Data Source={((Database.Sqlite)database).File}");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "insert into journal (created, deleted, persistence_id, sequence_number, message) "
                + "values (0, 0, 'ledger/1', 1, x'00')";
            command.ExecuteNonQuery();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        var (genesis, keys) = (System.IO.Path.Combine(Path, "genesis.bin"), System.IO.Path.Combine(Path, "keys.bin"));
        var before = File.ReadAllBytes(keys);
        File.Delete(genesis);

        if (hasEvents)
        {
            Assert.Equal(genesis, Assert.IsType<FolderFault.Damaged>(FaultOf()).File);
            Assert.Equal(before, File.ReadAllBytes(keys));
            Assert.False(File.Exists(genesis));
            return;
        }

        using var made = Opened();
        Assert.True(made.IsNew);
        Assert.Equal(3, Directory.GetFiles(Path, "peer-*.db").Length);
    }

    [Theory(DisplayName = "Keys that others can read are refused")]
    [InlineData("keys.bin")]
    [InlineData("master.key")]
    public void Open_keys_are_refused(string name)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There are no modes of files.");
            return;
        }

        Opened().Dispose();
        var file = System.IO.Path.Combine(Path, name);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.GroupRead);

        Assert.Equal(new FolderFault.SecretIsOpen(file, "640"), FaultOf());
        File.SetUnixFileMode(file, UnixFileMode.UserRead);
        Opened().Dispose();
    }

    [Fact(DisplayName = "The unsealed keys of an older program are refused by that name")]
    public void Unsealed_keys_are_refused()
    {
        Opened().Dispose();
        var file = System.IO.Path.Combine(Path, "keys.bin");
        var bytes = File.ReadAllBytes(file);
        bytes[0] = 1;
        File.WriteAllBytes(file, bytes);

        Assert.Contains("the unsealed form of an older program", FaultOf().Sentence);
    }

    [Fact(DisplayName = "A master key elsewhere is used; without it, with another, or with none, nothing opens")]
    public void A_master_key_may_be_elsewhere()
    {
        var (key, other) = (System.IO.Path.Combine(_root, "mine.key"), System.IO.Path.Combine(_root, "other.key"));
        var option = $"keys.master-key-file={key}";
        Assert.Equal(key, Assert.IsType<FolderFault.Unusable>(FaultOf(option)).Path);
        Assert.False(File.Exists(System.IO.Path.Combine(Path, "genesis.bin")));
        Assert.Null(SecretFile.Create(key));
        Assert.Null(SecretFile.Create(other));
        Assert.IsType<FolderFault.Unusable>(SecretFile.Create(key));
        Opened(Path, option).Dispose();
        Assert.False(File.Exists(System.IO.Path.Combine(Path, "master.key")));

        Opened(Path, option).Dispose();
        Assert.IsType<FolderFault.Unusable>(FaultOf());
        Assert.IsType<KeyFault.AnotherMasterKey>(
            Assert.IsType<FolderFault.OfKeys>(FaultOf($"keys.master-key-file={other}")).Fault);
    }

    [Theory(DisplayName = "A secret is 64 random hexadecimal digits in a file of its owner, also behind a link")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000", "a secret is 64 hexadecimal digits")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", "but a sample")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "but a sample")]
    [InlineData("x", "a secret is 64 hexadecimal digits")]
    public void Secrets_are_read_strictly(string text, string sentence)
    {
        var file = System.IO.Path.Combine(_root, "peer.key");
        Assert.Null(SecretFile.Create(file));
        using var key = SecretFile.ReadIdentity(file, Files, _cryptography, out var fault)!;
        Assert.Null(fault);
        File.WriteAllText(file, File.ReadAllText(file).TrimEnd().ToUpperInvariant() + "\r\n");
        using var again = SecretFile.ReadIdentity(file, Files, _cryptography, out _)!;
        Assert.Equal(key.PublicKey, again.PublicKey);
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(file + ".link", file);
            using var linked = SecretFile.ReadIdentity(file + ".link", Files, _cryptography, out _)!;
            Assert.Equal(key.PublicKey, linked.PublicKey);
        }

        File.WriteAllText(file, text);
        Assert.Null(SecretFile.ReadIdentity(file, Files, _cryptography, out fault));
        Assert.Contains(sentence, fault!.Sentence);
        Assert.Contains(file, fault.Sentence);
    }

    [Fact(DisplayName = "The database of another network is refused")]
    public void Foreign_databases_are_refused()
    {
        Database foreign, own;
        using (var folder = Opened())
            own = folder.DatabaseOf(0);
        using (var folder = Opened(System.IO.Path.Combine(_root, "other")))
            foreign = folder.DatabaseOf(1);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Copy(((Database.Sqlite)foreign).File, ((Database.Sqlite)own).File, overwrite: true);

        Assert.IsType<DatabaseFault.AnotherNetwork>(Assert.IsType<FolderFault.OfDatabase>(FaultOf()).Fault);
    }

    [Fact(DisplayName = "A path that is no folder is refused")]
    public void Files_are_no_folders()
    {
        File.WriteAllText(Path, "mine");

        Assert.IsType<FolderFault.Unusable>(FaultOf());
        Assert.Equal("mine", File.ReadAllText(Path));
    }

    private static SimulationSettings SettingsOf(params string[] options) =>
        Lab.Load("local", 1, 1, ["population.nodes=3", "population.participants=6", .. options]);

    private NetworkFolder Opened() => Opened(Path);

    private NetworkFolder Opened(string path, params string[] options) => Assert.IsType<FolderOpening.Opened>(
        NetworkFolder.Open(path, SettingsOf(options), _cryptography, Files, s_now)).Folder;

    private FolderFault FaultOf(params string[] options) => Assert.IsType<FolderOpening.Refused>(
        NetworkFolder.Open(Path, SettingsOf(options), _cryptography, Files, s_now)).Fault;
}
