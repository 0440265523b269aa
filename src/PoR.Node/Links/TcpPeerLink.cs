using System.Collections.Immutable;
using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Actors.Services;
using PoR.Configuration.Profiles;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Node.Running;
using PoR.Wire;

namespace PoR.Node.Links;

/// <summary>
/// Links to peers that trust nobody: TLS with their identities, canonical frames only, and limits for each. What a peer
/// does costs that peer its connection, and no other.
/// </summary>
internal sealed class TcpPeerLink : IPeerLink, IAsyncDisposable
{
    private const int ProtocolVersion = 1;
    private const int ProtocolVersionLeast = 1;
    private static readonly TimeSpan s_goodbye = TimeSpan.FromSeconds(1);

    private readonly TcpPeer _own;
    private readonly ChannelLimits _channels;
    private readonly ReassemblyBudget _budget = new();
    private readonly PeerTls _tls;
    private readonly PeerJudge _judge;
    private readonly NodeMetrics _metrics;
    private readonly ILogger _log;
    private readonly ImmutableArray<RemotePeer> _peers;
    private readonly Dictionary<PublicKey, RemotePeer> _byIdentity;
    private readonly ulong _incarnation = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
    private readonly CancellationTokenSource _stop = new();
    private readonly RunningTasks _tasks;
    private readonly Lock _gate = new();
    private readonly HashSet<(NodeId Peer, ByeReason Why)> _told = [];
    private LinkDoor? _door;
    private IActorRef _receiver = ActorRefs.Nobody;
    private ChannelCounts _ended;

    /// <summary>A link that neither listens nor dials yet.</summary>
    public TcpPeerLink(TcpPeer own, ICryptography cryptography, NodeMetrics metrics, ILogger log)
    {
        (_own, _metrics, _log) = (own, metrics, log);
        (Settings, _channels) = (own.Settings, new ChannelLimits(own.Wire));
        Self = new NodeId(own.Peers.IndexOf(own.Identity.PublicKey));
        _tls = new PeerTls(own.Identity, own.Network, cryptography);
        _tasks = new RunningTasks(fault => LinkTold.Failed(log, own.Name, fault));
        var now = Now;
        _peers = [.. own.Peers.Select((key, index) => new RemotePeer(new NodeId(index), key, own.Settings, now))];
        _judge = new PeerJudge(own, _peers, metrics, log, _tasks);
        _byIdentity = _peers.Where(peer => peer.Id != Self).ToDictionary(peer => peer.Identity);
    }

    /// <inheritdoc/>
    public NodeId Self { get; }

    /// <summary>What peers may use.</summary>
    public LinkSettings Settings { get; }

    /// <summary>Time since the machine was started.</summary>
    public static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    private static long UtcMilliseconds => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    /// <summary>Where it listens; null: nowhere.</summary>
    public EndPointText? Address => _door?.Address;

    /// <summary>
    /// Is told when this link listens or dials no more, by a mistake of this program: a fault in one connection is not.
    /// </summary>
    public Action<Exception> OnLoss { get; set; } = static _ => { };

    /// <summary>What has not been sent, of all peers since the start.</summary>
    public ChannelCounts Counts
    {
        get
        {
            lock (_gate)
                return _peers.Select(peer => peer.Live).OfType<PeerConnection>()
                    .Aggregate(_ended, (sum, connection) => sum + connection.Channel.Counts);
        }
    }

    /// <summary>
    /// Begins to listen, where the settings name an address. Nobody comes in before <see cref="StartAsync"/>.
    /// </summary>
    /// <exception cref="SocketException">The address cannot be had.</exception>
    public void Bind()
    {
        if (Settings.Listen is { } address)
            _door = new LinkDoor(address, Settings);
    }

    /// <summary>Lets peers in that are not banned, and dials them, until this link is disposed.</summary>
    /// <param name="addresses">Where peers listen, by index; null: that one dials.</param>
    public async Task StartAsync(ImmutableArray<EndPointText?> addresses)
    {
        await Task.Run(_judge.Load);
        _tasks.Add(_judge.KeepAsync(_stop.Token));
        if (_door is { } door)
            _tasks.Add(door.RunAsync(ComeInAsync, _tasks, () => Now, _stop.Token), OnLoss);
        foreach (var peer in _byIdentity.Values)
        {
            if (addresses[peer.Id.Index] is { } address)
                _tasks.Add(
                    LinkDialler.RunAsync(
                        peer, Self.Index < peer.Id.Index, known => FollowAsync(DialAsync(known, address)), () => Now,
                        _stop.Token),
                    OnLoss);
        }
    }

    /// <summary>A fault of one connection is told, and whoever dials goes on.</summary>
    private async Task FollowAsync(Task connection)
    {
        _tasks.Add(connection);
        await connection.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Listen(IActorRef receiver) => Volatile.Write(ref _receiver, receiver);

    /// <inheritdoc/>
    public SendVerdict Send(NodeId to, EncodedMessage message)
    {
        var peer = _peers[to.Index];
        if (peer.Live is not { Channel: var channel })
            return SendVerdict.NoLink;
        peer.ChargeAnswer(message, Now);
        return channel.Enqueue(message, Now);
    }

    /// <inheritdoc/>
    public void SendAll(ImmutableArray<NodeId> to, EncodedMessage message)
    {
        foreach (var peer in to)
            Send(peer, message);
    }

    /// <inheritdoc/>
    public void Taken(PeerHeard heard) => ((PeerChannel)heard.Over!).OnTaken(heard.Message);

    /// <inheritdoc/>
    public void Forged(Digest message)
    {
        foreach (var peer in _peers.Where(peer => peer.HasSaid(message)))
            OnFault(peer, new ChannelFault(PeerFault.Forged, "It has said what bears no valid signature."));
    }

    /// <inheritdoc/>
    public void Fault(NodeId peer, PeerFault fault) => OnFault(
        _peers[peer.Index],
        new ChannelFault(fault, fault == PeerFault.Unasked
            ? "It sends blocks that nobody has asked it for."
            : "It has sent a certificate that does not hold."));

    /// <summary>Whether a peer is reached, and its points.</summary>
    public (bool IsUp, int Points) StateOf(NodeId peer) =>
        (_peers[peer.Index].Live is not null, _peers[peer.Index].PointsAt(Now));

    /// <summary>Says Bye, and ends all that runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        var live = _peers.Select(peer => peer.Live).OfType<PeerConnection>().ToArray();
        foreach (var connection in live)
            connection.Close(ByeReason.Closing);
        await Task.WhenAny(Task.WhenAll(live.Select(connection => connection.Ended)), Task.Delay(s_goodbye));
        await _stop.CancelAsync();
        await _tasks.EndedAsync();
        _door?.Dispose();
        _tls.Dispose();
        _stop.Dispose();
    }

    /// <summary>What a connection begins with.</summary>
    internal PeerChannel NewChannel(Action wake) => new(_channels, _budget, wake);

    /// <summary>A frame has come.</summary>
    internal void OnRead(PeerConnection connection, int bytes, ImmutableArray<EncodedMessage> heard)
    {
        _metrics.OnLinkBytes(_own.Name, isSent: false, bytes);
        var receiver = Volatile.Read(ref _receiver);
        foreach (var message in heard)
        {
            if (receiver.IsNobody())
                connection.Channel.OnTaken(message);
            else
                receiver.Tell(new PeerHeard(connection.Peer.Id, message) { Over = connection.Channel });
        }
    }

    /// <summary>Frames have gone.</summary>
    internal void OnWritten(int bytes) => _metrics.OnLinkBytes(_own.Name, isSent: true, bytes);

    /// <summary>A peer has done something wrong.</summary>
    /// <returns>Whether it is banned now.</returns>
    internal bool OnFault(RemotePeer peer, ChannelFault fault) => _judge.OnFault(peer, fault);

    private bool IsWelcome(PublicKey identity) =>
        _byIdentity.ContainsKey(identity) && !_judge.IsBanned(identity);

    private async Task ComeInAsync(Socket socket, Action isKnown)
    {
        ProcessCpu.Enter(WorkPart.Links);
        socket.NoDelay = true;
        var shaken = await _tls.ShakeAsync(
            new NetworkStream(socket, ownsSocket: true), isDialled: false, IsWelcome, Settings, _stop.Token);
        if (shaken is not var (stream, identity))
        {
            _metrics.OnStranger(_own.Name);
            return;
        }

        isKnown();
        var peer = _byIdentity[identity];
        await using (stream)
        {
            if (peer.MayComeIn(Now))
                await OpenAsync(peer, stream, isDialled: false);
            else
                OnFault(peer, new(PeerFault.Reconnects, "It dials faster than any peer of ours."));
        }
    }

    private async Task DialAsync(RemotePeer peer, EndPointText address)
    {
        ProcessCpu.Enter(WorkPart.Links);
        if (!IsWelcome(peer.Identity))
            return;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(Settings.HandshakeTime);
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, limit.Token);
        }
        catch (Exception end) when (FrameStream.IsEnd(end))
        {
            socket.Dispose();
            return;
        }

        var shaken = await _tls.ShakeAsync(
            new NetworkStream(socket, ownsSocket: true), isDialled: true,
            identity => identity == peer.Identity && IsWelcome(identity), Settings, _stop.Token);
        if (shaken is not var (stream, _))
            return;
        await using (stream)
            await OpenAsync(peer, stream, isDialled: true);
    }

    /// <summary>Opens a link over a connection on which both have shown who they are, and runs it to its end.</summary>
    private async Task OpenAsync(RemotePeer peer, Stream stream, bool isDialled)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        using var frames = new FrameStream(stream, Settings, ending.Token);
        frames.Add(new Frame.Hello(
            ProtocolVersion, ProtocolVersionLeast, _own.Network, _incarnation, new Timestamp(UtcMilliseconds)));
        if (await frames.FlushAsync() is null || await HelloAsync(peer, frames) is not { } hello)
            return;
        using var connection = new PeerConnection(
            peer, frames, hello.Incarnation, isDialled == Self.Index < peer.Id.Index, this, ending);
        if (!Register(connection))
        {
            await ByeAsync(frames, ByeReason.Closing);
            return;
        }

        var reason = "of a mistake of this peer";
        try
        {
            reason = await connection.RunAsync();
        }
        finally
        {
            Forget(connection, reason);
        }
    }

    /// <returns>What the other has said first; null: there is no link.</returns>
    private async Task<Frame.Hello?> HelloAsync(RemotePeer peer, FrameStream frames)
    {
        var read = await frames.ReadAsync(Settings.HelloTime);
        if (read.Fault is { } wrong)
            OnFault(peer, wrong);
        if (read.End is not null)
            return null;
        var frame = Frame.Read(read.Bytes, out var kind, out var sentence);
        ByeReason? refusal = frame switch
        {
            Frame.Hello h when h.Network != _own.Network => ByeReason.AnotherNetwork,
            Frame.Hello h when h.Version < ProtocolVersionLeast || h.VersionLeast > ProtocolVersion =>
                ByeReason.AnotherVersion,
            _ => null,
        };
        if (refusal is { } why)
        {
            TellOnce(peer, why);
            await ByeAsync(frames, why);
            return null;
        }

        if (frame is Frame.Hello hello)
        {
            CompareClocks(peer, hello.Time);
            return hello;
        }

        if (frame is Frame.Bye { Reason: var reason })
            TellOnce(peer, reason);
        else
            OnFault(peer, new ChannelFault(kind, sentence ?? "A link does not begin with Hello."));
        return null;
    }

    /// <summary>
    /// Peers whose clocks differ by more than the window take no block of each other. Half of it is told, since both
    /// may be wrong.
    /// </summary>
    private void CompareClocks(RemotePeer peer, Timestamp told)
    {
        var offset = (told.Milliseconds - (double)UtcMilliseconds) / 1_000;
        if (peer.SeesClock(isFar: Math.Abs(offset) > _own.ClockWindow.TotalSeconds / 2))
            LinkTold.Clock(_log, _own.Name, peer.Identity, offset, _own.ClockWindow.TotalSeconds);
    }

    private void TellOnce(RemotePeer peer, ByeReason why)
    {
        bool isNew;
        lock (_gate)
            isNew = _told.Add((peer.Id, why));
        if (isNew && why != ByeReason.Closing)
            LinkTold.Refused(_log, _own.Name, peer.Identity, why);
    }

    private static async Task ByeAsync(FrameStream frames, ByeReason reason)
    {
        frames.Add(new Frame.Bye(reason));
        await frames.FlushAsync();
    }

    /// <summary>
    /// Of two connections of the same two processes the one stays that the peer with the lower identity has dialled,
    /// which both know. Of two that it has dialled, and of two processes of the other, the newer one stays.
    /// </summary>
    private bool Register(PeerConnection connection)
    {
        var peer = connection.Peer;
        lock (_gate)
        {
            if (_stop.IsCancellationRequested || !IsWelcome(peer.Identity))
                return false;
            var before = peer.Live;
            if (before is { IsFromLower: true } && !connection.IsFromLower
                && before.Incarnation == connection.Incarnation)
                return false;
            peer.Live = connection;
            if (before is null)
                Volatile.Read(ref _receiver).Tell(new LinkUp(peer.Id));
            before?.Close(ByeReason.Closing);
        }

        return true;
    }

    private void Forget(PeerConnection connection, string reason)
    {
        var (peer, channel) = (connection.Peer, connection.Channel);
        lock (_gate)
        {
            _ended += channel.Counts with { QueuedBytes = 0 };
            if (peer.Live != connection)
                return;
            peer.Live = null;
            Volatile.Read(ref _receiver).Tell(new LinkDown(peer.Id, reason));
        }
    }
}
