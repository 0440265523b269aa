using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PoR.Persistence.Databases;

/// <summary>What became of a migration. Closed: every case is nested here.</summary>
public abstract record MigrationOutcome
{
    private MigrationOutcome()
    {
    }

    /// <summary>The database has this program's schema now.</summary>
    /// <param name="From">The version that was found; 0: there was none.</param>
    /// <param name="To">The present version.</param>
    public sealed record Done(int From, int To) : MigrationOutcome;

    /// <summary>Nothing was changed.</summary>
    /// <param name="Fault">Why.</param>
    public sealed record Refused(DatabaseFault Fault) : MigrationOutcome;
}

/// <summary>
/// The schema of a database: made and brought forward by migrations, each whole or not at all, and checked before
/// anything signs. Akka.Persistence.Sql's own tables lack the unique key, so they are never made by it.
/// </summary>
public static class DatabaseSchema
{
    private const string Prefix = "databases/";

    /// <summary>Brings a database to this program's schema; a SQLite file is made where there is none.</summary>
    public static MigrationOutcome Migrate(Database database)
    {
        var dialect = Dialect.Of(database);
        var scripts = ScriptsOf(dialect);
        MigrationOutcome? outcome = null;
        var fault = Use(dialect, isMade: true, connection =>
        {
            if (dialect.Role(connection) is { } role)
                return role;
            dialect.Prepare(connection);
            using var transaction = connection.BeginTransaction();
            dialect.Lock(connection);
            var from = VersionOf(dialect, connection);
            if (from > scripts.Length)
                return new DatabaseFault.Newer(from, scripts.Length);
            foreach (var (version, name, text) in scripts[from..])
                Apply(connection, version, name, text);
            transaction.Commit();
            outcome = new MigrationOutcome.Done(from, scripts.Length);
            return null;
        });
        return fault is null ? outcome! : new MigrationOutcome.Refused(fault);
    }

    /// <summary>
    /// Looks whether a participant may sign: this program's schema, the unique key of the journal, and durable commits.
    /// </summary>
    /// <returns>What forbids it; null: nothing.</returns>
    public static DatabaseFault? Check(Database database)
    {
        var dialect = Dialect.Of(database);
        var known = ScriptsOf(dialect).Length;
        return Use(dialect, isMade: false, connection =>
        {
            var version = VersionOf(dialect, connection);
            return version < known ? new DatabaseFault.Older(version, known)
                : version > known ? new DatabaseFault.Newer(version, known)
                : dialect.Role(connection)
                    ?? dialect.Durability(connection)
                    ?? (dialect.HasFence(connection) ? null : new DatabaseFault.NoFence());
        });
    }

    /// <summary>Whether anything has been stored; true also where the database cannot tell.</summary>
    public static bool HasEvents(Database database)
    {
        var dialect = Dialect.Of(database);
        var hasEvents = false;
        var fault = Use(dialect, isMade: false, connection =>
        {
            hasEvents = VersionOf(dialect, connection) > 0 && HasEvents(connection);
            return null;
        });
        return hasEvents || fault is not null;
    }

    /// <summary>Whether anything has been stored in a database of ours.</summary>
    internal static bool HasEvents(DbConnection connection) =>
        Dialect.Ask(connection, "select count(*) from (select 1 from journal limit 1) one") != "0";

    /// <summary>
    /// Whether a store's failure is the journal's unique key: another life of the same actor had written the event's
    /// number before.
    /// </summary>
    /// <param name="reason">As the store has told it.</param>
    public static bool IsFenceRefusal(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return reason.Contains("journal_fence", StringComparison.Ordinal)
            || reason.Contains("journal.persistence_id, journal.sequence_number", StringComparison.Ordinal);
    }

    /// <summary>Opens a connection for as long as something needs it.</summary>
    /// <returns>What <paramref name="look"/> found, or why the database cannot be used; null: nothing.</returns>
    internal static DatabaseFault? Use(Dialect dialect, bool isMade, Func<DbConnection, DatabaseFault?> look) =>
        dialect.BeforeOpening(isMade) ?? Use(dialect.Connect, look);

    /// <summary>The same, over a connection of a kind of its own.</summary>
    internal static DatabaseFault? Use(Func<DbConnection> connect, Func<DbConnection, DatabaseFault?> look)
    {
        try
        {
            using var connection = connect();
            connection.Open();
            return look(connection);
        }
        catch (Exception failure) when (IsOfDatabase(failure))
        {
            return new DatabaseFault.Unusable(failure.Message);
        }
    }

    /// <summary>
    /// What a database, its server or the way to it may throw. Of a server's name that nobody knows any more the driver
    /// says what the socket says.
    /// </summary>
    internal static bool IsOfDatabase(Exception failure) => failure is DbException or InvalidOperationException
        or ArgumentException or SocketException or TimeoutException or IOException;

    // A command belongs to the transaction that its connection is in, with either kind of database.
    private static int VersionOf(Dialect dialect, DbConnection connection) =>
        Dialect.Ask(connection, dialect.CountsVersionTables) == "0"
            ? 0
            : int.Parse(
                Dialect.Ask(connection, "select coalesce(max(version), 0) from schema_version"),
                CultureInfo.InvariantCulture);

    private static void Apply(DbConnection connection, int version, string name, string text)
    {
        using var script = connection.CreateCommand();
        script.CommandText = version == 1
            ? "create table schema_version (version integer primary key, name text not null);\n" + text
            : text;
        script.ExecuteNonQuery();
        Dialect.Run(
            connection, "insert into schema_version (version, name) values (@version, @name)",
            ("@version", version), ("@name", name));
    }

    /// <summary>By version, from 1 on without a gap: <c>NNN-name.sql</c>.</summary>
    private static ImmutableArray<(int Version, string Name, string Text)> ScriptsOf(Dialect dialect)
    {
        var assembly = typeof(DatabaseSchema).Assembly;
        var folder = $"{Prefix}{dialect.Folder}/";
        var names = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return
        [
            .. names.Select((name, index) =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
                return (index + 1, name[folder.Length..], reader.ReadToEnd());
            }),
        ];
    }
}
