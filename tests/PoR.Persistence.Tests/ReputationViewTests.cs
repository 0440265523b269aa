using PoR.Ledger.State;
using PoR.Persistence.Databases;
using PoR.Persistence.Views;
using PoR.TestKit;

namespace PoR.Persistence.Tests;

/// <summary>The table of reputation is what a ledger's state says, whichever state it held before.</summary>
public sealed class ReputationViewTests(PostgreSqlServer server)
{
    private const string Peer = "ab";

    private readonly Cast _cast = new(4);

    [Theory(DisplayName = "Only what has changed is written, a switch of branch takes back, others' rows stay")]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public void It_follows_states(string kind)
    {
        using var stores = new Stores(kind, server);
        DatabaseSchema.Migrate(stores.Database);
        var root = _cast.Root.State;
        var one = _cast.Extend(_cast.Root, _cast.Block(0, _cast.Root, _cast.Review(1, 1))).State;
        var other = _cast.Extend(_cast.Root, _cast.Block(0, _cast.Root, _cast.Review(2, 1))).State;
        Assert.Null(ReputationView.Write(stores.Database, "other", null, one));

        Write(null, root);
        Assert.Equal(0, stores.Ask($"select sum(reviews) from reputation_view where peer = '{Peer}'"));
        Write(root, one);
        Assert.Equal(1, stores.Ask($"select count(*) from reputation_view where peer = '{Peer}' and round = 1"));
        AssertIs(one);
        Write(one, other);
        AssertIs(other);

        // What the table holds is not known after a fault, and somebody may have changed it.
        stores.Run("update reputation_view set reputation = reputation + 5, reviews = 3");
        stores.Run($"insert into reputation_view values ('{Peer}', 'ff', 1, 1, 1, null)");
        stores.Run($"delete from reputation_view where peer = '{Peer}' and account like '{_cast[3]}'");
        Write(null, other);
        AssertIs(other);
        Assert.Equal(4 * 3, stores.Ask("select sum(reviews) from reputation_view where peer = 'other'"));
        Assert.Equal(1, stores.Ask($"select value from cluster_facts where name = 'view/{Peer}'"));

        void Write(LedgerState? from, LedgerState to) =>
            Assert.Null(ReputationView.Write(stores.Database, Peer, from, to));

        void AssertIs(LedgerState state)
        {
            Assert.Equal(4, stores.Ask($"select count(*) from reputation_view where peer = '{Peer}'"));
            Assert.All(state.Accounts.InOrder, account => Assert.Equal(
                1,
                stores.Ask(
                    $"select count(*) from reputation_view where peer = '{Peer}' and account = '{account.PublicKey}' "
                    + $"and reputation = {account.Reputation} and reviews = {account.History.Reviews} "
                    + "and blacklisted_until is null")));
        }
    }

    [Theory(DisplayName = "A write that fails changes nothing and says why; votes are as durable after one as before")]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public void Faults_are_told(string kind)
    {
        using var stores = new Stores(kind, server);
        DatabaseSchema.Migrate(stores.Database);
        Assert.Null(ReputationView.Write(stores.Database, Peer, null, _cast.Root.State));
        Assert.Null(DatabaseSchema.Check(stores.Database));
        stores.Run("alter table cluster_facts rename to gone");
        stores.Run("delete from reputation_view");

        Assert.Contains(
            "cluster_facts", ReputationView.Write(stores.Database, Peer, null, _cast.Root.State)!.Sentence,
            StringComparison.Ordinal);
        Assert.Equal(0, stores.Ask("select count(*) from reputation_view"));
        stores.Run("alter table gone rename to cluster_facts");
        Assert.Null(ReputationView.Write(stores.Database, Peer, null, _cast.Root.State));
    }
}
