using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace PoR.Persistence.Databases;

/// <summary>What differs between the two kinds of database.</summary>
internal abstract class Dialect
{
    /// <summary>Folder of the migrations among the embedded files.</summary>
    public abstract string Folder { get; }

    /// <summary>As Akka.Persistence.Sql names it.</summary>
    public abstract string ProviderName { get; }

    /// <summary>What Akka.Persistence.Sql connects with.</summary>
    public abstract string ConnectionString { get; }

    /// <summary>Counts the tables named schema_version.</summary>
    public abstract string CountsVersionTables { get; }

    /// <summary>The dialect of a database.</summary>
    public static Dialect Of(Database database) => database switch
    {
        Database.Sqlite sqlite => new SqliteDialect(sqlite.File),
        Database.PostgreSql server => new PostgreSqlDialect(server.ConnectionString),
        _ => throw new UnreachableException($"No dialect for {database}."),
    };

    /// <summary>What is wrong before a connection is tried.</summary>
    /// <param name="isMade">Whether a database that is missing will be made.</param>
    public abstract DatabaseFault? BeforeOpening(bool isMade);

    /// <summary>A connection that is not open yet.</summary>
    public abstract DbConnection Connect();

    /// <summary>A connection for what can be made again; nothing else may ever write over it.</summary>
    public abstract DbConnection ConnectLoosely();

    /// <summary>What is written in this transaction need not outlast a crash, so nobody waits for the disk.</summary>
    /// <param name="connection">Of <see cref="ConnectLoosely"/>, in its transaction.</param>
    public abstract void Loosen(DbConnection connection);

    /// <summary>Prepares a database for its first schema.</summary>
    public abstract void Prepare(DbConnection connection);

    /// <summary>Only one migration, claim or acknowledgement goes on at a time; others wait for it.</summary>
    /// <param name="connection">In a transaction, with which the lock ends.</param>
    public abstract void Lock(DbConnection connection);

    /// <summary>Whether it may be written to.</summary>
    public abstract DatabaseFault? Role(DbConnection connection);

    /// <summary>
    /// Which history of which server this is; another one after a promotion, a restored point in time, or a move.
    /// </summary>
    public abstract string HistoryOf(DbConnection connection);

    /// <summary>Whether it keeps what it has confirmed.</summary>
    public abstract DatabaseFault? Durability(DbConnection connection);

    /// <summary>
    /// Whether the journal refuses a second event of one number, and one below the highest, of which the row may have
    /// been deleted (the catalogue says so).
    /// </summary>
    public abstract bool HasFence(DbConnection connection);

    /// <summary>One value, as text.</summary>
    public static string Ask(DbConnection connection, string question)
    {
        using var command = connection.CreateCommand();
        command.CommandText = question;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }

    /// <summary>A statement.</summary>
    /// <returns>How many rows it has changed.</returns>
    public static int Run(DbConnection connection, string statement, params (string Name, object Value)[] values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command.ExecuteNonQuery();
    }

    private sealed class SqliteDialect(string file) : Dialect
    {
        public override string Folder => "sqlite";

        public override string ProviderName => "SQLite.MS";

        public override string ConnectionString { get; } =
            new SqliteConnectionStringBuilder { DataSource = file }.ToString();

        public override string CountsVersionTables =>
            "select count(*) from sqlite_master where type = 'table' and name = 'schema_version'";

        public override DatabaseFault? BeforeOpening(bool isMade) =>
            isMade || File.Exists(file) ? null : new DatabaseFault.Missing(file);

        public override DbConnection Connect() => new SqliteConnection(ConnectionString);

        // A connection keeps its setting, so it must never come back from the pool of those that write votes.
        public override DbConnection ConnectLoosely()
        {
            var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder(ConnectionString) { Pooling = false }.ToString());
            connection.StateChange += (_, change) =>
            {
                if (change.CurrentState == System.Data.ConnectionState.Open)
                    Ask(connection, "pragma synchronous = normal");
            };
            return connection;
        }

        public override void Loosen(DbConnection connection)
        {
            // It cannot be said inside a transaction.
        }

        // Readers do not wait for writers then; the file remembers it.
        public override void Prepare(DbConnection connection) => Ask(connection, "pragma journal_mode = wal");

        public override void Lock(DbConnection connection)
        {
            // A transaction that writes holds the file from its beginning.
        }

        public override DatabaseFault? Role(DbConnection connection) => null;

        // A file does not know which copy it is.
        public override string HistoryOf(DbConnection connection) => "file";

        public override DatabaseFault? Durability(DbConnection connection)
        {
            var mode = Ask(connection, "pragma journal_mode");
            if (mode != "wal")
                return new DatabaseFault.NotDurable("journal_mode", mode, "wal");
            var synchronous = Ask(connection, "pragma synchronous");
            return synchronous is "2" or "3"
                ? null
                : new DatabaseFault.NotDurable("synchronous", synchronous, "2 (full)");
        }

        public override bool HasFence(DbConnection connection) => Ask(
            connection,
            """
            select count(*) from pragma_index_list('journal') as key
            where key."unique" = 1 and key.partial = 0
              and (select group_concat(name) from (select name from pragma_index_info(key.name) order by name))
                = 'persistence_id,sequence_number'
              and exists (select 1 from sqlite_master where type = 'trigger' and name = 'journal_order')
            """) != "0";
    }

    private sealed class PostgreSqlDialect(string connectionString) : Dialect
    {
        // Any constant: who changes a schema or its facts takes it, and nobody else knows it.
        private const long ChangeLock = 0x506F_5264_6231;

        // Peers write three batches at a time each, and the server has a hundred connections by default.
        private const int PoolSize = 15;

        public override string Folder => "postgresql";

        public override string ProviderName => "PostgreSQL.15";

        // All peers of a process share one pool.
        public override string ConnectionString
        {
            get
            {
                var builder = new NpgsqlConnectionStringBuilder(connectionString);
                if (!builder.ShouldSerialize("Maximum Pool Size"))
                    builder.MaxPoolSize = PoolSize;
                return builder.ToString();
            }
        }

        public override string CountsVersionTables =>
            "select count(*) from pg_class where oid = to_regclass('schema_version')";

        public override DatabaseFault? BeforeOpening(bool isMade) => null;

        public override DbConnection Connect() => new NpgsqlConnection(connectionString);

        public override DbConnection ConnectLoosely() => Connect();

        public override void Loosen(DbConnection connection) => Ask(connection, "set local synchronous_commit = off");

        public override void Prepare(DbConnection connection)
        {
            // The server's settings are the operator's.
        }

        public override void Lock(DbConnection connection) =>
            Ask(connection, $"select pg_advisory_xact_lock({ChangeLock})::text");

        public override DatabaseFault? Role(DbConnection connection) =>
            Ask(connection, "select pg_is_in_recovery()::text") == "true" ? new DatabaseFault.Replica() : null;

        public override string HistoryOf(DbConnection connection) => Ask(
            connection,
            // The timeline of the control file follows a promotion only with the next checkpoint.
            "select system_identifier || '/' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) "
            + "from pg_control_system()");

        public override DatabaseFault? Durability(DbConnection connection)
        {
            foreach (var (setting, right) in new[]
                     {
                         ("fsync", "on"), ("full_page_writes", "on"), ("synchronous_commit", "on"),
                     })
            {
                var value = Ask(connection, $"show {setting}");
                if (value != right && (setting, value) is not ("synchronous_commit", "remote_apply"))
                    return new DatabaseFault.NotDurable(setting, value, right);
            }

            var kind = Ask(
                connection, "select relpersistence::text from pg_class where oid = to_regclass('journal')");
            return kind == "p" ? null : new DatabaseFault.NotDurable("table journal", "unlogged", "a logged table");
        }

        public override bool HasFence(DbConnection connection) => Ask(
            connection,
            """
            select (exists (select 1 from pg_trigger t where t.tgrelid = to_regclass('journal')
                and t.tgname = 'journal_order' and t.tgenabled in ('O', 'A'))
              and exists (select 1 from pg_index x where x.indrelid = to_regclass('journal')
              and x.indisunique and x.indisvalid and x.indisready and x.indimmediate
              and x.indpred is null and x.indexprs is null and x.indnkeyatts = 2
              and (select array_agg(a.attname::text order by a.attname) from pg_attribute a
                   where a.attrelid = x.indrelid and a.attnum = any (x.indkey::int2[]))
                  = array['persistence_id', 'sequence_number']))::text
            """) == "true";
    }
}
