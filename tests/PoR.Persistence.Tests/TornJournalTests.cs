using Microsoft.Data.Sqlite;
using PoR.Persistence.Databases;

namespace PoR.Persistence.Tests;

/// <summary>
/// F26, F47: what is left of a SQLite journal whose last writes are torn, cut, zeroed or damaged. SQLite's log has a
/// checksum for each page, so that a write is there as a whole, or not at all.
/// </summary>
public sealed class TornJournalTests(PostgreSqlServer server)
{
    private const int LimitMs = 120_000;
    private const int Events = 6;
    private const int Stride = 97;
    private const int FrameHeader = 24; // Of each page in the log.
    private const int PageBytes = 4_096;

    [Theory(
        DisplayName = "F26, F47: of a log that ends anywhere in its last two writes, whole writes are left, in order",
        Timeout = LimitMs)]
    [InlineData(nameof(Cut))]
    [InlineData(nameof(Zeroed))]
    [InlineData(nameof(Flipped))]
    public Task Some_bytes(string damage) =>
        Each(damage, static offset => offset % Stride == 0 || offset % (PageBytes + FrameHeader) < FrameHeader);

    [Fact(DisplayName = "F47: the same for every byte", Explicit = true)]
    public Task Every_byte() => Each(nameof(Cut), static _ => true);

    private async Task Each(string damage, Func<long, bool> isTried)
    {
        using var stores = new Stores("SQLite", server);
        DatabaseSchema.Migrate(stores.Database);
        await using var host = new SigningHost(stores);
        await host.Recovered();
        var (file, log) = (stores["peer.db"], stores["peer.db-wal"]);
        var ends = new List<long>();
        for (var i = 0; i < Events; i++)
        {
            await host.Sign();
            ends.Add(new FileInfo(log).Length);
        }

        var (whole, copy) = (ReadShared(log), stores["torn.db"]);
        var all = Rows(file);
        Assert.Equal(Events, all.Length);
        Assert.True(ends[^3] < ends[^2] && ends[^2] < ends[^1], "Each write makes the log longer.");
        var tried = 0;
        for (var at = ends[^3]; at < ends[^1]; at++)
        {
            if (!isTried(at - ends[^3]))
                continue;
            tried++;
            File.WriteAllBytes(copy, ReadShared(file));
            File.WriteAllBytes(copy + "-wal", damage switch
            {
                nameof(Cut) => Cut(whole, at),
                nameof(Zeroed) => Zeroed(whole, at),
                _ => Flipped(whole, at),
            });
            File.Delete(copy + "-shm");
            var left = Events - (at < ends[^2] ? 2 : 1);
            Assert.Equal(all[..left], Rows(copy));
        }

        Assert.True(tried > 100, $"Only {tried} places were tried.");
    }

    private static byte[] Cut(byte[] log, long at) => log[..(int)at];

    private static byte[] Zeroed(byte[] log, long at) => [.. log[..(int)at], .. new byte[log.Length - at]];

    private static byte[] Flipped(byte[] log, long at)
    {
        var changed = (byte[])log.Clone();
        changed[at] ^= 1;
        return changed;
    }

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Each event's number and bytes.</summary>
    private static string[] Rows(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select sequence_number, hex(message) from journal order by sequence_number";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add($"{reader.GetInt64(0)} {reader.GetString(1)}");
        return [.. rows];
    }
}
