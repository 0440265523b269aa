using Npgsql;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Tests;
using PoR.Persistence.Databases;

namespace PoR.Persistence.Tests;

/// <summary>What a restored database says of itself, and what an operator says of it.</summary>
public sealed class SigningGuardTests(PostgreSqlServer server)
{
    private static readonly DatabaseOwner s_owner = new(new NetworkId(Samples.Fixed(1)), "me");

    public static TheoryData<string> Kinds => ["SQLite", "PostgreSQL"];

    [Theory(DisplayName = "Silence lasts up to the highest round that was acknowledged; an open one is resolved once")]
    [MemberData(nameof(Kinds))]
    public void Rounds_are_acknowledged(string kind)
    {
        using var stores = Claimed(kind);
        Assert.Equal(After(0), SigningGuard.Read(stores.Database));
        Assert.Null(SigningGuard.Read(stores.Database).Reason);
        Assert.Equal(After(0), SigningGuard.Resolve(stores.Database, new Round(5)));

        Assert.Null(SigningGuard.Acknowledge(stores.Database, new Round(12)));
        Assert.Null(SigningGuard.Acknowledge(stores.Database, new Round(7)));
        Assert.Equal(After(12), SigningGuard.Read(stores.Database));
        Assert.Equal(After(12), SigningGuard.Resolve(stores.Database, new Round(20)));

        Assert.Null(SigningGuard.Acknowledge(stores.Database, until: null));
        Assert.Equal(new SigningStanding.Unresolved(), SigningGuard.Read(stores.Database));
        Assert.Equal(After(30), SigningGuard.Resolve(stores.Database, new Round(30)));
        Assert.Equal(After(30), SigningGuard.Resolve(stores.Database, new Round(40)));
    }

    [Theory(DisplayName = "Another history of the server, or another server, forbids signing until it is acknowledged")]
    [InlineData("system_identifier")]
    [InlineData("timeline_id")]
    public void Histories_are_compared(string changed)
    {
        using var stores = Claimed("PostgreSQL");
        stores.Run(
            "update cluster_facts set value = " + (changed == "timeline_id"
                ? "split_part(value, '/', 1) || '/7'"
                : "'1/' || split_part(value, '/', 2)")
            + " where name = 'history'");
        var moved = Assert.IsType<SigningStanding.Moved>(SigningGuard.Read(stores.Database));
        Assert.Contains(moved.Stored, moved.Reason, StringComparison.Ordinal);
        Assert.Contains(moved.Present, moved.Reason, StringComparison.Ordinal);
        Assert.Equal(moved, SigningGuard.Resolve(stores.Database, new Round(9)));

        // A claim changes nothing: whoever restarts has not acknowledged.
        Assert.Null(DatabaseClaim.Make(stores.Database, s_owner, isNew: false));
        Assert.Equal(moved, SigningGuard.Read(stores.Database));
        Assert.Null(SigningGuard.Acknowledge(stores.Database, new Round(3)));
        Assert.Equal(After(3), SigningGuard.Read(stores.Database));
    }

    [Fact(DisplayName = "Schema, claim, hold and guard need no superuser, only the owner of the database")]
    public void An_ordinary_role_is_enough()
    {
        using var stores = new Stores("PostgreSQL", server);
        var builder = new NpgsqlConnectionStringBuilder(((Database.PostgreSql)stores.Database).ConnectionString);
        var role = $"plain_{builder.Database}";
        stores.Run($"create role {role} login password 'x'; alter database {builder.Database} owner to {role}");
        (builder.Username, builder.Password) = (role, "x");
        var plain = new Database.PostgreSql(builder.ToString());

        Assert.IsType<MigrationOutcome.Done>(DatabaseSchema.Migrate(plain));
        Assert.Null(DatabaseSchema.Check(plain));
        Assert.Null(DatabaseClaim.Make(plain, s_owner, isNew: true));
        Assert.Equal(After(0), SigningGuard.Read(plain));
        Assert.Null(SigningGuard.Acknowledge(plain, new Round(2)));
        using var hold = new DatabaseHold(plain);
        Assert.Null(hold.Keep());
        NpgsqlConnection.ClearAllPools();
        hold.Dispose();
        stores.Run($"reassign owned by {role} to por; drop owned by {role}; drop role {role}");
    }

    [Fact(DisplayName = "A server whose name nobody knows, or that does not listen, is a fault and no mistake of ours")]
    public void A_lost_name_is_told()
    {
        foreach (var host in new[] { "no-such-host.invalid", "127.0.0.1" })
        {
            var database = new Database.PostgreSql($"Host={host};Port=1;Username=por;Password=x;Timeout=5");
            Assert.IsType<DatabaseFault.Unusable>(DatabaseSchema.Check(database));
            using var hold = new DatabaseHold(database);
            Assert.IsType<DatabaseFault.Unusable>(hold.Keep());
        }
    }

    [Fact(DisplayName = "Members share a server's database; who wants it alone is refused while one of them holds it")]
    public void Members_share_a_database()
    {
        using var stores = new Stores("PostgreSQL", server);
        var database = (Database.PostgreSql)stores.Database;
        using var first = new DatabaseHold(database, isShared: true);
        using var second = new DatabaseHold(database, isShared: true);
        using var alone = new DatabaseHold(database);
        Assert.Null(first.Keep());
        Assert.Null(second.Keep());
        Assert.Equal(new DatabaseFault.InUse(), alone.Keep());
        first.Dispose();
        Assert.Equal(new DatabaseFault.InUse(), alone.Keep());
        second.Dispose();
        Assert.Null(alone.Keep());
        Assert.Equal(new DatabaseFault.InUse(), first.Keep());
    }

    [Fact(DisplayName = "One process holds a server's database, and takes it again after a lost connection")]
    public void A_database_is_held()
    {
        using var stores = new Stores("PostgreSQL", server);
        var database = (Database.PostgreSql)stores.Database;
        using var hold = new DatabaseHold(database);
        using var other = new DatabaseHold(database);
        Assert.Null(hold.Keep());
        Assert.Null(hold.Keep());
        Assert.Equal(new DatabaseFault.InUse(), other.Keep());

        Kill();
        Assert.Null(hold.Keep());
        Assert.Equal(new DatabaseFault.InUse(), other.Keep());
        Kill();
        Assert.Null(other.Keep());
        Assert.Equal(new DatabaseFault.InUse(), hold.Keep());
        other.Dispose();
        Assert.Null(hold.Keep());

        void Kill() => stores.Ask(
            "select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity "
            + "where datname = current_database() and pid <> pg_backend_pid()");
    }

    [Theory(DisplayName = "What nobody has claimed, or what has another schema, is not acknowledged")]
    [MemberData(nameof(Kinds))]
    public void Only_ours_is_acknowledged(string kind)
    {
        using var stores = new Stores(kind, server);
        stores.Run("create table mine (a integer)");
        Assert.IsType<DatabaseFault.Older>(SigningGuard.Acknowledge(stores.Database, null));
        Assert.IsType<SigningStanding.Unknown>(SigningGuard.Read(stores.Database));
        Assert.IsType<MigrationOutcome.Done>(DatabaseSchema.Migrate(stores.Database));
        Assert.Equal(new DatabaseFault.Unclaimed(), SigningGuard.Acknowledge(stores.Database, null));
    }

    [Fact(DisplayName = "Without a word of the operator a pool has fifteen connections; with one, as many as it says")]
    public void Pools_are_bounded()
    {
        Assert.Equal(15, PoolOf("Host=localhost"));
        Assert.Equal(40, PoolOf("Host=localhost;Maximum Pool Size=40"));
        Assert.Equal(100, PoolOf("Host=localhost;MaxPoolSize=100"));

        static int PoolOf(string text) => new NpgsqlConnectionStringBuilder(
            Dialect.Of(new Database.PostgreSql(text)).ConnectionString).MaxPoolSize;
    }

    private static SigningStanding.After After(long round) => new(new Round(round));

    private Stores Claimed(string kind)
    {
        var stores = new Stores(kind, server);
        Assert.IsType<MigrationOutcome.Done>(DatabaseSchema.Migrate(stores.Database));
        Assert.Null(DatabaseClaim.Make(stores.Database, s_owner, isNew: true));
        return stores;
    }
}
