using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using PoR.Core.Bytes;
using PoR.Core.Identities;

namespace PoR.Persistence.Databases;

/// <summary>A peer whose links are refused until a time.</summary>
/// <param name="Peer">Its identity.</param>
/// <param name="Until">When the ban ends, to the millisecond; it stays stored, so that the next one is longer.</param>
/// <param name="Times">Which ban of this peer it is, 1 and up.</param>
/// <param name="Reason">What the peer has done last. One sentence.</param>
public sealed record PeerBan(PublicKey Peer, DateTimeOffset Until, int Times, string Reason);

/// <summary>Bans of peers, kept in a peer's database so that a restart does not lift them.</summary>
public static class PeerBans
{
    /// <summary>All that are stored, also those that have ended.</summary>
    /// <param name="database">With this program's schema.</param>
    /// <param name="bans">By identity, ascending; none where there is a fault.</param>
    /// <returns>Why the database cannot be used; null: it can.</returns>
    public static DatabaseFault? Load(Database database, out ImmutableArray<PeerBan> bans)
    {
        var found = ImmutableArray.CreateBuilder<PeerBan>();
        var fault = DatabaseSchema.Use(Dialect.Of(database), isMade: false, connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "select peer, until_ms, times, reason from peer_ban order by peer";
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                if (Read(rows) is not { } ban)
                    return new DatabaseFault.Unusable("a row of the table peer_ban is damaged");
                found.Add(ban);
            }

            return null;
        });
        bans = fault is null ? found.ToImmutable() : [];
        return fault;
    }

    /// <summary>Stores a ban, instead of an earlier one of the peer.</summary>
    /// <returns>Why it is not stored; null: it is.</returns>
    public static DatabaseFault? Store(Database database, PeerBan ban) => Change(
        database,
        "insert into peer_ban (peer, until_ms, times, reason) values (@peer, @until, @times, @reason) "
        + "on conflict (peer) do update set until_ms = excluded.until_ms, times = excluded.times, "
        + "reason = excluded.reason",
        ban.Peer,
        out _,
        ("@until", ban.Until.ToUnixTimeMilliseconds()),
        ("@times", ban.Times),
        ("@reason", ban.Reason));

    /// <summary>Forgets a peer's bans.</summary>
    /// <param name="database">With this program's schema.</param>
    /// <param name="peer">Its identity.</param>
    /// <param name="isLifted">Whether there was one.</param>
    /// <returns>Why the database cannot be used; null: it can.</returns>
    public static DatabaseFault? Lift(Database database, PublicKey peer, out bool isLifted)
    {
        var fault = Change(database, "delete from peer_ban where peer = @peer", peer, out var rows);
        isLifted = rows > 0;
        return fault;
    }

    /// <returns>Null: the row is not as <see cref="Store"/> writes it.</returns>
    private static PeerBan? Read(DbDataReader row)
    {
        try
        {
            return new PeerBan(
                new PublicKey(Bytes32.Parse(row.GetString(0))),
                DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(row[1], CultureInfo.InvariantCulture)),
                Convert.ToInt32(row[2], CultureInfo.InvariantCulture),
                row.GetString(3));
        }
        catch (Exception damage) when (
            damage is FormatException or OverflowException or ArgumentOutOfRangeException or InvalidCastException)
        {
            return null;
        }
    }

    private static DatabaseFault? Change(
        Database database, string sql, PublicKey peer, out int rows, params (string Name, object Value)[] values)
    {
        var changed = 0;
        var fault = DatabaseSchema.Use(Dialect.Of(database), isMade: false, connection =>
        {
            changed = Dialect.Run(connection, sql, [("@peer", peer.ToString()), .. values]);
            return null;
        });
        rows = changed;
        return fault;
    }
}
