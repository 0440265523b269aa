using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Persistence.Databases;
using static System.StringComparison;

namespace PoR.Tool.Tests;

/// <summary><c>por peers</c>.</summary>
public sealed class PeersTests
{
    private static readonly PublicKey s_peer = new(new Bytes32([.. Enumerable.Repeat((byte)0xab, 32)]));

    [Fact(DisplayName = "Bans are listed and lifted, in one database or in all of a network's folder")]
    public async Task Bans()
    {
        using var scratch = new Scratch();
        var files = new[] { scratch["peer-1.db"], scratch["peer-2.db"] };
        foreach (var file in files)
        {
            Assert.IsType<MigrationOutcome.Done>(DatabaseSchema.Migrate(new Database.Sqlite(file)));
            Assert.Null(PeerBans.Store(new Database.Sqlite(file), new PeerBan(
                s_peer, new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero), 3, "It has sent garbage.")));
        }

        var line = $"{s_peer} banned until 2999-01-01 00:00:00Z (3.): It has sent garbage.\n";
        Assert.Equal((0, $"peer-1: {line}peer-2: {line}"), await OfAsync("list", "--data", scratch[""]));
        Assert.Equal(
            (0, "The ban is lifted (1 database).\n"), await OfAsync("unban", $"{s_peer}", "--sqlite", files[0]));
        Assert.Equal((0, "Nobody is banned.\n"), await OfAsync("list", "--sqlite", files[0]));
        Assert.Equal((0, line), await OfAsync("list", "--sqlite", files[1]));
        Assert.Equal(
            (0, "The ban is lifted (1 database).\n"), await OfAsync("unban", $"{s_peer}", "--data", scratch[""]));
        Assert.Equal((0, "The peer was not banned.\n"), await OfAsync("unban", $"{s_peer}", "--data", scratch[""]));
    }

    [Fact(DisplayName = "Wrong use is told in one sentence")]
    public async Task Wrong_use()
    {
        using var scratch = new Scratch();
        foreach (var (args, code, sentence) in new (string[], int, string)[]
                 {
                     (["list"], 2, "say which database"),
                     (["list", "--data", scratch["none"]], 2, "there are no peers in"),
                     (["list", "--data", scratch[""], "--sqlite", "a"], 2, "no other is named beside it"),
                     (["list", "--sqlite", scratch["none.db"]], 1, "There is no database"),
                     (["list", "--sqlite", scratch["none.db"], "--port", "1"], 2, "no network tells its status at 1"),
                     (["unban", "abc", "--data", scratch[""]], 2, "'abc' is no identity"),
                     (["unban", s_peer.ToString()], 2, "say which database"),
                 })
        {
            var run = await ToolRun.Of(["peers", .. args]);
            Assert.Equal(code, run.Code);
            Assert.Contains(sentence, run.Error, Ordinal);
            Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        }
    }

    private static async Task<(int Code, string Output)> OfAsync(params string[] args)
    {
        var run = await ToolRun.Of(["peers", .. args]);
        return (run.Code, run.Output);
    }
}
