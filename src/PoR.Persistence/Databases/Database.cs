namespace PoR.Persistence.Databases;

/// <summary>Where a peer keeps its events and snapshots. Closed: every case is nested here.</summary>
public abstract record Database
{
    private Database()
    {
    }

    /// <summary>A file of one process.</summary>
    /// <param name="File">Its path; <c>por database migrate</c> makes it.</param>
    public sealed record Sqlite(string File) : Database;

    /// <summary>A server, version 15 or newer, that all members of one operator share.</summary>
    /// <param name="ConnectionString">As Npgsql takes it; it may hold a password, so it is never shown.</param>
    public sealed record PostgreSql(string ConnectionString) : Database
    {
        /// <inheritdoc/>
        public override string ToString() => "PostgreSQL";
    }
}
