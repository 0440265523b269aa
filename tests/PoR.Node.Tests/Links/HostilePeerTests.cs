using System.Net.Sockets;
using AkkaSimulation;
using Microsoft.Data.Sqlite;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Configuration.Profiles;
using PoR.Core.Tests;
using PoR.Node.Links;
using PoR.Persistence.Databases;
using static PoR.Node.Tests.Links.LinkMessages;

namespace PoR.Node.Tests.Links;

/// <summary>
/// What a hostile peer or stranger does costs him his connection, and the friend of the peer under test nothing.
/// </summary>
public sealed class HostilePeerTests : IAsyncDisposable
{
    private const int LimitMs = LinkStage.LimitMs;
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(300);

    private readonly string _folder = Directory.CreateTempSubdirectory("por-bans-").FullName;
    private readonly LinkStage _stage = new(4);

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory(DisplayName = "What no decoder accepts is a ban, told by Bye; nobody else is banned", Timeout = LimitMs)]
    [InlineData("garbage")]
    [InlineData("long frame")]
    [InlineData("empty frame")]
    [InlineData("unknown kind")]
    [InlineData("kind of an older version")]
    [InlineData("message of an older version")]
    [InlineData("fuzzed votes")]
    [InlineData("garbage message")]
    [InlineData("long body")]
    [InlineData("gaps")]
    [InlineData("false digests")]
    [InlineData("second hello")]
    [InlineData("too much credit")]
    [InlineData("lane")]
    public async Task Nonsense_is_a_ban(string what)
    {
        var (peer, friend) = (_stage.Bind(0), _stage.Bind(1));
        await _stage.StartAsync(peer, friend);
        using var hostile = await _stage.OpenAsync(peer, 2);
        await _stage.Until(() => peer.IsUp(2) && peer.IsUp(1));

        await hostile.SayAsync(NonsenseOf(what));
        Assert.Equal(ByeReason.Banned, await hostile.EndAsync());
        Assert.Null(await TryAsync(peer, 2));
        friend.Send(0, Vote(1));
        await _stage.Until(() => peer.Heard.Any(heard => heard.From == new NodeId(1)));
        Assert.True(peer.IsUp(1));
        Assert.False(peer.IsUp(2));
    }

    [Fact(
        DisplayName = "A connection that says nonsense first is banned only once it has shown who it is",
        Timeout = LimitMs)]
    public async Task Only_peers_are_banned()
    {
        var peer = await _stage.AloneAsync(0);
        using (var stranger = await _stage.DialAsync(peer))
        {
            await stranger.GetStream().WriteAsync(new byte[1_000], peer.Limit);
            Assert.Equal(0, await EndOf(stranger, peer.Limit));
        }

        using var hostile = await _stage.ConnectAsync(peer, 2);
        await hostile.SayAsync(new Frame.Ping(1));
        await hostile.EndAsync();
        Assert.Null(await TryAsync(peer, 2));
        using var other = await _stage.OpenAsync(peer, 3);
        await _stage.Until(() => peer.IsUp(3));
        Assert.DoesNotContain("up 2", peer.Told);
    }

    [Fact(
        DisplayName = "Five forged messages are a ban, which outlasts a restart and ends when it is lifted",
        Timeout = LimitMs)]
    public async Task Bans_are_kept()
    {
        var database = new Database.Sqlite(Path.Combine(_folder, "peer.db"));
        Assert.IsType<MigrationOutcome.Done>(DatabaseSchema.Migrate(database));
        var peer = await _stage.AloneAsync(0, bans: database);
        using var hostile = await _stage.OpenAsync(peer, 2);
        using var other = await _stage.OpenAsync(peer, 3);
        await hostile.SayAsync([.. Enumerable.Range(0, 6).Select(i => new Frame.Batch(true, [Vote(i).Bytes]))]);
        await other.SayAsync(new Frame.Batch(true, [Vote(9).Bytes]));
        await _stage.Until(() => peer.Heard.Count == 7);

        peer.Link.Forged(Vote(9).Digest);
        for (var i = 0; i < 4; i++)
            peer.Link.Forged(Vote(i).Digest);
        Assert.InRange(peer.PointsOf(2), 75, 80);
        Assert.True(peer.IsUp(2));
        peer.Link.Forged(Vote(77).Digest); // Nobody has said it.
        peer.Link.Forged(Vote(4).Digest);
        peer.Link.Forged(Vote(5).Digest); // Banned already: this is no second ban.
        Assert.Equal(ByeReason.Banned, await hostile.EndAsync());
        Assert.InRange(peer.PointsOf(3), 10, 20);
        await _stage.Until(() => BansIn(database).Length == 1);
        await peer.DisposeAsync();

        var again = await _stage.AloneAsync(0, bans: database);
        Assert.Null(await TryAsync(again, 2));
        Assert.Null(PeerBans.Lift(database, _stage.Keys[2].PublicKey, out var isLifted));
        Assert.True(isLifted);
        while (await TryAsync(again, 2) is not { } welcome)
            await Task.Delay(20, again.Limit);
        await _stage.Until(() => again.IsUp(2));
        Assert.Empty(BansIn(database));
    }

    [Fact(DisplayName = "Each ban of a peer lasts twice as long as the one before, to a day")]
    public void Bans_double()
    {
        var now = DateTimeOffset.UnixEpoch;
        var book = new BanBook(null, TimeSpan.FromMinutes(10), TimeSpan.FromHours(24));
        var peer = _stage.Keys[1].PublicKey;
        foreach (var minutes in new[] { 10, 20, 40, 80, 160, 320, 640, 1_280, 1_440, 1_440 })
        {
            Assert.Null(book.Of(peer, now));
            Assert.Equal(now.AddMinutes(minutes), book.Ban(peer, "x", now).Until);
            Assert.NotNull(book.Of(peer, now.AddMinutes(minutes).AddTicks(-1)));
            Assert.Null(book.Of(_stage.Keys[2].PublicKey, now));
            now = now.AddMinutes(minutes);
        }
    }

    [Theory(DisplayName = "Who is slow loses the connection", Timeout = LimitMs)]
    [InlineData("silent stranger")]
    [InlineData("half a handshake")]
    [InlineData("no hello")]
    [InlineData("half a frame")]
    [InlineData("byte by byte")]
    [InlineData("silent peer")]
    public async Task Slowness_ends(string how)
    {
        var limits = LinkStage.Settings with
        {
            HandshakeTime = how is "silent stranger" or "half a handshake" ? s_soon : LinkStage.Settings.HandshakeTime,
            HelloTime = how == "no hello" ? s_soon : LinkStage.Settings.HelloTime,
            FrameTime = how is "half a frame" or "byte by byte" ? s_soon : LinkStage.Settings.FrameTime,
            SilenceTime = how == "silent peer" ? s_soon : LinkStage.Settings.SilenceTime,
        };
        var peer = await _stage.AloneAsync(0, limits);
        if (how is "silent stranger" or "half a handshake")
        {
            using var stranger = await _stage.DialAsync(peer);
            if (how == "half a handshake")
                await stranger.GetStream().WriteAsync(new byte[] { 0x16, 3, 1, 2, 0, 1, 0 }, peer.Limit);
            Assert.Equal(0, await EndOf(stranger, peer.Limit));
            return;
        }

        using var hostile = how == "no hello" ? await _stage.ConnectAsync(peer, 2) : await _stage.OpenAsync(peer, 2);
        var bytes = HostileStream.WithLength(new Frame.Batch(true, [Vote(1).Bytes]).ToBytes());
        var saying = how switch
        {
            "half a frame" => hostile.SayAsync(bytes[..10]),
            "byte by byte" => SaySlowlyAsync(hostile, bytes, peer.Limit),
            _ => Task.CompletedTask,
        };
        await hostile.EndAsync();
        await saying;
        await _stage.Until(() => !peer.IsUp(2));
        Assert.Empty(peer.Heard);
        Assert.Equal(0, peer.PointsOf(2));
    }

    [Fact(DisplayName = "Honest peers that have nothing to say keep their link by pings", Timeout = LimitMs)]
    public async Task Silence_of_honest_peers_keeps_links()
    {
        var limits = LinkStage.Settings with { SilenceTime = TimeSpan.FromSeconds(3) };
        var peer = await _stage.AloneAsync(0, limits);
        using var other = await _stage.OpenAsync(peer, 2);
        for (var heard = 0ul; heard < 3;)
        {
            if (await other.HearAsync() is not Frame.Ping { Number: var number })
                continue;
            Assert.Equal(heard + 1, number);
            heard = number;
            await other.SayAsync(new Frame.Ping(100 + number));
            Assert.Equal(new Frame.Pong(100 + number), await other.HearAsync());
        }

        Assert.Equal(["up 2"], peer.Told);
    }

    [Fact(
        DisplayName = "A flood of connections has few places; friends that are here do not notice",
        Timeout = LimitMs)]
    public async Task Floods_of_connections()
    {
        var patient = LinkStage.Settings with { HandshakeTime = TimeSpan.FromMinutes(5) };
        var (peer, friend) = (_stage.Bind(0, patient), _stage.Bind(1));
        await _stage.StartAsync(peer, friend);
        await _stage.Until(() => peer.IsUp(1) && friend.IsUp(0));
        var flood = new List<TcpClient>();
        for (var i = 0; i < 30; i++)
            flood.Add(await _stage.DialAsync(peer));
        var ends = flood.Select(client => EndOf(client, peer.Limit)).ToArray();
        friend.Send(0, Vote(1));
        await _stage.Until(() => !peer.Heard.IsEmpty);

        // Places of one address are 4. Whoever comes too late is closed at once, the others after the handshake's time.
        await _stage.Until(() => ends.Count(end => end.IsCompleted) == 26);
        Assert.Equal(["up 1"], peer.Told);
        foreach (var client in flood)
            client.Dispose();
        await Task.WhenAll(ends);
        using var late = await LateAsync(peer);
        await _stage.Until(() => peer.IsUp(3));
    }

    [Fact(
        DisplayName = "A flood of messages is read as fast as its limits allow; nobody else waits", Timeout = LimitMs)]
    public async Task Floods_of_messages()
    {
        var limits = LinkStage.Settings with { Messages = new RateLimit(PerSecond: 4, Burst: 1) };
        var peer = await _stage.AloneAsync(0, limits);
        using var hostile = await _stage.OpenAsync(peer, 2);
        using var other = await _stage.OpenAsync(peer, 3);
        for (var i = 0; i < 10; i++)
            await hostile.SayAsync(new Frame.Batch(true, [.. Enumerable.Range(64 * i, 64).Select(n => Vote(n).Bytes)]));
        await other.SayAsync(new Frame.Batch(true, [Vote(999).Bytes]));
        await _stage.Until(() => peer.Heard.Any(heard => heard.From == new NodeId(3)));
        Assert.InRange(peer.Heard.Count(heard => heard.From == new NodeId(2)), 64, 64);
        Assert.True(peer.IsUp(2));
    }

    [Theory(
        DisplayName = "Questions cost who asks, each time, and so does what it is given", Timeout = LimitMs)]
    [InlineData("questions")]
    [InlineData("answers")]
    [InlineData("bytes")]
    public async Task Questions_cost_the_asker(string what)
    {
        var few = new RateLimit(PerSecond: 1, Burst: 1);
        var peer = await _stage.AloneAsync(0, what == "bytes"
            ? LinkStage.Settings with { Bytes = new RateLimit(PerSecond: 10, Burst: 100_000) }
            : LinkStage.Settings with { CheckMilliseconds = few });
        using var hostile = await _stage.OpenAsync(peer, 2);
        using var other = await _stage.OpenAsync(peer, 3);
        await _stage.Until(() => peer.IsUp(2));
        for (var i = 0; what != "questions" && i < 10; i++)
            peer.Send(2, Blocks(350_000));
        var count = what == "questions" ? 64 : 1;
        await hostile.SayAsync(new Frame.Batch(true, [.. Enumerable.Repeat(Question(2).Bytes, count)]));
        await _stage.Until(() => peer.Heard.Count == count);
        await hostile.SayAsync(new Frame.Batch(true, [Question(3).Bytes]));
        await other.SayAsync(new Frame.Batch(true, [Question(4).Bytes]));
        await _stage.Until(() => peer.Heard.Any(heard => heard.From == new NodeId(3)));
        await Task.Delay(s_soon, peer.Limit);
        Assert.DoesNotContain(peer.Heard, heard => heard.Message.Digest == Question(3).Digest);
    }

    [Fact(
        DisplayName = "Five answers that nobody asked for, or certificates that do not hold, are a ban",
        Timeout = LimitMs)]
    public async Task What_actors_find_is_a_fault()
    {
        var peer = await _stage.AloneAsync(0);
        using var hostile = await _stage.OpenAsync(peer, 2);
        await _stage.Until(() => peer.IsUp(2));
        peer.Link.Fault(new NodeId(2), PeerFault.Unasked);
        Assert.InRange(peer.PointsOf(2), 19, 20);
        for (var i = 0; i < 4; i++)
            peer.Link.Fault(new NodeId(2), PeerFault.Forged);
        Assert.Equal(ByeReason.Banned, await hostile.EndAsync());
        Assert.Null(await TryAsync(peer, 2));
    }

    [Fact(DisplayName = "Who sends without credit is banned: mailboxes of slow actors stay bounded", Timeout = LimitMs)]
    public async Task Credit_is_held()
    {
        var peer = await _stage.AloneAsync(0, LinkStage.Settings with
        {
            Messages = new RateLimit(1_000_000, 1_000_000), CheckMilliseconds = new RateLimit(100_000, 100_000),
        });
        peer.IsSlow = true;
        using var hostile = await _stage.OpenAsync(peer, 2);
        for (var i = 0; i < 200; i++)
        {
            if (!await hostile.TrySayAsync(
                new Frame.Batch(true, [.. Enumerable.Range(64 * i, 64).Select(n => Vote(n).Bytes)]).ToBytes()))
                break;
        }

        await _stage.Until(() => !peer.IsUp(2));
        Assert.Null(await TryAsync(peer, 2));
        Assert.InRange(peer.Heard.Sum(heard => heard.Message.Length), 960 * 1024, (1024 * 1024) + (64 * 1024));
    }

    private static byte[] NonsenseOf(string what)
    {
        var chunks = ChunksOf(Blocks(200_000));
        Frame[] frames = what switch
        {
            "message of an older version" => [new Frame.Batch(true, [new byte[] { 6, 0, 0, 0, 0 }])],
            "fuzzed votes" => [.. Enumerable.Range(0, 20).Select(number => Fuzzed(Vote(number).Bytes, number))],
            "unknown kind" => [],
            "garbage message" => [new Frame.Batch(true, [new byte[] { 4, 5, 6 }])],
            "long body" => [chunks[0] with { Total = 400_001 }, chunks[0] with { Total = int.MaxValue }],
            "gaps" => [chunks[0], chunks[2], chunks[0], chunks[2]],
            "false digests" =>
            [
                .. chunks.Select(c => c with { Message = Samples.Fixed(1) }),
                .. chunks.Select(c => c with { Message = Samples.Fixed(2) }),
            ],
            "second hello" => [LinkStage.Hello()],
            "too much credit" => [new Frame.Credit(1, 0)],
            "lane" => [new Frame.Batch(true, [Transaction(1).Bytes])],
            _ => [],
        };
        return what switch
        {
            "garbage" => [.. Enumerable.Repeat((byte)0xa5, 5_000)],
            "long frame" => [0, 1, 0, 1, 1, 1],
            "empty frame" => [0, 0, 0, 0],
            "unknown kind" => HostileStream.WithLength([9, 1, 2, 3]),
            "kind of an older version" => HostileStream.WithLength([7, 1, 2, 3]),
            _ => [.. frames.SelectMany(frame => HostileStream.WithLength(frame.ToBytes()))],
        };
    }

    /// <summary>Some bits of a message are turned, and its end is missing.</summary>
    private static Frame.Batch Fuzzed(ReadOnlyMemory<byte> message, int number)
    {
        var random = RandomStream.Of((ulong)number, nameof(Fuzzed));
        var bytes = message[..^(1 + random.Next(8))].ToArray();
        for (var i = 0; i < 8; i++)
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return new Frame.Batch(true, [bytes]);
    }

    private static async Task SaySlowlyAsync(HostileStream hostile, byte[] bytes, CancellationToken limit)
    {
        foreach (var one in bytes)
        {
            if (!await hostile.TrySayAsync([one], hasLength: false))
                return;
            await Task.Delay(s_soon / 10, limit);
        }
    }

    /// <returns>How many bytes came until the other closed it.</returns>
    private static async Task<int> EndOf(TcpClient client, CancellationToken limit)
    {
        var (buffer, all) = (new byte[4_096], 0);
        try
        {
            while (await client.GetStream().ReadAsync(buffer, limit) is > 0 and var count)
                all += count;
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException or InvalidOperationException)
        {
            return all; // Reset instead of closed, or closed by the test.
        }

        return all;
    }

    private static System.Collections.Immutable.ImmutableArray<PeerBan> BansIn(Database database)
    {
        Assert.Null(PeerBans.Load(database, out var bans));
        return bans;
    }

    private async Task<HostileStream?> TryAsync(StagedPeer peer, int index)
    {
        using var certificate = PeerCertificate.Make(
            _stage.Keys[index], LinkStage.Network, LinkStage.Cryptography, DateTimeOffset.UtcNow);
        var stream = await _stage.ConnectAsync(peer, certificate);
        if (stream is not null)
            await stream.SayAsync(LinkStage.Hello());
        return stream;
    }

    /// <summary>Places of strangers become free some moments after their connections have gone.</summary>
    private async Task<HostileStream> LateAsync(StagedPeer peer)
    {
        while (true)
        {
            if (await TryAsync(peer, 3) is { } stream)
                return stream;
        }
    }
}
