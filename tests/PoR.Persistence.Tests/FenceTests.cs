using PoR.Persistence.Databases;

namespace PoR.Persistence.Tests;

/// <summary>Akka.Persistence.Sql on our tables: what two writers of one id can do, and what is stored.</summary>
public sealed class FenceTests(PostgreSqlServer server)
{
    private const int Steps = 60;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    [Theory(DisplayName = "Of two systems that write under one id, each number is accepted from one; the other stops")]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task The_fence_holds(string kind)
    {
        using var stores = new Stores(kind, server);
        DatabaseSchema.Migrate(stores.Database);
        Assert.Null(DatabaseSchema.Check(stores.Database));
        var stopped = await Race(stores);

        Assert.InRange(stopped, 1, 2);
        Assert.Equal(0, Doubles(stores));
        Assert.True(stores.Ask("select count(*) from journal") >= Steps);
    }

    [Theory(DisplayName = "A life that stood still is refused also after the events of its next number were deleted")]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Deleted_events_are_fenced(string kind)
    {
        using var stores = new Stores(kind, server);
        DatabaseSchema.Migrate(stores.Database);
        await using var asleep = new SigningHost(stores);
        await asleep.Recovered();
        await using (var next = new SigningHost(stores))
        {
            for (var i = 0; i < 25; i++)
                await next.Sign();
            await next.Forget(20);
        }

        asleep.SignAll(1);
        Assert.True(await asleep.HasStopped(s_limit));
        Assert.True(DatabaseSchema.IsFenceRefusal(Assert.Single(asleep.Failures)));
        Assert.Equal(0, stores.Ask("select count(*) from journal where sequence_number = 1"));
    }

    [Theory(DisplayName = "Who goes to another process and comes back, again and again, lives on")]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Coming_back_is_no_second_writer(string kind)
    {
        using var stores = new Stores(kind, server);
        DatabaseSchema.Migrate(stores.Database);
        SigningHost[] hosts = [new(stores), new(stores)];
        foreach (var host in hosts)
            await host.Leave();
        for (var i = 0; i < 6; i++)
        {
            hosts[i % 2].Return();
            Assert.Equal(i + 1, await hosts[i % 2].Sign());
            await hosts[i % 2].Leave();
        }

        foreach (var host in hosts)
        {
            Assert.Empty(host.Failures);
            await host.DisposeAsync();
        }
    }

    [Theory(DisplayName = "Without the unique key both write, which the check has forbidden and recovery refuses")]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Without_the_fence(string kind)
    {
        using var stores = new Stores(kind, server);
        DatabaseSchema.Migrate(stores.Database);
        stores.DropFence();
        Assert.Equal(new DatabaseFault.NoFence(), DatabaseSchema.Check(stores.Database));
        var stopped = await Race(stores);

        Assert.Equal(0, stopped);
        Assert.True(Doubles(stores) > 0);
        await using var late = new SigningHost(stores);
        Assert.True(await late.HasStopped(s_limit));
    }

    [Theory(DisplayName = "What one system wrote another one recovers, and no type of .NET is named in the tables")]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Stored_forms_outlive_the_process(string kind)
    {
        using var stores = new Stores(kind, server);
        DatabaseSchema.Migrate(stores.Database);
        await using (var first = new SigningHost(stores))
        {
            for (var i = 0; i < 25; i++)
                await first.Sign();
            await first.Snapshot();
        }

        await using var second = new SigningHost(stores);
        Assert.Equal(26, await second.Sign());
        Assert.Equal(26, stores.Ask("select count(*) from journal where manifest = 'ballot-signed/1'"));
        Assert.Equal(1, stores.Ask("select count(*) from snapshot where manifest = 'participant/1'"));
        Assert.Equal(26, stores.Ask("select count(*) from journal where identifier = 9101"));
    }

    private static long Doubles(Stores stores) => stores.Ask(
        "select count(*) from (select 1 from journal group by persistence_id, sequence_number having count(*) > 1) d");

    /// <summary>Two systems sign at once.</summary>
    /// <returns>How many were stopped by a write that the database refused.</returns>
    private static async Task<int> Race(Stores stores)
    {
        await using var one = new SigningHost(stores);
        await using var other = new SigningHost(stores);

        // Both have recovered before either writes.
        await Task.WhenAll(one.Recovered(), other.Recovered());
        var both = new[] { one, other };
        foreach (var host in both)
            host.SignAll(Steps);
        var stopped = await Task.WhenAll(both.Select(host => host.HasStoppedOr(Steps)));
        string[] failures = [.. both.SelectMany(host => host.Failures)];
        Assert.Equal(stopped.Count(static s => s), failures.Length);
        Assert.All(failures, reason => Assert.True(DatabaseSchema.IsFenceRefusal(reason), reason));
        return stopped.Count(static s => s);
    }
}
