using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Configuration;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using PoR.Configuration.Files;
using PoR.Configuration.Profiles;
using PoR.Core.Agreement;
using PoR.Core.Transactions;
using PoR.Cryptography;
using PoR.Node.Folders;
using PoR.Node.Http;
using PoR.Node.Running;
using PoR.Persistence.Databases;
using PoR.Simulation.Runs;
using static PoR.Node.Tests.PeerDatabase;

namespace PoR.Node.Tests;

/// <summary>A network in real time, on real SQLite files, across its lives.</summary>
public sealed class LocalNetworkTests : IAsyncDisposable
{
    private const int LimitMs = 120_000;
    private readonly string _root = Directory.CreateTempSubdirectory("por-network-").FullName;
    private readonly CancellationTokenSource _limit = new(LimitMs);

    private readonly SimulationSettings _settings =
        Lab.Load("local", 1, 1, "population.nodes=4", "population.participants=12", "links.round-trip=true");

    public ValueTask DisposeAsync()
    {
        _limit.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact(
        DisplayName = "Akka's own settings stand above the program's, and a value that Akka does not take is told",
        Timeout = LimitMs)]
    public async Task Akka_settings_stand_above()
    {
        var file = Path.Combine(_root, "own.conf");
        const string Text = "a\"b\\c\nd\te{} ${x} #";
        File.WriteAllText(
            file, $"include \"local.conf\"\nakka {{ loglevel = NONE, x = {JsonSerializer.Serialize(Text)} }}");
        var hocon = ProfileLoader.Load(file).Settings!.Node.Akka;
        Assert.Equal(Text, ConfigurationFactory.ParseString(hocon).GetString("akka.x"));

        using var folder = Opened();
        var start = await LocalNetwork.StartAsync(
            folder, _settings with { Node = _settings.Node with { Akka = hocon } }, Transport.Memory,
            NullLoggerFactory.Instance, _limit.Token);
        Assert.StartsWith(
            "akka: a setting has a value that Akka does not take: Unknown LogLevel: \"NONE\"",
            Assert.IsType<NetworkStart.Refused>(start).Sentence, StringComparison.Ordinal);
    }

    [Fact(
        DisplayName = "A network decides rounds with reviews, stops, and goes on with its chain; nobody signs twice",
        Timeout = LimitMs)]
    public async Task It_goes_on()
    {
        var (height, tips) = await LiveAsync(from: 0, rounds: 5, isDemo: true);
        var (next, _) = await LiveAsync(height, rounds: 3, isDemo: true);

        Assert.True(next >= height + 3);
        var chains = Databases().Select(BlocksOf).ToArray();
        foreach (var chain in chains)
        {
            // Whoever was a round behind at the end has the rest by now.
            Assert.All(tips, tip => Assert.Contains(tip, chain.Select(b => b.Block.Digest)));
            Assert.Equal(chain.Count, chain.Select(b => b.Block.Digest).Distinct().Count());
        }

        var reviews = ReviewsOf(chains[0]).ToArray();
        Assert.True(reviews.Length >= 10);
        Assert.All(reviews, r => Assert.Equal(default, r.Evaluation!.Flags));
        Assert.Equal(reviews.Length, reviews.Select(r => r.Transaction.Id).Distinct().Count());
        Assert.All(
            Databases().SelectMany(BallotsOf).GroupBy(b => (b.Sender, b.Round, b.Step)), slot => Assert.Single(slot));
    }

    [Fact(DisplayName = "D28: keys are stored anew while participants sign, and after a crash none signs twice",
        Timeout = LimitMs)]
    public async Task Keys_are_stored_anew()
    {
        var copy = Directory.CreateTempSubdirectory("por-crash-").FullName;
        try
        {
            using (var folder = Opened())
            {
                folder.RoundsBetweenKeys = 1;
                await using var network = await StartAsync(folder);
                await Until(() => network.Peers.All(peer => peer.Status.Height.Number >= 6));

                // What a crash leaves: the key file as it is now, and journals that are a little further on.
                File.Copy(Path.Combine(_root, "keys.bin"), Path.Combine(copy, "keys.bin"));
            }

            File.Move(Path.Combine(copy, "keys.bin"), Path.Combine(_root, "keys.bin"), overwrite: true);
            using (var folder = Opened())
            {
                Assert.All(folder.Participants, keys => Assert.True(keys.OneTime.LastRound.Number >= 3));
                Assert.All(folder.Participants, keys => Assert.False(keys.OneTime.CanSign(new(3), new(2))));
            }

            await LiveAsync(from: null, rounds: 3, isDemo: false);
            Assert.All(
                Databases().SelectMany(BallotsOf).GroupBy(b => (b.Sender, b.Round, b.Step)),
                slot => Assert.Single(slot));
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    [Fact(DisplayName = "A network tells where it stands, and that it is well, over HTTP", Timeout = LimitMs)]
    public async Task It_answers()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "PoR",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var folder = Opened();
        await using var network = await StartAsync(folder);
        await using var server = await NodeServer.StartAsync(network, 0, NullLoggerFactory.Instance);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}") };
        await Until(() => network.Peers.All(peer => peer.Status.Height.Number >= 2));

        using var status = JsonDocument.Parse(await client.GetStringAsync(new Uri("/api/v1/status", UriKind.Relative)));
        Assert.Equal(folder.Genesis.Network.ToString(), status.RootElement.GetProperty("network").GetString());
        Assert.True(status.RootElement.GetProperty("height").GetInt64() >= 2);
        Assert.True(status.RootElement.GetProperty("round").GetInt64() >= 3);
        Assert.Equal(12, status.RootElement.GetProperty("participants").GetInt32());
        Assert.Equal(4, status.RootElement.GetProperty("peers").GetArrayLength());
        Assert.Equal(HttpStatusCode.OK, await CodeOf(client, "/health/live"));
        Assert.Equal(HttpStatusCode.OK, await CodeOf(client, "/health/ready"));
        Assert.Equal(HttpStatusCode.NotFound, await CodeOf(client, "/api/v2/status"));
        var metrics = "";

        // A network of another test in this process has peers of the same names, and may be the one that is told.
        const string Signed = "por_votes_total\\{[^}]*direction=\"sent\"[^}]*verdict=\"signed\"[^}]*\\} [1-9]";
        while (!Regex.IsMatch(metrics, Signed))
            metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), _limit.Token);
        Assert.Contains("por_round_duration_seconds_bucket", metrics);
        Assert.Contains("por_ledger_height", metrics);
        Assert.Contains("por_step_duration_seconds_bucket", metrics);
        Assert.Matches("por_participants_active\\{[^}]*peer=\"peer0\"[^}]*\\} 3", metrics);
        Assert.Contains("kind=\"full\"", metrics);
        foreach (var part in new[] { "lots", "checks", "evaluation", "storage", "rest" })
            Assert.Matches($"por_cpu_seconds_total\\{{[^}}]*part=\"{part}\"[^}}]*\\}} [0-9.]*[1-9]", metrics);
        foreach (var kind in new[] { "ballot", "block" })
            Assert.Matches($"por_persist_duration_seconds_count\\{{[^}}]*kind=\"{kind}\"[^}}]*\\}} [1-9]", metrics);
        Assert.Matches("por_votes_total\\{[^}]*direction=\"heard\"[^}]*verdict=\"counted\"[^}]*\\} [0-9]", metrics);
        Assert.Matches("por_votes_total\\{[^}]*direction=\"heard\"[^}]*verdict=\"refused\"[^}]*\\} [0-9]", metrics);
        var rounds = spans.Where(span => span.OperationName == "round").Select(span => span.SpanId).ToHashSet();
        Assert.NotEmpty(rounds);
        Assert.Contains(spans, span => span.OperationName == "step" && rounds.Contains(span.ParentSpanId));
        Assert.Contains(spans, span => span.OperationName == "build" && rounds.Contains(span.ParentSpanId));

        // A store that participants must not sign with makes the network unready, and so do rounds that do not end.
        Run(((Database.Sqlite)folder.DatabaseOf(1)).File, "insert into schema_version values (9, '009-later.sql')");
        using var unready = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unready.StatusCode);
        Assert.Contains("has schema 9", await unready.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, await CodeOf(client, "/health/live"));
        Assert.Equal(
            HealthStatus.Unhealthy,
            NodeServer.RoundHealth(network, DateTimeOffset.UtcNow + network.RoundLimit + network.RoundLimit).Status);
    }

    [Fact(DisplayName = "A peer that has lost an actor ends: it is not live any more; others go on", Timeout = LimitMs)]
    public async Task A_lost_actor_is_seen()
    {
        using var folder = Opened();
        await using var network = await StartAsync(folder);
        await using var server = await NodeServer.StartAsync(network, 0, NullLoggerFactory.Instance);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}") };
        await Until(() => network.Peers.All(peer => peer.Status.Height.Number >= 2));
        Assert.Equal(HttpStatusCode.OK, await CodeOf(client, "/health/live"));

        network.Hosts[3].Actors.Mempool.Tell(Kill.Instance);
        Assert.Equal("ActorKilledException: Kill", await network.Peers[3].Ended.WaitAsync(_limit.Token));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await CodeOf(client, "/health/live"));
        using var unready = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Contains("peer3 has ended: ActorKilledException", await unready.Content.ReadAsStringAsync());
        var before = network.Peers[0].Status.Height.Number;
        await Until(() => network.Peers.Take(3).All(peer => peer.Status.Height.Number >= before + 2));
        Assert.All(network.Peers.Take(3), peer => Assert.False(peer.Ended.IsCompleted));
    }

    [Fact(DisplayName = "A chain that cannot be read is told, and nobody signs", Timeout = LimitMs)]
    public async Task A_damaged_chain_is_refused()
    {
        await LiveAsync(from: 0, rounds: 3, isDemo: false);
        Run(
            Directory.GetFiles(_root, "peer-*.db").Order().First(),
            "update journal set message = substr(message, 2) where persistence_id like 'ledger/%' "
            + "and sequence_number = 2");
        var before = Databases().Sum(file => BallotsOf(file).Count);
        using var folder = Opened();

        var refused = Assert.IsType<NetworkStart.Refused>(
            await LocalNetwork.StartAsync(
            folder, _settings, Transport.Memory, NullLoggerFactory.Instance, _limit.Token));
        Assert.Contains("block-certified/1", refused.Sentence);
        Assert.Equal(before, Databases().Sum(file => BallotsOf(file).Count));
    }

    [Theory(
        DisplayName = "Peers whose store is gone are silent and say so; when it is back they go on by themselves",
        Timeout = LimitMs)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Stores_come_back(int failing)
    {
        using var folder = Opened();
        await using var network = await StartAsync(folder);
        await Until(() => network.Peers.All(peer => peer.Status.Height.Number >= 2));
        var files = Enumerable.Range(0, failing).Select(peer => ((Database.Sqlite)folder.DatabaseOf(peer)).File)
            .ToArray();
        foreach (var file in files)
            Run(file, "alter table journal rename to gone");
        await Until(() => network.Peers.Take(failing).All(peer => peer.Status.StorageFault is not null));
        Assert.Contains("no such table", network.Peers[0].Status.StorageFault);
        var before = network.Peers.Max(peer => peer.Status.Height.Number);
        foreach (var file in files)
            Run(file, "alter table gone rename to journal");

        await Until(() => network.Peers.All(
            peer => peer.Status is { StorageFault: null } status && status.Height.Number >= before + 3));
        await Until(() => Databases().SelectMany(BallotsOf).Where(b => b.Round.Number > before)
            .Select(b => b.Sender).Distinct().Count() == 12);
        await network.DisposeAsync();
        Assert.All(
            Databases().SelectMany(BallotsOf).GroupBy(b => (b.Sender, b.Round, b.Step)), slot => Assert.Single(slot));
    }

    [Fact(
        DisplayName = "A peer whose database was acknowledged is silent up to a round begun since, then signs again",
        Timeout = LimitMs)]
    public async Task An_old_copy_is_silent()
    {
        var settings = Lab.Load(
            "local", 1, 1, "population.nodes=4", "population.participants=12", "protocol.block-time-window=1s");
        await using (var first = await StartAsync(settings))
            await Until(() => first.Network.Peers.All(peer => peer.Status.Height.Number >= 2));
        var file = Databases().Order().First();
        var before = BallotsOf(file).Max(b => b.Round);
        Assert.Null(SigningGuard.Acknowledge(new Database.Sqlite(file), until: null));
        await using (var life = await StartAsync(settings))
        {
            var peer = life.Network.Peers[0];
            await Until(() => life.Network.Peers.All(p => p.Status.Height > before.Next));
            Assert.Contains("keep silent until a block is certified", peer.Silence);
            Assert.Equal(before, BallotsOf(file).Max(b => b.Round));
            life.Network.BeginDemo(DraftSource.Generated(1));
            await Until(() => peer.Silence is null && BallotsOf(file).Max(b => b.Round) > before);
        }

        var until = Assert.IsType<SigningStanding.After>(SigningGuard.Read(new Database.Sqlite(file))).Round;
        Assert.True(until > before.Next);
        Assert.DoesNotContain(BallotsOf(file), b => b.Round > before && b.Round <= until);
    }

    [Fact(
        DisplayName = "Reputation for queries follows the ledger, is made good after a fault, and can be made again",
        Timeout = LimitMs)]
    public async Task Reputations_can_be_asked_for()
    {
        var file = "";
        var genesis = default(Core.Genesis.GenesisDocument);
        await using (var life = await StartAsync(_settings))
        {
            var peer = life.Network.Peers[0];
            (file, genesis) = (((Database.Sqlite)life.Folder.DatabaseOf(0)).File, life.Folder.Genesis);
            life.Network.BeginDemo(DraftSource.Generated(1));
            await Until(() => peer.View is { Round.Number: >= 3 });
            Run(file, "alter table reputation_view rename to gone");
            await Until(() => peer.View is { Fault: not null });
            var before = peer.Status.Height.Number;
            await Until(() => peer.Status.Height.Number >= before + 2 && peer.Status.StorageFault is null);
            Run(file, "alter table gone rename to reputation_view");
            await Until(() => peer.View is { Fault: null } view && view.Round.Number > before);
        }

        var rounds = new List<long>();
        Run(file, "delete from reputation_view where account > '8'");
        Run(file, "update reputation_view set reputation = 77, reviews = 1000");
        Assert.Null(await ViewRebuild.RunAsync(
            new Database.Sqlite(file), genesis, NullLoggerFactory.Instance, (_, round) => rounds.Add(round.Number),
            _limit.Token));
        Assert.Equal(BlocksOf(file).Max(b => b.Block.Header.Round.Number), Assert.Single(rounds));
        var rows = RowsOf(file);
        var reviews = ReviewsOf(BlocksOf(file)).ToArray();
        Assert.Equal(genesis.Accounts.Select(a => a.Key.ToString()), rows.Select(r => r.Account));
        Assert.Equal(reviews.Length, rows.Sum(r => r.Reviews));
        Assert.All(rows, row => Assert.Equal(
            reviews.Count(r => r.Transaction.Body.Sender.ToString() == row.Account), row.Reviews));
        Assert.DoesNotContain(rows, row => row.Reputation == 77);
    }

    private static IEnumerable<PaysetEntry> ReviewsOf(IEnumerable<CertifiedBlock> chain) =>
        chain.SelectMany(b => b.Block.Payset).Where(entry => entry.Transaction.Body is Transaction.Review);

    private static List<(string Account, long Reputation, long Reviews)> RowsOf(string file)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = "select account, reputation, reviews from reputation_view order by account";
        using var reader = command.ExecuteReader();
        var rows = new List<(string, long, long)>();
        while (reader.Read())
            rows.Add((reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
        return rows;
    }

    /// <summary>A life of the network.</summary>
    /// <returns>The last block that all peers have, and the blocks of their tips then.</returns>
    private async Task<(long Height, BlockDigest[] Tips)> LiveAsync(long? from, int rounds, bool isDemo)
    {
        using var folder = Opened();
        await using var network = await StartAsync(folder);
        var least = network.Peers.Min(peer => peer.Status.Height.Number);
        Assert.Equal(from ?? least, least);
        if (isDemo)
            network.BeginDemo(DraftSource.Generated((ulong)least + 1)); // Other texts than in an earlier life.
        await Until(() => network.Peers.Min(peer => peer.Status.Height.Number) >= least + rounds);
        await network.DisposeAsync();
        return (
            network.Peers.Min(peer => peer.Status.Height.Number), [.. network.Peers.Select(peer => peer.Status.Tip)]);
    }

    private async Task<Life> StartAsync(SimulationSettings settings)
    {
        var folder = Assert.IsType<FolderOpening.Opened>(NetworkFolder.Open(
            _root, settings, new SodiumCryptography(), new InputFiles(_limit.Token), DateTimeOffset.UtcNow)).Folder;
        return new Life(folder, Assert.IsType<NetworkStart.Running>(await LocalNetwork.StartAsync(
            folder, settings, Transport.Memory, NullLoggerFactory.Instance, _limit.Token)).Network);
    }

    private sealed record Life(NetworkFolder Folder, LocalNetwork Network) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Network.DisposeAsync();
            Folder.Dispose();
        }
    }

    private async Task<LocalNetwork> StartAsync(NetworkFolder folder) => Assert.IsType<NetworkStart.Running>(
        await LocalNetwork.StartAsync(
            folder, _settings, Transport.Memory, NullLoggerFactory.Instance, _limit.Token)).Network;

    private NetworkFolder Opened() => Assert.IsType<FolderOpening.Opened>(
        NetworkFolder.Open(
            _root, _settings, new SodiumCryptography(), new InputFiles(_limit.Token), DateTimeOffset.UtcNow)).Folder;

    private async Task Until(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(20, _limit.Token);
    }

    private static async Task<HttpStatusCode> CodeOf(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    private string[] Databases() => Directory.GetFiles(_root, "peer-*.db");
}
