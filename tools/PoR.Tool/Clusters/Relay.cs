using System.Net;
using System.Net.Sockets;

namespace PoR.Tool.Clusters;

/// <summary>
/// Stands before a member's remoting port: others connect to it, and it passes on what they send. Members that have
/// been split from each other get nothing through, as when a cable is cut: connections stay open, and bytes are lost.
/// </summary>
/// <remarks>
/// Akka's first frame on a connection names its sender by the address that it advertises, so that the relay knows whose
/// bytes it passes on.
/// </remarks>
/// <param name="member">Before whose port it stands.</param>
/// <param name="port">Where it listens.</param>
/// <param name="target">The member's own port.</param>
/// <param name="memberOf">Who advertises a port; null: nobody.</param>
/// <param name="isSplit">Whether two members cannot reach each other.</param>
internal sealed class Relay(
    string member, int port, int target, Func<int, string?> memberOf, Func<string, string, bool> isSplit)
    : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    // Field 2 of Akka's AddressData, the host, with the tag of field 3, the port, which follows as a varint.
    private static readonly byte[] s_host = [0x12, 9, .. "127.0.0.1"u8, 0x18];

    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, port);
    private Task _accepting = Task.CompletedTask;

    /// <summary>Begins to listen.</summary>
    public void Start()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    /// <summary>The port that the first frame of a connection says its sender has; 0: it names none.</summary>
    internal static int PortIn(ReadOnlySpan<byte> bytes)
    {
        var at = bytes.IndexOf(s_host);
        if (at < 0)
            return 0;
        var (port, shift) = (0, 0);
        foreach (var part in bytes[(at + s_host.Length)..])
        {
            port |= (part & 0x7F) << shift;
            shift += 7;
            if (part < 0x80 || shift > 14)
                break;
        }

        return port;
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        while (!_stop.IsCancellationRequested)
        {
            Socket from;
            try
            {
                from = await _listener.AcceptSocketAsync(_stop.Token);
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                break;
            }

            open.RemoveAll(task => task.IsCompleted);
            open.Add(PassAsync(from));
        }

        await Task.WhenAll(open);
    }

    private async Task PassAsync(Socket from)
    {
        using var near = from;
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, target, _stop.Token);
            var source = new Source();
            await Task.WhenAny(
                PumpAsync(near, far, bytes => source.Learn(memberOf, bytes), source),
                PumpAsync(far, near, null, source));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException)
        {
            return; // The member is down, or the connection has ended: the other side sees the same.
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Action<ReadOnlyMemory<byte>>? look, Source source)
    {
        var buffer = new byte[BufferBytes];
        while (true)
        {
            var count = await from.ReceiveAsync(buffer.AsMemory(), SocketFlags.None, _stop.Token);
            if (count == 0)
                return;
            look?.Invoke(buffer.AsMemory(0, count));
            if (source.Member is { } sender && isSplit(sender, member))
                continue;
            for (var sent = 0; sent < count;)
                sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), SocketFlags.None, _stop.Token);
        }
    }

    /// <summary>Who is at the other end of a connection.</summary>
    private sealed class Source
    {
        private volatile string? _member;

        public string? Member => _member;

        public void Learn(Func<int, string?> memberOf, ReadOnlyMemory<byte> bytes)
        {
            if (_member is null && PortIn(bytes.Span) is var port and not 0)
                _member = memberOf(port);
        }
    }
}
