using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using PoR.Node.Links;
using PoR.Persistence.Databases;

namespace PoR.Node.Tests.Links;

/// <summary>Connections of one identity, and of one address, are few, however often somebody comes.</summary>
public sealed class ReconnectTests : IAsyncDisposable
{
    private const int LimitMs = LinkStage.LimitMs;
    private static readonly IPAddress s_flooder = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress s_other = IPAddress.Parse("127.0.0.3");

    private readonly string _folder = Directory.CreateTempSubdirectory("por-reconnects-").FullName;
    private readonly LinkStage _stage = new(4);

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact(DisplayName = "A peer that dials again and again is banned; others come in", Timeout = LimitMs)]
    public async Task Dialling_without_end_is_a_ban()
    {
        var database = new Database.Sqlite(Path.Combine(_folder, "peer.db"));
        Assert.IsType<MigrationOutcome.Done>(DatabaseSchema.Migrate(database));
        var wide = LinkStage.Settings with { AcceptsPerSecond = 1_000, StrangersOfAddressMax = 64 };
        var peer = await _stage.AloneAsync(0, wide, database);
        using var certificate = PeerCertificate.Make(
            _stage.Keys[2], LinkStage.Network, LinkStage.Cryptography, DateTimeOffset.UtcNow);
        var (dialled, accepted) = (0, 0);
        for (var hasBan = false; !hasBan; dialled++)
        {
            using var hostile = await _stage.ConnectAsync(peer, certificate);
            accepted += hostile is null ? 0 : 1;
            Assert.InRange(dialled, 0, 100);
            Assert.Null(PeerBans.Load(database, out var bans));
            hasBan = bans.Any(ban => ban.Peer == _stage.Keys[2].PublicKey);
        }

        Assert.InRange(accepted, 10, dialled - 8); // At most 10 at once and one a second; 10 too many are a ban.
        using var other = await _stage.OpenAsync(peer, 3);
        await _stage.Until(() => peer.IsUp(3));
    }

    [Fact(DisplayName = "Connections of one address, half-open or not, keep nobody else out", Timeout = LimitMs)]
    public async Task One_address_keeps_nobody_out()
    {
        var patient = LinkStage.Settings with { HandshakeTime = TimeSpan.FromMinutes(5) };
        var peer = await _stage.AloneAsync(0, patient);
        var flood = new List<Socket>();
        for (var i = 0; i < 200; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(s_flooder, 0));
            await socket.ConnectAsync("127.0.0.1", peer.Link.Address!.Port, peer.Limit);
            flood.Add(socket);
        }

        using var other = await _stage.OpenAsync(peer, 3);
        await _stage.Until(() => peer.IsUp(3));
        foreach (var socket in flood)
            socket.Dispose();
    }

    [Fact(DisplayName = "An address has 4 places and a quarter of the turns; others do not notice")]
    public void Addresses_have_shares()
    {
        var addresses = new StrangerAddresses(LinkStage.Settings);
        var now = TimeSpan.FromDays(1);
        var inside = Enter(addresses, s_flooder, 100, now);
        Assert.Equal(4, inside.Length);
        Assert.NotNull(addresses.TryEnter(s_other, now));

        // Who leaves at once makes room, but has only the turns of his address: 8 at once, of which 4 are used up.
        foreach (var share in inside)
            share.Leave();
        Assert.Equal(4, Enumerable.Range(0, 100).Count(_ => ComesAndGoes(now)));
        Assert.InRange(
            Enumerable.Range(1, 1_000).Count(i => ComesAndGoes(now + TimeSpan.FromMilliseconds(i))),
            4, LinkStage.Settings.AcceptsPerSecond / 4);
        Assert.NotNull(addresses.TryEnter(s_other, now));

        bool ComesAndGoes(TimeSpan at)
        {
            var share = addresses.TryEnter(s_flooder, at);
            share?.Leave();
            return share is not null;
        }
    }

    [Fact(DisplayName = "No more than 1,024 addresses are remembered; those beyond have one share together")]
    public void Addresses_are_bounded()
    {
        var addresses = new StrangerAddresses(LinkStage.Settings);
        var now = TimeSpan.FromDays(1);
        var known = Enumerable.Range(1, StrangerAddresses.AddressesMax)
            .SelectMany(i => Enter(addresses, new IPAddress(i), 1, now)).ToArray();
        Assert.Equal(StrangerAddresses.AddressesMax, known.Length);
        var beyond = Enumerable.Range(5_000, 100)
            .SelectMany(i => Enter(addresses, new IPAddress(i), 1, now)).ToArray();
        Assert.Equal(4, beyond.Length);
        beyond[0].Leave();
        Assert.Single(Enter(addresses, new IPAddress(6_000), 1, now));
        Assert.Empty(Enter(addresses, new IPAddress(6_001), 1, now));

        // What is idle is forgotten when there is no room. An address that had no share of its own may get one, and
        // gives the place that it had before back to the share that it took it from.
        foreach (var share in known)
            share.Leave();
        now += TimeSpan.FromMinutes(1);
        Assert.Equal(4, Enter(addresses, new IPAddress(5_001), 100, now).Length);
        beyond[1].Leave();
        Assert.Empty(Enter(addresses, new IPAddress(5_001), 1, now));
        Assert.Single(Enter(addresses, new IPAddress(7_001), 1, now));
    }

    private static StrangerAddresses.Share[] Enter(
        StrangerAddresses addresses, IPAddress address, int times, TimeSpan now) =>
        [.. Enumerable.Range(0, times).Select(_ => addresses.TryEnter(address, now)).OfType<StrangerAddresses.Share>()];
}
