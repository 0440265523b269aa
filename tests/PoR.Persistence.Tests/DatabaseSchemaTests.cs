using Npgsql;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Tests;
using PoR.Persistence.Databases;

namespace PoR.Persistence.Tests;

/// <summary>Schema, unique key and durability are looked at before anything signs.</summary>
public sealed class DatabaseSchemaTests(PostgreSqlServer server)
{
    /// <summary>The version that this program's scripts lead to.</summary>
    private const int Schema = 6;

    public static TheoryData<string> Kinds => ["SQLite", "PostgreSQL"];

    [Theory(DisplayName = "A migration makes the schema once, also where two run at once; then participants may sign")]
    [MemberData(nameof(Kinds))]
    public async Task Migrations_are_made_once(string kind)
    {
        using var stores = new Stores(kind, server);
        var both = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => Task.Run(() => DatabaseSchema.Migrate(stores.Database))));

        Assert.Equal(
            [0, Schema], both.Select(outcome => Assert.IsType<MigrationOutcome.Done>(outcome).From).Order());
        Assert.Equal(new MigrationOutcome.Done(Schema, Schema), DatabaseSchema.Migrate(stores.Database));
        Assert.Equal(Schema, stores.Ask("select count(*) from schema_version"));
        Assert.Null(DatabaseSchema.Check(stores.Database));
    }

    [Theory(DisplayName = "A database without our schema, or with a newer one, is refused and left as it is")]
    [MemberData(nameof(Kinds))]
    public void Other_schemas_are_refused(string kind)
    {
        using var stores = new Stores(kind, server);
        stores.Run("create table mine (a integer)");
        Assert.Equal(new DatabaseFault.Older(0, Schema), DatabaseSchema.Check(stores.Database));
        DatabaseSchema.Migrate(stores.Database);
        stores.Run("insert into schema_version (version, name) values (9, '009-later.sql')");

        Assert.Equal(
            new MigrationOutcome.Refused(new DatabaseFault.Newer(9, Schema)), DatabaseSchema.Migrate(stores.Database));
        Assert.Equal(new DatabaseFault.Newer(9, Schema), DatabaseSchema.Check(stores.Database));
        Assert.Equal(Schema + 1, stores.Ask("select count(*) from schema_version"));
    }

    [Theory(DisplayName = "A database takes the first network that claims it, and refuses every other with both names")]
    [MemberData(nameof(Kinds))]
    public void A_database_is_one_networks(string kind)
    {
        using var stores = new Stores(kind, server);
        DatabaseSchema.Migrate(stores.Database);
        var (first, other) = (
            new DatabaseOwner(new NetworkId(Samples.Fixed(1)), "me"),
            new DatabaseOwner(new NetworkId(Samples.Fixed(2)), "me"));

        // Who has signed before has signed elsewhere.
        Assert.Equal(new DatabaseFault.NeverClaimed(first.Network), Claim(first, isNew: false));
        Assert.Null(Claim(first, isNew: true));
        Assert.Null(Claim(first, isNew: false));
        var fault = Claim(other, isNew: false)!;
        Assert.Equal(new DatabaseFault.AnotherNetwork(first.Network.ToString(), other.Network), fault);
        Assert.Contains(other.Network.ToString(), fault.Sentence, StringComparison.Ordinal);
        Assert.Equal(
            new DatabaseFault.AnotherOperator("me", "you"), Claim(first with { Operator = "you" }, isNew: true));

        // A start that failed before anything was signed has left its claim, and its acknowledgements.
        Assert.Null(SigningGuard.Acknowledge(stores.Database, new Round(5)));
        Assert.Null(Claim(other, isNew: true));
        Assert.Equal(new SigningStanding.After(Round.Genesis), SigningGuard.Read(stores.Database));
        stores.Run(
            "insert into journal (created, deleted, persistence_id, sequence_number, message) "
            + $"values (0, {(kind == "SQLite" ? "0" : "false")}, 'ledger/1', 1, '')");
        Assert.IsType<DatabaseFault.AnotherNetwork>(Claim(first, isNew: true));

        // A database of an older program knows no operator.
        stores.Run("delete from cluster_facts where name <> 'network'");
        Assert.Null(Claim(other, isNew: false));
        Assert.IsType<DatabaseFault.AnotherOperator>(Claim(other with { Operator = "you" }, isNew: false));

        DatabaseFault? Claim(DatabaseOwner owner, bool isNew) => DatabaseClaim.Make(stores.Database, owner, isNew);
    }

    [Theory(DisplayName = "A migration that fails half way leaves nothing behind")]
    [MemberData(nameof(Kinds))]
    public void Migrations_are_whole(string kind)
    {
        using var stores = new Stores(kind, server);
        stores.Run("create table tags (mine integer)");

        var refused = Assert.IsType<MigrationOutcome.Refused>(DatabaseSchema.Migrate(stores.Database));
        Assert.Contains("tags", Assert.IsType<DatabaseFault.Unusable>(refused.Fault).Reason, StringComparison.Ordinal);
        Assert.Equal(new DatabaseFault.Older(0, Schema), DatabaseSchema.Check(stores.Database));
        stores.Run("drop table tags");
        Assert.Equal(new MigrationOutcome.Done(0, Schema), DatabaseSchema.Migrate(stores.Database));
    }

    [Theory(DisplayName = "Only a whole, unconditional unique key over exactly the two columns is a fence")]
    [InlineData("SQLite", "", false)]
    [InlineData("SQLite", "create unique index k on journal (sequence_number, persistence_id)", true)]
    [InlineData("SQLite", "create index k on journal (persistence_id, sequence_number)", false)]
    [InlineData("SQLite", "create unique index k on journal (persistence_id, sequence_number, writer_uuid)", false)]
    [InlineData(
        "SQLite", "create unique index k on journal (persistence_id, sequence_number) where deleted = 0", false)]
    [InlineData("SQLite", "create unique index k on journal (persistence_id)", false)]
    [InlineData("PostgreSQL", "", false)]
    [InlineData("PostgreSQL", "create unique index k on journal (sequence_number, persistence_id)", true)]
    [InlineData("PostgreSQL", "create index k on journal (persistence_id, sequence_number)", false)]
    [InlineData(
        "PostgreSQL", "create unique index k on journal (persistence_id, sequence_number, writer_uuid)", false)]
    [InlineData(
        "PostgreSQL", "create unique index k on journal (persistence_id, sequence_number) where not deleted", false)]
    [InlineData("PostgreSQL", "create unique index k on journal (lower(persistence_id), sequence_number)", false)]
    [InlineData(
        "PostgreSQL",
        "alter table journal add unique (persistence_id, sequence_number) deferrable initially deferred", false)]
    public void The_fence_is_looked_up(string kind, string index, bool isFence)
    {
        using var stores = new Stores(kind, server);
        DatabaseSchema.Migrate(stores.Database);
        stores.DropFence();
        if (index.Length > 0)
            stores.Run(index);
        Assert.Equal(new DatabaseFault.NoFence(), DatabaseSchema.Check(stores.Database));
        stores.RestoreOrder();

        Assert.Equal(isFence ? null : new DatabaseFault.NoFence(), DatabaseSchema.Check(stores.Database));
    }

    [Fact(DisplayName = "Commits that a crash could undo are told with the setting and what is right")]
    public void Durability_is_looked_up()
    {
        using var file = new Stores("SQLite", server);
        DatabaseSchema.Migrate(file.Database);
        file.Run("pragma journal_mode = delete");
        Assert.Equal(
            new DatabaseFault.NotDurable("journal_mode", "delete", "wal"), DatabaseSchema.Check(file.Database));

        using var stores = new Stores("PostgreSQL", server);
        DatabaseSchema.Migrate(stores.Database);
        var name = new NpgsqlConnectionStringBuilder(
            ((Database.PostgreSql)stores.Database).ConnectionString).Database;
        stores.Run($"alter database {name} set synchronous_commit = off");
        NpgsqlConnection.ClearAllPools();
        var fault = DatabaseSchema.Check(stores.Database);
        Assert.Equal(new DatabaseFault.NotDurable("synchronous_commit", "off", "on"), fault);
        Assert.Equal(
            "The database's synchronous_commit is off, so that what it has confirmed may be lost; on is right.",
            fault!.Sentence);
        stores.Run($"alter database {name} set synchronous_commit = remote_apply; alter table journal set unlogged");
        NpgsqlConnection.ClearAllPools();
        Assert.Equal(
            new DatabaseFault.NotDurable("table journal", "unlogged", "a logged table"),
            DatabaseSchema.Check(stores.Database));
    }

    [Fact(DisplayName = "A server that follows another one is no place to sign with, and is not migrated")]
    public async Task A_replica_is_refused()
    {
        var primary = await server.StartAsync("replica");
        Assert.SkipWhen(primary is null, "PostgreSQL is missing: install Debian's package postgresql.");
        Assert.Equal(new MigrationOutcome.Done(0, Schema), DatabaseSchema.Migrate(new Database.PostgreSql(primary)));
        Assert.Null(DatabaseSchema.Check(new Database.PostgreSql(primary)));
        NpgsqlConnection.ClearAllPools();
        await server.StopAsync("replica");

        // With this file a server waits for what its primary sends, and answers questions only.
        var signal = Path.Combine(server["replica"], "data", "standby.signal");
        await File.WriteAllTextAsync(signal, "", TestContext.Current.CancellationToken);
        if (OperatingSystem.IsLinux())
            File.SetUnixFileMode(signal, (UnixFileMode)0b110_110_110);
        var replica = new Database.PostgreSql((await server.StartAsync("replica"))!);
        Assert.Equal(new DatabaseFault.Replica(), DatabaseSchema.Check(replica));
        Assert.Equal(new MigrationOutcome.Refused(new DatabaseFault.Replica()), DatabaseSchema.Migrate(replica));
        NpgsqlConnection.ClearAllPools();
        await server.StopAsync("replica");
    }

    [Fact(DisplayName = "What is no database, or does not answer, is told in one sentence without its password")]
    public async Task Unusable_databases_are_told()
    {
        using var stores = new Stores("SQLite", server);
        Assert.Equal(
            $"There is no database '{stores["peer.db"]}'; por database migrate makes it.",
            DatabaseSchema.Check(stores.Database)!.Sentence);
        await File.WriteAllTextAsync(
            stores["letter.txt"], new string('a', 5_000), TestContext.Current.CancellationToken);
        Assert.Contains(
            "not a database", DatabaseSchema.Check(new Database.Sqlite(stores["letter.txt"]))!.Sentence,
            StringComparison.Ordinal);
        foreach (var (wrong, reason) in new[]
                 {
                     ("Host=127.0.0.1;Port=1;Username=a;Password=secret;Timeout=5", "connect"),
                     ("Hots=127.0.0.1;Password=secret", "hots"),
                 })
        {
            var refused = Assert.IsType<MigrationOutcome.Refused>(
                DatabaseSchema.Migrate(new Database.PostgreSql(wrong)));
            Assert.Contains(reason, refused.Fault.Sentence, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
        }
    }
}
