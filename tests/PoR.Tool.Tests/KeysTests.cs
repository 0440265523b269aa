using static System.StringComparison;

namespace PoR.Tool.Tests;

/// <summary><c>por keys</c> and <c>por genesis</c>.</summary>
public sealed class KeysTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly List<string> _said = [];

    /// <summary>No command ever prints what a secret file holds.</summary>
    public void Dispose()
    {
        var secrets = Directory.GetFiles(_scratch["."], "*.key").Select(file => File.ReadAllText(file).Trim())
            .Where(text => text.Length == 64).ToArray();
        Assert.DoesNotContain(_said, said => secrets.Any(secret => said.Contains(secret, OrdinalIgnoreCase)));
        _scratch.Dispose();
    }

    [Fact(DisplayName = "Secrets are made for their owner alone, never twice, and show their public side only")]
    public async Task Secret_files()
    {
        var made = await RunAsync("keys", "new", "--identity", _scratch["peer.key"]);
        Assert.Equal(0, made.Code);
        Assert.Matches("^[0-9a-f]{64}\n$", made.Output);
        Assert.Equal(made.Output, (await RunAsync("keys", "show", _scratch["peer.key"])).Output);
        Assert.Matches("^[0-9a-f]{16}\n$", (await RunAsync("keys", "new", "--master", _scratch["m.key"])).Output);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_scratch["peer.key"]));
            File.SetUnixFileMode(_scratch["m.key"], (UnixFileMode)0b110_100_000);
            await RefusedAsync("has the mode 640: chmod 600 is right.", 2, "keys", "show", _scratch["m.key"]);
        }

        await RefusedAsync("is there already", 2, "keys", "new", "--identity", _scratch["peer.key"]);
        await RefusedAsync("There is no such file", 2, "keys", "show", _scratch["none.key"]);
        await RefusedAsync("say what to make", 2, "keys", "new");
        await RefusedAsync("say what to make", 2, "keys", "new", "--identity", "a", "--master", "b");
        await RefusedAsync("see por keys new --help", 2, "keys", "new", "--nope");
    }

    [Fact(DisplayName = "Participants of two operators become one network, which knows all of them and no secret")]
    public async Task A_network_of_two_operators()
    {
        foreach (var operators in new[] { "a", "b" })
        {
            await RunAsync("keys", "new", "--master", _scratch[$"{operators}.key"]);
            await RunAsync("database", "migrate", "--sqlite", _scratch[$"{operators}.db"]);
            var made = await RunAsync(
                "keys", "new", "--participants", "30", "--sqlite", _scratch[$"{operators}.db"], "--master-key-file",
                _scratch[$"{operators}.key"]);
            Assert.Equal((0, 30), (made.Code, made.Lines.Length));
            _scratch.File($"{operators}.txt", made.Output);
            var listed = await RunAsync(
                "keys", "list", "--accounts", "--sqlite", _scratch[$"{operators}.db"], "--master-key-file",
                _scratch[$"{operators}.key"]);
            Assert.Equal(made.Output, listed.Output);
            var list = await RunAsync("keys", "list", "--sqlite", _scratch[$"{operators}.db"]);
            Assert.Equal(60, list.Lines.Length);
            Assert.Matches("^[0-9a-f]{64} (account|one-time) 0 [0-9a-f]{16}$", list.Lines[0]);
        }

        string[] both =
            ["genesis", "new", "--profile", "local", "--accounts", _scratch["a.txt"], "--accounts", _scratch["b.txt"]];
        var network = await RunAsync([.. both, "--out", _scratch["genesis.bin"], "--name", "two"]);
        Assert.Equal(0, network.Code);
        var genesis = Core.Canonical.CanonicalBytes.Decode<Core.Genesis.GenesisDocument>(
            await File.ReadAllBytesAsync(_scratch["genesis.bin"], TestContext.Current.CancellationToken), out _)!;
        Assert.Equal(network.Output.Trim(), genesis.Network.ToString());
        Assert.Equal(60, genesis.Accounts.Length);
        Assert.Equal("two", genesis.Name);

        await RefusedAsync("never overwritten", 2, [.. both, "--out", _scratch["genesis.bin"]]);
        await RefusedAsync(
            "is listed twice", 2, [.. both, "--accounts", _scratch["a.txt"], "--out", _scratch["other.bin"]]);
        await RefusedAsync("--accounts: no file is named", 2, "genesis", "new", "--out", _scratch["other.bin"]);
        await RefusedAsync("--out: no file is named", 2, both);
        var wrong = _scratch.File("wrong.txt", "\nnobody\n");
        await RefusedAsync(
            "wrong.txt:2: this is no participant", 2, "genesis", "new", "--accounts", wrong, "--out", _scratch["x"]);
        await RefusedAsync(
            "lists nobody", 2,
            "genesis", "new", "--accounts", _scratch.File("empty.txt", "\n"), "--out", _scratch["x"]);
        Assert.False(File.Exists(_scratch["other.bin"]));
    }

    [Fact(DisplayName = "A participant moves to another operator's database once, under a key that both know")]
    public async Task Moving()
    {
        foreach (var name in new[] { "a", "b", "t" })
            await RunAsync("keys", "new", "--master", _scratch[$"{name}.key"]);
        foreach (var name in new[] { "a", "b" })
            await RunAsync("database", "migrate", "--sqlite", _scratch[$"{name}.db"]);
        string[] a = ["--sqlite", _scratch["a.db"], "--master-key-file", _scratch["a.key"]];
        string[] b = ["--sqlite", _scratch["b.db"], "--master-key-file", _scratch["b.key"]];
        string[] transfer = ["--transfer-key-file", _scratch["t.key"]];
        var key = (await RunAsync(["keys", "new", "--participants", "2", .. a])).Lines[0][..64];
        string[] export = ["keys", "export", key, "--to", _scratch["moved.bin"], .. transfer];
        string[] import = ["keys", "import", _scratch["moved.bin"], .. transfer];

        await RefusedAsync("--to: no file is named", 2, ["keys", "export", key, .. transfer, .. a]);
        await RefusedAsync("'abc' is no public key", 2, ["keys", "export", "abc", .. transfer, .. a]);
        await RefusedAsync("--transfer-key-file: no file is named", 2, ["keys", "export", key, .. a]);
        await RefusedAsync("holds no keys of", 1, [.. export, .. b]);
        Assert.False(File.Exists(_scratch["moved.bin"]));
        Assert.Equal(0, (await RunAsync([.. export, .. a])).Code);
        await RefusedAsync("is there already", 2, [.. export, .. a]);
        await RefusedAsync(
            "have moved to another store", 1, ["keys", "export", key, "--to", _scratch["2.bin"], .. transfer, .. a]);
        var left = await RunAsync("keys", "list", "--sqlite", _scratch["a.db"]);
        Assert.Contains($"{key} moved 0", left.Output, Ordinal);

        await RefusedAsync(
            "sealed under the master key", 1,
            ["keys", "import", _scratch["moved.bin"], "--transfer-key-file", _scratch["a.key"], .. b]);
        var imported = await RunAsync([.. import, .. b]);
        Assert.Equal(0, imported.Code);
        Assert.Contains("por signing acknowledge", imported.Error, Ordinal);
        Assert.False(File.Exists(_scratch["moved.bin"]));
        Assert.StartsWith(key, (await RunAsync(["keys", "list", "--accounts", .. b])).Output, Ordinal);
        Assert.DoesNotContain(key, (await RunAsync(["keys", "list", "--accounts", .. a])).Output, Ordinal);
        await RefusedAsync("is damaged", 1, ["keys", "import", _scratch.File("no.bin", "no"), .. transfer, .. b]);
    }

    [Fact(DisplayName = "A folder's and a database's keys are sealed under another master key, also half way through")]
    public async Task Rotating()
    {
        using (var folder = Opened())
            Assert.True(folder.IsNew);
        await RunAsync("keys", "new", "--master", _scratch["next.key"]);
        string[] rotate = ["keys", "rotate-master", "--data", _scratch["net"]];
        await RefusedAsync("--new-master-key-file: no file is named", 2, rotate);
        using (Opened())
            await RefusedAsync(
                "Another process runs the network", 1, [.. rotate, "--new-master-key-file", _scratch["next.key"]]);

        // Broken off after the keys were sealed anew, and before the new master key was put in the old one's place.
        var old = _scratch.File("old.key", await File.ReadAllTextAsync(
            Path.Combine(_scratch["net"], "master.key"), TestContext.Current.CancellationToken));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(old, UnixFileMode.UserRead);
        var elsewhere = await RunAsync(
            [.. rotate, "--master-key-file", old, "--new-master-key-file", _scratch["next.key"]]);
        Assert.Equal((0, ""), (elsewhere.Code, elsewhere.Error));
        await RefusedAsync(
            "finish por keys rotate-master", 1, "keys", "list", "--accounts", "--data", _scratch["net"]);
        var finished = await RunAsync([.. rotate, "--new-master-key-file", _scratch["next.key"]]);
        Assert.StartsWith("0 records resealed", finished.Output, Ordinal);
        Assert.Equal(8, (await RunAsync("keys", "list", "--accounts", "--data", _scratch["net"])).Lines.Length);
        using (var folder = Opened())
            Assert.False(folder.IsNew);

        await RunAsync("database", "migrate", "--sqlite", _scratch["a.db"]);
        await RunAsync(
            "keys", "new", "--participants", "3", "--sqlite", _scratch["a.db"], "--master-key-file", old);
        var database = await RunAsync(
            "keys", "rotate-master", "--sqlite", _scratch["a.db"], "--master-key-file", old, "--new-master-key-file",
            _scratch["next.key"]);
        Assert.StartsWith("6 records resealed", database.Output, Ordinal);
        Assert.Contains("restart each member", database.Error, Ordinal);
    }

    [Theory(DisplayName = "Wrong use of keys is told in one sentence")]
    [InlineData("say which keys", "keys", "list")]
    [InlineData("not both", "keys", "list", "--data", "a", "--sqlite", "b")]
    [InlineData("'a/keys.bin' is damaged: it is missing", "keys", "list", "--data", "a")]
    [InlineData("There is no database 'a'", "keys", "list", "--sqlite", "a")]
    [InlineData("'0' is no number from 1 to", "keys", "new", "--participants", "0")]
    [InlineData("--master-key-file: no file is named", "keys", "new", "--participants", "1")]
    [InlineData("KEY is missing; see por keys export --help", "keys", "export")]
    public Task Wrong_use(string sentence, params string[] args) => RefusedAsync(sentence, 2, args);

    private Node.Folders.NetworkFolder Opened() => Assert.IsType<Node.Folders.FolderOpening.Opened>(
        Node.Folders.NetworkFolder.Open(
            _scratch["net"],
            Configuration.Profiles.ProfileLoader.Load(
                "local",
                new Configuration.Schema.SettingOverride("population.nodes", "2", "test"),
                new Configuration.Schema.SettingOverride("population.participants", "8", "test")).Settings!,
            new Cryptography.SodiumCryptography(),
            new Configuration.Files.InputFiles(TestContext.Current.CancellationToken),
            DateTimeOffset.UtcNow)).Folder;

    private async Task<ToolRun> RunAsync(params string[] args)
    {
        var run = await ToolRun.Of(args);
        _said.Add(run.Output + run.Error);
        return run;
    }

    private async Task RefusedAsync(string sentence, int code, params string[] args)
    {
        var run = await RunAsync(args);
        Assert.Contains(sentence, run.Error, Ordinal);
        Assert.Equal(code, run.Code);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.Empty(run.Output);
    }
}
