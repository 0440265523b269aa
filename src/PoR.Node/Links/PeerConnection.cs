using PoR.Configuration.Profiles;

namespace PoR.Node.Links;

/// <summary>A connection to a peer that both have opened: brings its frames in and takes others out.</summary>
internal sealed class PeerConnection : IDisposable
{
    private const int ByeMs = 500;

    private readonly FrameStream _frames;
    private readonly TcpPeerLink _link;
    private readonly LinkSettings _limits;
    private readonly CancellationTokenSource _ending;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _waking = new();
    private bool _isWoken;
    private int _bye = -1;

    /// <summary>A connection that has not begun to run.</summary>
    /// <param name="peer">Who is there.</param>
    /// <param name="frames">The other's Hello is read, and nothing more.</param>
    /// <param name="incarnation">Of the other's process.</param>
    /// <param name="isFromLower">Whether the peer with the lower identity has dialled.</param>
    /// <param name="link">Whose.</param>
    /// <param name="ending">Ends <paramref name="frames"/>.</param>
    public PeerConnection(
        RemotePeer peer,
        FrameStream frames,
        ulong incarnation,
        bool isFromLower,
        TcpPeerLink link,
        CancellationTokenSource ending)
    {
        (Peer, _frames, Incarnation, IsFromLower) = (peer, frames, incarnation, isFromLower);
        (_link, _limits, _ending) = (link, link.Settings, ending);
        Channel = link.NewChannel(Wake);
    }

    /// <summary>Who is there.</summary>
    public RemotePeer Peer { get; }

    /// <summary>Of the other's process.</summary>
    public ulong Incarnation { get; }

    /// <summary>Whether the peer with the lower identity has dialled.</summary>
    public bool IsFromLower { get; }

    /// <summary>What waits, and what has come in part.</summary>
    public PeerChannel Channel { get; }

    /// <summary>Ends with the connection.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Runs until it ends.</summary>
    /// <returns>Why it has ended, as a clause.</returns>
    public async Task<string> RunAsync()
    {
        try
        {
            var (reading, writing) = (ReadAsync(), WriteAsync());
            var first = await Task.WhenAny(reading, writing);

            // Reading may end because the peer is banned: then it is still told so.
            if (first == reading)
                await Task.WhenAny(writing, Task.Delay(Volatile.Read(ref _bye) < 0 ? 0 : ByeMs, _ending.Token));
            await _ending.CancelAsync();
            await Task.WhenAll(reading, writing);
            return await first;
        }
        finally
        {
            Channel.Close();
            _ended.SetResult();
        }
    }

    /// <summary>Says Bye and ends. It does not wait.</summary>
    public void Close(ByeReason reason)
    {
        Interlocked.CompareExchange(ref _bye, (int)reason, -1);
        Wake();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The receiver may take messages of this connection long after its end, which wakes it.
        lock (_waking)
        {
            _isWoken = true;
            _wake.Dispose();
        }
    }

    private void Wake()
    {
        lock (_waking)
        {
            if (!_isWoken)
                _wake.Release();
            _isWoken = true;
        }
    }

    private async Task<string> ReadAsync()
    {
        while (true)
        {
            var read = await _frames.ReadAsync(_limits.SilenceTime);
            if (read.Fault is { } wrong)
                _link.OnFault(Peer, wrong);
            if (read.End is not null)
                return read.End;
            var now = TcpPeerLink.Now;
            var frame = Frame.Read(read.Bytes, out var kind, out var sentence);
            var outcome = frame is null
                ? new FrameOutcome([], new ChannelFault(kind, sentence!))
                : Channel.OnFrame(frame, now);
            var wait = Peer.Charge(read.Bytes.Length, outcome.Heard, now);
            _link.OnRead(this, read.Bytes.Length, outcome.Heard);
            if ((outcome.Fault is { } fault && _link.OnFault(Peer, fault))
                || (Channel.DropStale(now) is { } stale && _link.OnFault(Peer, stale)))
                return "the peer is banned";
            if (outcome.Bye is { } reason)
                return $"the peer has said Bye ({reason})";
            if (wait > TimeSpan.Zero && !await WaitAsync(wait))
                return "this peer closes it";
        }
    }

    private async Task<string> WriteAsync()
    {
        var (pings, last) = (0ul, TcpPeerLink.Now);
        while (true)
        {
            if (Volatile.Read(ref _bye) is >= 0 and var bye)
            {
                _frames.Add(new Frame.Bye((ByeReason)bye));
                await _frames.FlushAsync();
                return "this peer closes it";
            }

            while (_frames.HasRoom && Channel.TakeFrame(TcpPeerLink.Now) is { } frame)
                _frames.Add(frame);
            if (_frames.HasWaiting)
            {
                if (await _frames.FlushAsync() is not { } bytes)
                    return "the connection is gone";
                _link.OnWritten(bytes);
                last = TcpPeerLink.Now;
                continue;
            }

            var ping = last + (_limits.SilenceTime / 3);
            if (TcpPeerLink.Now >= ping)
                Channel.Ping(++pings);
            var until = Channel.Due() is { } due && due < ping ? due : ping;
            if (!await WakeAsync(until - TcpPeerLink.Now))
                return "this peer closes it";
        }
    }

    /// <returns>False: the connection ends.</returns>
    private async Task<bool> WakeAsync(TimeSpan most)
    {
        var wait = Math.Max(0, Math.Ceiling(most.TotalMilliseconds));
        try
        {
            if (await _wake.WaitAsync(TimeSpan.FromMilliseconds(wait), _ending.Token))
            {
                lock (_waking)
                    _isWoken = false;
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<bool> WaitAsync(TimeSpan wait)
    {
        await Task.Delay(wait, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !_ending.IsCancellationRequested;
    }
}
