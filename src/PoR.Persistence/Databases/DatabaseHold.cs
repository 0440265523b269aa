using Npgsql;

namespace PoR.Persistence.Databases;

/// <summary>
/// Keeps a second process off a server's database, as an exclusive file does for SQLite; members of a cluster share
/// theirs, and keep others off. It is a courtesy, since a lost connection gives the database up: what keeps two
/// processes from both signing is the journal's unique key.
/// </summary>
public sealed class DatabaseHold : IDisposable
{
    // Any constant: whoever runs peers takes it, and nobody else knows it.
    private const long HoldLock = 0x506F_5264_6232;

    private readonly Lock _oneAtATime = new();
    private readonly string _connectionString;
    private readonly string _kind;
    private NpgsqlConnection? _connection;

    /// <summary>A hold that <see cref="Keep"/> takes.</summary>
    /// <param name="database">Of which server.</param>
    /// <param name="isShared">Whether others may hold it, too, who also share it.</param>
    public DatabaseHold(Database.PostgreSql database, bool isShared = false)
    {
        ArgumentNullException.ThrowIfNull(database);
        (_connectionString, _kind) = (database.ConnectionString, isShared ? "_shared" : "");
    }

    /// <summary>Takes the database; also again, after a lost connection.</summary>
    /// <returns>Why it is not held; null: it is.</returns>
    public DatabaseFault? Keep()
    {
        lock (_oneAtATime)
        {
            if (IsHeld())
                return null;
            Release();
            try
            {
                return Take();
            }
            catch (Exception failure) when (DatabaseSchema.IsOfDatabase(failure))
            {
                Release();
                return new DatabaseFault.Unusable(failure.Message);
            }
        }
    }

    /// <summary>Gives the database up, so that the next process has it at once.</summary>
    public void Dispose()
    {
        lock (_oneAtATime)
        {
            // By itself the server notices a closed connection a moment later.
            Answers($"select pg_advisory_unlock{_kind}({HoldLock})::text");
            Release();
        }
    }

    private bool IsHeld() => Answers("select 1");

    private bool Answers(string question)
    {
        try
        {
            return _connection is not null && Dialect.Ask(_connection, question).Length > 0;
        }
        catch (Exception failure) when (DatabaseSchema.IsOfDatabase(failure))
        {
            // The connection was lost, and the hold with it.
            return false;
        }
    }

    private void Release()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private DatabaseFault.InUse? Take()
    {
        // A pool would keep the connection, and the hold with it, after its end.
        _connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false }.ToString());
        _connection.Open();
        if (Dialect.Ask(_connection, $"select pg_try_advisory_lock{_kind}({HoldLock})::text") == "true")
            return null;
        Release();
        return new DatabaseFault.InUse();
    }
}
