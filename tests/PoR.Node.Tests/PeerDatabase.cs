using Microsoft.Data.Sqlite;
using PoR.Actors.Participants;
using PoR.Core.Agreement;
using PoR.Core.Canonical;

namespace PoR.Node.Tests;

/// <summary>What stands in a peer's file of SQLite.</summary>
internal static class PeerDatabase
{
    public static List<CertifiedBlock> BlocksOf(string file) => EventsOf<CertifiedBlock>(file, "block-certified/1");

    public static List<Ballot> BallotsOf(string file) =>
        [.. EventsOf<ParticipantEvent.BallotSigned>(file, "ballot-signed/1").Select(e => e.Vote.Ballot)];

    /// <summary>What stands in the database, read past all that is under test.</summary>
    private static List<T> EventsOf<T>(string file, string manifest)
        where T : class, ICanonical<T>
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText =
            "select message from journal where manifest = @manifest order by persistence_id, sequence_number";
        command.Parameters.AddWithValue("@manifest", manifest);
        using var rows = command.ExecuteReader();
        var events = new List<T>();
        while (rows.Read())
            events.Add(CanonicalBytes.Decode<T>((byte[])rows[0], out _)!);
        return events;
    }

    public static void Run(string file, string sql)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file}");
        connection.Open();
        return connection;
    }
}
