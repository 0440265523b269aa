using Npgsql;
using PoR.Actors.Participants;
using PoR.Configuration.Files;
using PoR.Configuration.Profiles;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Node.Folders;
using PoR.Node.Running;
using PoR.Persistence.Databases;
using PoR.Persistence.Tests;

namespace PoR.Node.Tests;

/// <summary>A network in real time whose peers share a real PostgreSQL server's database.</summary>
public sealed class ServerNetworkTests(PostgreSqlServer server) : IDisposable
{
    private const int LimitMs = 120_000;
    private readonly string _root = Directory.CreateTempSubdirectory("por-server-").FullName;
    private readonly CancellationTokenSource _limit = new(LimitMs);
    private readonly WarningsTold _told = new();

    private readonly SimulationSettings _settings =
        Lab.Load("local", 1, 1, "population.nodes=4", "population.participants=12");

    public void Dispose()
    {
        _limit.Dispose();
        _told.Dispose();
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(_root, recursive: true);
    }

    [Fact(
        DisplayName = "Peers share a database; a second process is refused, and the network goes on in its next life",
        Timeout = LimitMs)]
    public async Task It_goes_on()
    {
        var store = new ServerStore(new Database.PostgreSql(server.NewDatabase()), IsMigrated: true);
        await LiveAsync(store, from: 0);
        await LiveAsync(store, from: 3);

        Assert.All(
            BallotsOf(store).GroupBy(b => (b.Sender, b.Round, b.Step)), static slot => Assert.Single(slot));
        Assert.Equal(12, BallotsOf(store).Select(b => b.Sender).Distinct().Count());

        async Task LiveAsync(ServerStore store, int from)
        {
            using var folder = Opened("data", store);
            await using var network = await StartAsync(folder);
            Assert.True(network.Peers.Min(peer => peer.Status.Height.Number) >= from);
            Assert.Equal(
                new FolderFault.OfDatabase("PostgreSQL", new DatabaseFault.InUse()), FaultOf("another", store));
            await Until(() => network.Peers.Min(peer => peer.Status.Height.Number) >= from + 3);
            Assert.Null(network.StoreFault());
        }
    }

    [Fact(DisplayName = "A folder that has run is not run on an empty database, nor a new one on another's")]
    public void Databases_are_not_exchanged()
    {
        var (own, empty) = (
            new Database.PostgreSql(server.NewDatabase()), new Database.PostgreSql(server.NewDatabase()));
        var fault = FaultOf("data", new ServerStore(own, IsMigrated: false));
        Assert.Equal(
            "'PostgreSQL': The database has no schema of ours; por database migrate makes it.", fault.Sentence);
        Opened("data", new ServerStore(own, IsMigrated: true)).Dispose();

        Assert.IsType<DatabaseFault.NeverClaimed>(Assert.IsType<FolderFault.OfDatabase>(
            FaultOf("data", new ServerStore(empty, IsMigrated: true))).Fault);
        Assert.IsType<FolderFault.Damaged>(FaultOf("data", null));

        // As long as nothing was signed, the claim of a start that failed gives way.
        Opened("other", new ServerStore(own, IsMigrated: false)).Dispose();
        Assert.IsType<DatabaseFault.AnotherNetwork>(Assert.IsType<FolderFault.OfDatabase>(
            FaultOf("data", new ServerStore(own, IsMigrated: false))).Fault);
        Run(
            own.ConnectionString,
            "insert into journal (created, deleted, persistence_id, sequence_number, message) "
            + "values (0, false, 'ledger/1', 1, '')");
        Assert.IsType<DatabaseFault.AnotherNetwork>(Assert.IsType<FolderFault.OfDatabase>(
            FaultOf("third", new ServerStore(own, IsMigrated: false))).Fault);
    }

    [Fact(
        DisplayName = "While the server is gone nobody signs, and all say so; when it is back all go on soon",
        Timeout = LimitMs)]
    public async Task A_server_comes_back()
    {
        var started = await server.StartAsync("restarted");
        Assert.SkipWhen(started is null, "PostgreSQL is missing: install Debian's package postgresql.");
        var store = new ServerStore(new Database.PostgreSql(started), IsMigrated: true);
        using var folder = Opened("data", store);
        await using var network = await StartAsync(folder);
        await Until(() => network.Peers.All(peer => peer.Status.Height.Number >= 2));
        await server.StopAsync("restarted");
        await Until(() => network.Peers.All(peer => peer.Status.StorageFault is not null));
        Assert.Contains("cannot be used", network.StoreFault());
        var before = network.Peers.Max(peer => peer.Status.Height.Number);

        // Long enough for the breakers to open.
        await Task.Delay(TimeSpan.FromSeconds(8), _limit.Token);
        Assert.Equal(before, network.Peers.Max(peer => peer.Status.Height.Number));
        Assert.Equal(started, await server.StartAsync("restarted"));
        await Until(() => network.Peers.All(
            peer => peer.Status is { StorageFault: null } status && status.Height.Number >= before + 3));
        Assert.Null(network.StoreFault());
        await network.DisposeAsync();
        Assert.All(
            BallotsOf(store).GroupBy(b => (b.Sender, b.Round, b.Step)), static slot => Assert.Single(slot));
    }

    [Fact(
        DisplayName = "On a server with another history nobody signs, and it is told why, until it is acknowledged",
        Timeout = LimitMs)]
    public async Task Another_history_is_silent()
    {
        var store = new ServerStore(new Database.PostgreSql(server.NewDatabase()), IsMigrated: true);
        using var folder = Opened("data", store);
        await using (var first = await StartAsync(folder))
            await Until(() => first.Peers.All(peer => peer.Status.Height.Number >= 2));
        Run(store.Database.ConnectionString, "update cluster_facts set value = '1/1' where name = 'history'");
        var before = BallotsOf(store).Count;

        await using var network = await StartAsync(folder);
        await Task.Delay(TimeSpan.FromSeconds(3), _limit.Token);
        Assert.Equal(before, BallotsOf(store).Count);
        Assert.All(network.Peers, peer => Assert.Contains("por signing acknowledge", peer.Silence));
        Assert.Contains(_told.Lines, line => line.Contains("history was 1/1", StringComparison.Ordinal));
        var height = network.Peers.Max(peer => peer.Status.Height.Number);

        // All of the network lives here, so that nobody else can have heard a vote that is lost.
        Assert.Null(SigningGuard.Acknowledge(store.Database, Round.Genesis));
        await Until(() => network.Peers.All(peer => peer.Status.Height.Number >= height + 2));
        Assert.All(network.Peers, peer => Assert.Null(peer.Silence));
    }

    private async Task<LocalNetwork> StartAsync(NetworkFolder folder) => Assert.IsType<NetworkStart.Running>(
        await LocalNetwork.StartAsync(
            folder, _settings, Transport.Memory, _told, _limit.Token)).Network;

    private NetworkFolder Opened(string name, ServerStore store) =>
        Assert.IsType<FolderOpening.Opened>(Open(name, store)).Folder;

    private FolderFault FaultOf(string name, ServerStore? store) =>
        Assert.IsType<FolderOpening.Refused>(Open(name, store)).Fault;

    private FolderOpening Open(string name, ServerStore? store) => NetworkFolder.Open(
        Path.Combine(_root, name), _settings, new SodiumCryptography(), new InputFiles(_limit.Token),
        DateTimeOffset.UtcNow, store);

    private async Task Until(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(20, _limit.Token);
    }

    private static List<Ballot> BallotsOf(ServerStore store)
    {
        using var connection = new NpgsqlConnection(store.Database.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand(
            "select message from journal where manifest = 'ballot-signed/1'", connection);
        using var rows = command.ExecuteReader();
        var ballots = new List<Ballot>();
        while (rows.Read())
            ballots.Add(
                CanonicalBytes.Decode<ParticipantEvent.BallotSigned>((byte[])rows[0], out _)!.Vote.Ballot);
        return ballots;
    }

    private static void Run(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
