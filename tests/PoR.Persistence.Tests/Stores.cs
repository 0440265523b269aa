using System.Data.Common;
using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using Microsoft.Data.Sqlite;
using PoR.Persistence.Databases;

namespace PoR.Persistence.Tests;

/// <summary>A database of one test, of either kind, that is gone after it.</summary>
internal sealed class Stores : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("por-store-").FullName;

    public Stores(string kind, PostgreSqlServer server)
    {
        Database = kind == "SQLite"
            ? new Database.Sqlite(Path.Combine(_folder, "peer.db"))
            : new Database.PostgreSql(server.NewDatabase());
    }

    public Database Database { get; }

    /// <summary>A path beside a SQLite database.</summary>
    public string this[string name] => Path.Combine(_folder, name);

    /// <summary>A system whose actors store in the database.</summary>
    public ActorSystem NewSystem() => ActorSystem.Create(
        "host",
        ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }")
            .WithFallback(DatabaseConfiguration.Of(Database)));

    /// <summary>Runs SQL past all that is under test.</summary>
    public void Run(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>One number.</summary>
    public long Ask(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Makes the trigger again that went with the table.</summary>
    public void RestoreOrder() => Run(Database is Database.Sqlite
        ? """
          create trigger journal_order before insert on journal when exists (select 1 from journal
            where persistence_id = new.persistence_id and sequence_number >= new.sequence_number)
          begin select raise(abort, 'journal_fence'); end
          """
        : "create trigger journal_order before insert on journal for each row execute function journal_order()");

    /// <summary>The journal again, without its unique key.</summary>
    public void DropFence()
    {
        var isSqlite = Database is Database.Sqlite;
        var (number, bytes) = isSqlite ? ("integer", "blob") : ("bigint", "bytea");
        var ordering = isSqlite
            ? "integer primary key autoincrement"
            : "bigint generated always as identity primary key";
        Run(
            $"""
            drop table journal;
            create table journal (
              ordering {ordering}, created {number} not null, deleted {(isSqlite ? "integer" : "boolean")} not null,
              persistence_id text not null, sequence_number {number} not null, message {bytes} not null,
              manifest text, identifier integer, writer_uuid text);
            """);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private DbConnection Open()
    {
        var connection = Dialect.Of(Database).Connect();
        connection.Open();
        return connection;
    }
}
