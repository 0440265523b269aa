using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using PoR.Configuration.Files;
using PoR.Configuration.Profiles;
using PoR.Cryptography;
using PoR.Node.Folders;
using PoR.Node.Links;
using PoR.Node.Running;
using PoR.Persistence.Databases;
using PoR.Simulation.Runs;

namespace PoR.Node.Tests.Links;

/// <summary>A whole network in real time whose peers talk over TCP.</summary>
public sealed class LinkedNetworkTests : IAsyncDisposable
{
    private const int LimitMs = 120_000;
    private readonly string _root = Directory.CreateTempSubdirectory("por-linked-").FullName;
    private static readonly IPAddress s_strangers = IPAddress.Parse("127.0.0.2");

    private readonly CancellationTokenSource _limit = new(LimitMs);

    public ValueTask DisposeAsync()
    {
        _limit.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact(
        DisplayName = "Peers certify rounds while strangers flood them and one peer is hostile, who alone is banned",
        Timeout = LimitMs)]
    public async Task Honest_peers_go_on()
    {
        var settings = Lab.Load("local", 1, 1, "population.nodes=5", "population.participants=15");
        using var folder = Opened(settings);
        await using var network = await StartAsync(folder, settings);
        network.BeginDemo(DraftSource.Generated(1));
        await Until(() => network.Peers.All(p => p.Status.Height.Number >= 2 && p.Status.Links.Count == 4));

        using var ended = new CancellationTokenSource();
        var floods = Enumerable.Range(0, 5).Select(peer => FloodAsync(network, peer, ended.Token)).ToArray();
        for (var peer = 0; peer < 4; peer++)
            await BeHostileAsync(folder, network, peer);
        Database[] databases = [.. Enumerable.Range(0, 4).Select(folder.DatabaseOf)];
        await Until(() => databases.All(database => BansIn(database).Length == 1));
        Assert.All(databases, database => Assert.Equal(folder.Peers[4], BansIn(database)[0].Peer));

        var before = network.Peers.Max(p => p.Status.Height.Number);
        await Until(() => network.Peers.Take(4).All(p => p.Status.Height.Number >= before + 5));
        Assert.All(Enumerable.Range(0, 4), peer => Assert.Equal(
            Enumerable.Range(0, 4).Where(other => other != peer), network.Peers[peer].Status.Links.Order()));
        await ended.CancelAsync();
        await Task.WhenAll(floods);

        foreach (var database in databases)
            Assert.Null(PeerBans.Lift(database, folder.Peers[4], out _));
        await Until(() => network.Peers.All(p => p.Status.Links.Count == 4));
        var healed = network.Peers.Max(p => p.Status.Height.Number);
        await Until(() => network.Peers.All(p => p.Status.Height.Number >= healed));
    }

    [Fact(DisplayName = "F2: a cut into halves stops the rounds, not the links; healed, all go on", Timeout = LimitMs)]
    public async Task Cuts_are_made_on_links()
    {
        var settings = Lab.Load(
            "local", 1, 1, "population.nodes=4", "population.participants=12", "run.cuts=halves@3s+5s");
        using var folder = Opened(settings);
        var start = DateTimeOffset.UtcNow;
        await using var network = await StartAsync(folder, settings);
        await Until(() => network.Filters.All(filter => filter!.Dropped > 0));

        // What had crossed before the cut may still end a round, and one that has ended may still be told.
        await Until(() => network.Peers.Max(p => DateTimeOffset.UtcNow - p.Status.GrownAt) > TimeSpan.FromSeconds(1.5));
        var during = network.Peers.Select(p => p.Status.Height.Number).ToArray();
        Assert.All(network.Peers, peer => Assert.Equal(3, peer.Status.Links.Count));
        await Until(() => network.Peers.All(p => p.Status.Height.Number >= during.Max() + 3));
        Assert.True(DateTimeOffset.UtcNow - start >= TimeSpan.FromSeconds(8));
        Assert.All(network.Peers, peer => Assert.Equal(3, peer.Status.Links.Count));
    }

    private static System.Collections.Immutable.ImmutableArray<PeerBan> BansIn(Database database)
    {
        Assert.Null(PeerBans.Load(database, out var bans));
        return bans;
    }

    /// <summary>Peer 4's identity in hostile hands.</summary>
    private async Task BeHostileAsync(NetworkFolder folder, LocalNetwork network, int peer)
    {
        using var tls = new PeerTls(folder.PeerKeys[4], network.Id, new SodiumCryptography());
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", network.Links[peer].Address!.Port, _limit.Token);
        var shaken = await tls.ShakeAsync(
            client.GetStream(), isDialled: true, _ => true, network.Settings.Node.Links, _limit.Token);
        var stream = Assert.NotNull(shaken).Stream;
        await stream.WriteAsync(
            HostileStream.WithLength(new Frame.Hello(1, 1, network.Id, 7, default).ToBytes()), _limit.Token);
        await stream.WriteAsync(new byte[] { 0xff, 0xff, 0xff, 0xff }, _limit.Token);
        await Until(() => BansIn(folder.DatabaseOf(peer)).Length == 1);
        await stream.DisposeAsync();
    }

    /// <summary>Strangers knock, say nonsense, and stay as long as they may.</summary>
    private static async Task FloodAsync(LocalNetwork network, int peer, CancellationToken stop)
    {
        for (var closed = 0; !stop.IsCancellationRequested;)
        {
            try
            {
                using var client = new TcpClient(new IPEndPoint(s_strangers, 0));
                await client.ConnectAsync("127.0.0.1", network.Links[peer].Address!.Port, stop);
                await client.GetStream().WriteAsync(new byte[100], stop);
                await client.GetStream().ReadExactlyAsync(new byte[1_000], stop);
            }
            catch (Exception end) when (end is IOException or SocketException or OperationCanceledException)
            {
                closed++; // By the peer, or by the end of the test.
            }
        }
    }

    private async Task<LocalNetwork> StartAsync(NetworkFolder folder, SimulationSettings settings) =>
        Assert.IsType<NetworkStart.Running>(await LocalNetwork.StartAsync(
            folder, settings, Transport.Tcp, NullLoggerFactory.Instance, _limit.Token)).Network;

    private NetworkFolder Opened(SimulationSettings settings) => Assert.IsType<FolderOpening.Opened>(
        NetworkFolder.Open(
            _root, settings, new SodiumCryptography(), new InputFiles(_limit.Token), DateTimeOffset.UtcNow)).Folder;

    private async Task Until(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(20, _limit.Token);
    }
}
