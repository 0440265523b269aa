using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Ledger.State;
using PoR.Persistence.Databases;

namespace PoR.Persistence.Views;

/// <summary>
/// Reputation as a table for queries: what a peer's ledger says of each account. It is a projection, which can be
/// made again at any time; consensus never reads it.
/// </summary>
public static class ReputationView
{
    private const string LedgerPrefix = "ledger/";
    private const string Table = "reputation_view";

    /// <summary>Brings a peer's part of the table to a state, whole or not at all.</summary>
    /// <param name="database">With this program's schema.</param>
    /// <param name="peer">Whose ledger has the state.</param>
    /// <param name="from">What the table holds of this peer; null: unknown, so that all rows are compared.</param>
    /// <param name="to">The state.</param>
    /// <returns>Why it could not; null: it is done.</returns>
    public static DatabaseFault? Write(Database database, string peer, LedgerState? from, LedgerState to)
    {
        var dialect = Dialect.Of(database);
        return DatabaseSchema.Use(dialect.ConnectLoosely, connection =>
        {
            using var transaction = connection.BeginTransaction();
            dialect.Loosen(connection);
            var (changed, gone) = from is null ? Compare(connection, peer, to) : Difference(from, to);
            foreach (var account in changed)
                Upsert(connection, peer, to.Round, account);
            foreach (var account in gone)
                Dialect.Run(
                    connection, $"delete from {Table} where peer = @peer and account = @account",
                    ("@peer", peer), ("@account", account));
            DatabaseClaim.Store(connection, PositionOf(peer), to.Round.Number.ToString(CultureInfo.InvariantCulture));
            transaction.Commit();
            return null;
        });
    }

    /// <summary>Empties the table, before it is made again.</summary>
    /// <param name="database">With this program's schema.</param>
    /// <param name="ledgers">The peers whose ledgers it holds, ascending.</param>
    /// <returns>Why it could not; null: it is done.</returns>
    public static DatabaseFault? Clear(Database database, out ImmutableArray<PublicKey> ledgers)
    {
        var found = ImmutableArray.CreateBuilder<PublicKey>();
        var fault = DatabaseSchema.Use(Dialect.Of(database), isMade: false, connection =>
        {
            using (var command = connection.CreateCommand())
            {
                command.CommandText = "select distinct persistence_id from journal "
                    + $"where persistence_id like '{LedgerPrefix}%' order by persistence_id";
                using var reader = command.ExecuteReader();
                while (reader.Read())
                    found.Add(new PublicKey(Bytes32.Parse(reader.GetString(0)[LedgerPrefix.Length..])));
            }

            Dialect.Run(connection, $"delete from {Table}");
            return null;
        });
        ledgers = found.ToImmutable();
        return fault;
    }

    /// <summary>The name among <c>cluster_facts</c> of the round that a peer's part of the table is at.</summary>
    internal static string PositionOf(string peer) => $"view/{peer}";

    /// <summary>After a switch of branch an account may be gone that was registered on the old one.</summary>
    private static (IEnumerable<Account> Changed, IEnumerable<string> Gone) Difference(
        LedgerState from, LedgerState to) =>
        (to.Accounts.Since(from.Accounts),
            from.Accounts.Since(to.Accounts).Where(account => to.FindAccount(account.PublicKey) is null)
                .Select(account => account.PublicKey.ToString()));

    private static (IEnumerable<Account> Changed, IEnumerable<string> Gone) Compare(
        DbConnection connection, string peer, LedgerState to)
    {
        var rows = new Dictionary<string, (long, long, long?)>();
        using (var command = connection.CreateCommand())
        {
            command.CommandText =
                $"select account, reputation, reviews, blacklisted_until from {Table} where peer = '{peer}'";
            using var reader = command.ExecuteReader();
            while (reader.Read())
                rows.Add(
                    reader.GetString(0),
                    (reader.GetInt64(1), reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetInt64(3)));
        }

        var changed = to.Accounts.InOrder.Where(
            account => !rows.Remove(account.PublicKey.ToString(), out var row) || row != RowOf(account)).ToList();
        return (changed, rows.Keys);
    }

    private static (long Reputation, long Reviews, long? BlacklistedUntil) RowOf(Account account) => (
        account.Reputation, account.History.Reviews,
        account.BlacklistedUntil == Round.Genesis ? null : account.BlacklistedUntil.Number);

    private static void Upsert(DbConnection connection, string peer, Round round, Account account)
    {
        var (reputation, reviews, until) = RowOf(account);
        Dialect.Run(
            connection,
            $"""
            insert into {Table} (peer, account, round, reputation, reviews, blacklisted_until)
            values (@peer, @account, @round, @reputation, @reviews, @until)
            on conflict (peer, account) do update set round = excluded.round, reputation = excluded.reputation,
              reviews = excluded.reviews, blacklisted_until = excluded.blacklisted_until
            """,
            ("@peer", peer), ("@account", account.PublicKey.ToString()), ("@round", round.Number),
            ("@reputation", reputation), ("@reviews", reviews), ("@until", until is { } last ? last : DBNull.Value));
    }
}
