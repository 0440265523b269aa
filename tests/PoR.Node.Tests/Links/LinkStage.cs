using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Configuration.Profiles;
using PoR.Core.Canonical;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Tests;
using PoR.Cryptography;
using PoR.Node.Links;
using PoR.Node.Running;
using PoR.Persistence.Databases;
using PoR.Wire;

namespace PoR.Node.Tests.Links;

/// <summary>Identities of a network whose links are real and whose actors only note what they hear.</summary>
internal sealed class LinkStage : IAsyncDisposable
{
    public const int LimitMs = 60_000;
    public static readonly NetworkId Network = Samples.Network;
    public static readonly WireLimits Wire = new(400_000);
    public static readonly SodiumCryptography Cryptography = new();
    private static readonly TimeSpan s_clockWindow = TimeSpan.FromSeconds(30);
    private static readonly EndPointText s_anyPort = new("127.0.0.1", 0);

    private readonly ActorSystem _system = ActorSystem.Create(
        "links", "akka { stdout-loglevel = OFF, loglevel = OFF }");
    private readonly List<StagedPeer> _started = [];
    private readonly CancellationTokenSource _limit = new(LimitMs);

    public LinkStage(int peers) =>
        Keys = [.. Enumerable.Range(1, peers).Select(KeyOf).OrderBy(key => key.PublicKey)];

    /// <summary>What links have logged.</summary>
    public WarningsTold Told { get; } = new();

    /// <summary>Identities of the peers, ascending.</summary>
    public ImmutableArray<SigningKey> Keys { get; }

    /// <summary>Limits as they are by default.</summary>
    public static LinkSettings Settings { get; } = Lab.Load("local", 1, 1).Node.Links with { Listen = s_anyPort };

    public static SigningKey KeyOf(int number) =>
        Cryptography.CreateSigningKey([.. Enumerable.Repeat((byte)number, SigningKey.SeedLength)]);

    /// <summary>A peer with a link that listens.</summary>
    public StagedPeer Bind(int index, LinkSettings? settings = null, Database? bans = null, NetworkId? network = null)
    {
        var metrics = new NodeMetrics();
        var link = new TcpPeerLink(
            new TcpPeer(
                $"peer{index}", [.. Keys.Select(key => key.PublicKey)], Keys[index], network ?? Network, Wire,
                s_clockWindow, settings ?? Settings, bans),
            Cryptography, metrics, Told);
        link.Bind();
        var peer = new StagedPeer(link, metrics, _limit.Token);
        link.Listen(_system.ActorOf(Props.Create(() => new Ear(peer))));
        _started.Add(peer);
        return peer;
    }

    /// <summary>Starts peers that dial each other.</summary>
    public async Task StartAsync(params StagedPeer[] peers)
    {
        foreach (var peer in peers)
            await peer.Link.StartAsync(AddressesOf(peers));
    }

    /// <summary>A peer with a link that dials nobody.</summary>
    public async Task<StagedPeer> AloneAsync(int index, LinkSettings? settings = null, Database? bans = null)
    {
        var peer = Bind(index, settings, bans);
        await peer.Link.StartAsync([.. Keys.Select(_ => (EndPointText?)null)]);
        return peer;
    }

    /// <summary>A connection with the certificate of one of the peers, whoever holds it.</summary>
    public async Task<HostileStream> ConnectAsync(StagedPeer to, int index) =>
        await ConnectAsync(to, PeerCertificate.Make(Keys[index], Network, Cryptography, DateTimeOffset.UtcNow))
        ?? throw new InvalidOperationException("The peer is refused.");

    /// <summary>Another one, that has said Hello.</summary>
    public async Task<HostileStream> OpenAsync(StagedPeer to, int index)
    {
        var stream = await ConnectAsync(to, index);
        await stream.SayAsync(Hello());
        Assert.IsType<Frame.Hello>(await stream.HearAsync());
        return stream;
    }

    /// <summary>A connection with any certificate, or none.</summary>
    /// <returns>Null: it is refused.</returns>
    public async Task<HostileStream?> ConnectAsync(StagedPeer to, X509Certificate2? certificate)
    {
        var client = await DialAsync(to);
        var stream = new SslStream(client.GetStream());
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = string.Empty,
                    ClientCertificates = certificate is null ? [] : [certificate],
                    RemoteCertificateValidationCallback = static (_, shown, _, _) => shown is not null,
                },
                _limit.Token);

            // In TLS 1.3 a client learns only now whether it is let in.
            return await HostileStream.TryAsync(client, stream, _limit.Token);
        }
        catch (Exception refusal) when (refusal is IOException or AuthenticationException)
        {
            client.Dispose();
            return null;
        }
    }

    /// <summary>A bare connection.</summary>
    public async Task<TcpClient> DialAsync(StagedPeer to)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", to.Link.Address!.Port, _limit.Token);
        return client;
    }

    /// <summary>Of a process whose clock is so far ahead.</summary>
    public static Frame.Hello Hello(TimeSpan ahead = default) =>
        new(1, 1, Network, 7, new Timestamp((DateTimeOffset.UtcNow + ahead).ToUnixTimeMilliseconds()));

    public async Task Until(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(5, _limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in _started)
            await peer.DisposeAsync();
        await _system.Terminate();
        _limit.Dispose();
    }

    private ImmutableArray<EndPointText?> AddressesOf(StagedPeer[] peers)
    {
        var addresses = new EndPointText?[Keys.Length];
        foreach (var peer in peers)
            addresses[peer.Link.Self.Index] = peer.Link.Address;
        return [.. addresses];
    }

    private sealed class Ear : ReceiveActor
    {
        public Ear(StagedPeer peer)
        {
            Receive<PeerHeard>(peer.Hear);
            Receive<LinkUp>(up => peer.Told.Enqueue($"up {up.Peer.Index}"));
            Receive<LinkDown>(down => peer.Told.Enqueue($"down {down.Peer.Index}"));
        }
    }
}

/// <summary>A peer's link, and what its actors would have heard.</summary>
internal sealed class StagedPeer(TcpPeerLink link, NodeMetrics metrics, CancellationToken limit) : IAsyncDisposable
{
    private readonly ConcurrentQueue<PeerHeard> _kept = new();

    public TcpPeerLink Link => link;

    public ConcurrentQueue<string> Told { get; } = new();

    public ConcurrentQueue<PeerHeard> Heard { get; } = new();

    /// <summary>Whether its actors are so slow that they take nothing.</summary>
    public bool IsSlow { get; set; }

    public bool IsUp(int peer) => link.StateOf(new NodeId(peer)).IsUp;

    public int PointsOf(int peer) => link.StateOf(new NodeId(peer)).Points;

    public void Send(int to, EncodedMessage message) =>
        Assert.NotEqual(SendVerdict.NoLink, link.Send(new NodeId(to), message));

    public void Hear(PeerHeard heard)
    {
        Heard.Enqueue(heard);
        if (!IsSlow)
            link.Taken(heard);
        else
            _kept.Enqueue(heard);
    }

    public CancellationToken Limit => limit;

    public async ValueTask DisposeAsync()
    {
        await link.DisposeAsync();
        metrics.Dispose();
    }
}

/// <summary>A connection of somebody who says what he likes.</summary>
internal sealed class HostileStream : IDisposable
{
    private readonly TcpClient _client;
    private readonly Stream _stream;
    private readonly CancellationToken _limit;
    private Frame? _next;

    private HostileStream(TcpClient client, Stream stream, CancellationToken limit) =>
        (_client, _stream, _limit) = (client, stream, limit);

    /// <returns>Null: the other closes it instead of saying Hello.</returns>
    public static async Task<HostileStream?> TryAsync(TcpClient client, Stream stream, CancellationToken limit)
    {
        var hostile = new HostileStream(client, stream, limit);
        hostile._next = await hostile.ReadAsync();
        return hostile._next is null ? null : hostile;
    }

    public Task SayAsync(params Frame[] frames) =>
        SayAsync([.. frames.SelectMany(frame => WithLength(frame.ToBytes()))]);

    public async Task SayAsync(byte[] bytes)
    {
        await _stream.WriteAsync(bytes, _limit);
        await _stream.FlushAsync(_limit);
    }

    /// <returns>False: the other has closed it.</returns>
    public async Task<bool> TrySayAsync(byte[] bytes, bool hasLength = true)
    {
        try
        {
            await SayAsync(hasLength ? WithLength(bytes) : bytes);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <returns>Null: the other has closed it.</returns>
    public async Task<Frame?> HearAsync()
    {
        var next = _next ?? await ReadAsync();
        _next = null;
        return next;
    }

    /// <summary>Hears to the end.</summary>
    /// <returns>The last reason of a Bye; null: none was said.</returns>
    public async Task<ByeReason?> EndAsync()
    {
        ByeReason? bye = null;
        while (await HearAsync() is { } frame)
            bye = frame is Frame.Bye { Reason: var reason } ? reason : bye;
        return bye;
    }

    public static byte[] WithLength(byte[] frame)
    {
        var writer = new CanonicalWriter();
        writer.Bytes(frame);
        return writer.ToArray();
    }

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
    }

    private async Task<Frame?> ReadAsync()
    {
        try
        {
            var length = new byte[4];
            await _stream.ReadExactlyAsync(length, _limit);
            var bytes = new byte[System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(length)];
            await _stream.ReadExactlyAsync(bytes, _limit);
            return Frame.Read(bytes, out _, out _);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
