using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Persistence.Databases;
using static System.StringComparison;

namespace PoR.Tool.Tests;

/// <summary><c>por database</c>.</summary>
public sealed class DatabaseTests
{
    [Fact(DisplayName = "A SQLite database is made, checked, and found to be made")]
    public async Task Migrate_and_check()
    {
        using var scratch = new Scratch();
        var file = scratch["peer.db"];
        var before = await ToolRun.Of("database", "check", "--sqlite", file);
        Assert.Equal(1, before.Code);
        Assert.Equal($"por: There is no database '{file}'; por database migrate makes it.\n", before.Error);
        Assert.False(File.Exists(file));

        var made = await ToolRun.Of("database", "migrate", "--sqlite", file);
        Assert.Equal((0, ""), (made.Code, made.Error));
        Assert.Matches("^The database has schema [0-9]+ now.\n$", made.Output);
        var again = await ToolRun.Of("database", "migrate", "--sqlite", file);
        Assert.Equal((0, made.Output.Replace("now", "already", Ordinal)), (again.Code, again.Output));
        var check = await ToolRun.Of("database", "check", "--sqlite", file);
        Assert.Equal(0, check.Code);
        Assert.StartsWith("Participants may sign:", check.Output, Ordinal);
    }

    [Fact(DisplayName = "A copy that was put back is acknowledged with a round or without, never with a lower one")]
    public async Task Acknowledge()
    {
        using var scratch = new Scratch();
        string[] named = ["--sqlite", scratch["peer.db"]];
        await ToolRun.Of(["database", "migrate", .. named]);
        var unclaimed = await ToolRun.Of(["signing", "acknowledge", .. named]);
        Assert.Equal(
            (1, "por: Nobody has signed with the database yet, so that there is nothing to acknowledge.\n"),
            (unclaimed.Code, unclaimed.Error));
        var owner = new DatabaseOwner(new NetworkId(default), "me");
        Assert.Null(DatabaseClaim.Make(new Database.Sqlite(scratch["peer.db"]), owner, isNew: true));

        foreach (var (until, code, said) in new (string[], int, string)[]
                 {
                     (["0"], 0, "Acknowledged: participants sign in every round.\n"),
                     (["12"], 0, "Acknowledged: participants keep silent up to round 12, as was acknowledged.\n"),
                     (["7"], 0, "Acknowledged: participants keep silent up to round 12, as was acknowledged.\n"),
                     ([], 0, "Acknowledged: participants keep silent until a block is certified that was begun after"),
                     (["-1"], 2, "por: --silent-until-round: '-1' is no round; 0 or more is right.\n"),
                 })
        {
            var run = await ToolRun.Of(
                ["signing", "acknowledge", .. named, .. until.Select(round => $"--silent-until-round={round}")]);
            Assert.Equal(code, run.Code);
            Assert.StartsWith(said, run.Output + run.Error, Ordinal);
        }
    }

    [Fact(
        DisplayName = "A new database is claimed for one operator and network, and never for others", Timeout = 60_000)]
    public async Task Claim()
    {
        using var scratch = new Scratch();
        var file = scratch["peer.db"];
        string[] Claiming(string genesis, string name) =>
            ["database", "claim", "--sqlite", file, "--genesis", genesis, "--operator", name];
        var network = await GenesisAsync("genesis.bin");
        var genesis = scratch["genesis.bin"];
        var early = await ToolRun.Of(Claiming(genesis, "acme"));
        Assert.Equal(
            (1, $"por: There is no database '{file}'; por database migrate makes it.\n"), (early.Code, early.Error));
        await ToolRun.Of("database", "migrate", "--sqlite", file);

        foreach (var _ in new[] { "first", "again" })
        {
            var claim = await ToolRun.Of(Claiming(genesis, "acme"));
            Assert.Equal(
                (0, $"The database is that of acme in the network {network}.\n", ""),
                (claim.Code, claim.Output, claim.Error));
        }

        var owner = new DatabaseOwner(new NetworkId(Bytes32.Parse(network)), "acme");
        Assert.Null(DatabaseClaim.Make(new Database.Sqlite(file), owner, isNew: false));
        var other = await ToolRun.Of(Claiming(genesis, "rival"));
        Assert.Equal(1, other.Code);
        Assert.StartsWith("por: The database belongs to the operator acme, and this is rival:", other.Error, Ordinal);

        // Once somebody has signed, it is no other network's either.
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            using var sign = new SqliteCommand(
                """
                insert into journal (created, deleted, persistence_id, sequence_number, message)
                values (0, 0, 'participant/x', 1, x'00')
                """,
                connection);
            sign.ExecuteNonQuery();
        }

        var second = await GenesisAsync("other.bin");
        Assert.NotEqual(network, second);
        var late = await ToolRun.Of(Claiming(scratch["other.bin"], "acme"));
        Assert.Equal(1, late.Code);
        Assert.StartsWith($"por: The database holds the network {network}, and this is", late.Error, Ordinal);

        async Task<string> GenesisAsync(string name)
        {
            var keys = Enumerable.Range(0, 60).Select(i =>
                Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{name} {i}"))));
            var accounts = scratch.File(
                "accounts.txt", string.Concat(keys.Chunk(3).Select(three => string.Join(' ', three) + "\n")));
            var made = await ToolRun.Of(
                "genesis", "new", "--profile", "unit", "--accounts", accounts, "--out", scratch[name]);
            Assert.Equal("", made.Error);
            return made.Lines[0];
        }
    }

    [Theory(DisplayName = "A claim that lacks something is told what")]
    [InlineData("--genesis: no file is named", "--operator", "acme")]
    [InlineData("--operator: a name of 1 to 128 bytes is right", "--genesis", "genesis.bin")]
    [InlineData("'genesis.bin' cannot be used", "--genesis", "genesis.bin", "--operator", "acme")]
    [InlineData("is no genesis document", "--genesis", "README", "--operator", "acme")]
    public async Task Wrong_claims(string sentence, params string[] args)
    {
        using var scratch = new Scratch();
        var readme = scratch.File("README", "A genesis is no text.");
        var run = await ToolRun.Of(
            [
                "database", "claim", "--sqlite", scratch["peer.db"],
                .. args.Select(arg => arg == "README" ? readme : arg),
            ]);

        Assert.Equal(2, run.Code);
        Assert.Contains(sentence, run.Error, Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact(DisplayName = "Wrong use is told in one sentence, and never with a password")]
    public async Task Wrong_use()
    {
        using var scratch = new Scratch();
        var empty = scratch.File("empty.txt", "\n");
        var server = scratch.Secret("pg.txt", "Host=127.0.0.1;Port=1;Username=a;Password=hushhush;Timeout=5\n");
        var open = scratch.File("open.txt", "Host=127.0.0.1;Username=a;Password=hushhush\n");
        foreach (var (args, code, sentence) in new (string[], int, string)[]
                 {
                     (["migrate"], 2, "say which database: --sqlite FILE, or --postgresql FILE"),
                     (["check", "--sqlite", "a", "--postgresql", "b"], 2, "say which database"),
                     (["check", "--postgresql", scratch["none.txt"]], 2, "cannot be read"),
                     (["check", "--postgresql", empty], 2, "holds no connection string: one line is right."),
                     (["check", "--postgresql", open], 2, "holds a secret and has the mode"),
                     (["check", "--postgresql", server], 1, "The database cannot be used: "),
                     (["migrate", "--sqlite", scratch["no/such/folder/peer.db"]], 1, "The database cannot be used: "),
                     (["check", "--sqlite", server], 1, "not a database"),
                     (["rebuild-view", "--sqlite", empty], 2, "say which network: --genesis FILE"),
                     (["rebuild-view", "--sqlite", empty, "--genesis", scratch["no"]], 2, "There is no such file"),
                     (["rebuild-view", "--sqlite", empty, "--genesis", server], 2, "is no genesis document"),
                 })
        {
            var run = await ToolRun.Of(["database", .. args]);
            Assert.Equal(code, run.Code);
            Assert.Contains(sentence, run.Error, Ordinal);
            Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
            Assert.DoesNotContain("hushhush", run.Error, Ordinal);
        }
    }
}
