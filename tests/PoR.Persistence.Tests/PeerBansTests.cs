using System.Collections.Immutable;
using PoR.Core.Tests;
using PoR.Persistence.Databases;

namespace PoR.Persistence.Tests;

/// <summary>Bans outlast a process, in either kind of database.</summary>
public sealed class PeerBansTests(PostgreSqlServer server)
{
    private static readonly DateTimeOffset s_until = new(2026, 11, 27, 10, 0, 0, 123, TimeSpan.Zero);

    public static TheoryData<string> Kinds => DatabaseSchemaTests.Kinds;

    [Theory(DisplayName = "A ban is stored, replaced by a later one, read in order, and lifted")]
    [MemberData(nameof(Kinds))]
    public void Bans_are_kept(string kind)
    {
        using var stores = new Stores(kind, server);
        DatabaseSchema.Migrate(stores.Database);
        var (later, other) = (
            new PeerBan(Samples.Key(9), s_until.AddHours(1), 2, "It's \"twice\"."),
            new PeerBan(Samples.Key(3), s_until, 1, "Once."));
        Assert.Null(PeerBans.Store(stores.Database, later with { Until = s_until, Times = 1, Reason = "x" }));
        Assert.Null(PeerBans.Store(stores.Database, later));
        Assert.Null(PeerBans.Store(stores.Database, other));

        Assert.Equal([other, later], Load(stores));
        Assert.Null(PeerBans.Lift(stores.Database, other.Peer, out var isLifted));
        Assert.True(isLifted);
        Assert.Null(PeerBans.Lift(stores.Database, other.Peer, out isLifted));
        Assert.False(isLifted);
        Assert.Equal([later], Load(stores));
    }

    [Theory(DisplayName = "A damaged row is a fault, and so is a database without the table")]
    [MemberData(nameof(Kinds))]
    public void Damage_is_told(string kind)
    {
        using var stores = new Stores(kind, server);
        stores.Run("create table mine (a integer)");
        Assert.IsType<DatabaseFault.Unusable>(PeerBans.Load(stores.Database, out var none));
        Assert.Empty(none);
        Assert.IsType<DatabaseFault.Unusable>(
            PeerBans.Store(stores.Database, new PeerBan(Samples.Key(1), s_until, 1, "x")));
        DatabaseSchema.Migrate(stores.Database);
        stores.Run("insert into peer_ban (peer, until_ms, times, reason) values ('me', 1, 1, 'x')");
        Assert.Equal(
            new DatabaseFault.Unusable("a row of the table peer_ban is damaged"),
            PeerBans.Load(stores.Database, out none));
        Assert.Empty(none);
    }

    private static ImmutableArray<PeerBan> Load(Stores stores)
    {
        Assert.Null(PeerBans.Load(stores.Database, out var bans));
        return bans;
    }
}
