using System.Data.Common;
using PoR.Core.Identities;

namespace PoR.Persistence.Databases;

/// <summary>Whose events a database holds.</summary>
/// <param name="Network">The network.</param>
/// <param name="Operator">
/// Who has the participants' keys: a name that no other operator of the network has, and that never changes.
/// </param>
public sealed record DatabaseOwner(NetworkId Network, string Operator);

/// <summary>
/// A database is one owner's: it takes the first that claims it, and refuses every other. All participants of an
/// operator sign with one database, or else one that moved would not know what it has signed.
/// </summary>
public static class DatabaseClaim
{
    /// <summary>The server's history, as <see cref="SigningGuard"/> compares it.</summary>
    internal const string History = "history";

    private const string Network = "network";
    private const string Operator = "operator";

    /// <summary>Claims a database, or finds that it is the owner's.</summary>
    /// <param name="database">With this program's schema.</param>
    /// <param name="owner">Whose events it is to hold.</param>
    /// <param name="isNew">
    /// Whether nobody of the owner has ever signed. Otherwise a database that nobody has claimed is not the one that
    /// the owner has signed with. A claim without events gives way to a new owner: its start had failed half way.
    /// </param>
    /// <returns>What forbids it; null: nothing.</returns>
    public static DatabaseFault? Make(Database database, DatabaseOwner owner, bool isNew)
    {
        var dialect = Dialect.Of(database);
        var network = owner.Network.ToString();
        return DatabaseSchema.Use(dialect, isMade: false, connection =>
        {
            using var transaction = connection.BeginTransaction();
            dialect.Lock(connection);
            var stored = Fact(connection, Network);
            if (stored != network)
            {
                if (!isNew)
                    return stored is null
                        ? new DatabaseFault.NeverClaimed(owner.Network)
                        : new DatabaseFault.AnotherNetwork(stored, owner.Network);
                if (DatabaseSchema.HasEvents(connection))
                    return new DatabaseFault.AnotherNetwork(stored ?? "unknown", owner.Network);
                Dialect.Run(connection, "delete from cluster_facts");
                Dialect.Run(connection, "delete from signing_guard");
                Store(connection, Network, network);
            }

            // A database of an older program has no other fact yet.
            if (Fact(connection, Operator) is null)
                Store(connection, Operator, owner.Operator);
            if (Fact(connection, History) is null)
                Store(connection, History, dialect.HistoryOf(connection));
            transaction.Commit();
            return Fact(connection, Operator) is var holder && holder == owner.Operator
                ? null
                : new DatabaseFault.AnotherOperator(holder!, owner.Operator);
        });
    }

    /// <summary>Something that all members must be told alike: the first says it for the others.</summary>
    /// <returns>What the others were told; null: the same.</returns>
    public static DatabaseFault? Agree(Database database, string name, string value)
    {
        var dialect = Dialect.Of(database);
        return DatabaseSchema.Use(dialect, isMade: false, connection =>
        {
            using var transaction = connection.BeginTransaction();
            dialect.Lock(connection);
            var stored = Fact(connection, name);
            if (stored is null)
                Store(connection, name, value);
            transaction.Commit();
            return stored is null || stored == value ? null : new DatabaseFault.OtherFact(name, stored, value);
        });
    }

    /// <summary>Whether anybody has claimed it.</summary>
    internal static bool IsMade(DbConnection connection) => Fact(connection, Network) is not null;

    /// <summary>A fact that is stored; null: none.</summary>
    internal static string? Fact(DbConnection connection, string name) =>
        Dialect.Ask(connection, $"select value from cluster_facts where name = '{name}'") is { Length: > 0 } value
            ? value
            : null;

    /// <summary>Stores a fact in place of what it was.</summary>
    internal static void Store(DbConnection connection, string name, string value) => Dialect.Run(
        connection,
        """
        insert into cluster_facts (name, value) values (@name, @value)
        on conflict (name) do update set value = excluded.value
        """,
        ("@name", name), ("@value", value));
}
