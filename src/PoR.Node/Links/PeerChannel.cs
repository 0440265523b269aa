using System.Collections.Immutable;
using System.Diagnostics;
using PoR.Actors.Links;
using PoR.Wire;

namespace PoR.Node.Links;

/// <summary>What a peer did wrong.</summary>
/// <param name="Kind">How much it weighs.</param>
/// <param name="Sentence">For the log.</param>
internal readonly record struct ChannelFault(PeerFault Kind, string Sentence);

/// <summary>What a frame has brought.</summary>
/// <param name="Heard">Messages, in the sender's order.</param>
/// <param name="Fault">What the peer did wrong; null: nothing.</param>
/// <param name="Bye">Why the peer closes the link; null: it does not.</param>
internal readonly record struct FrameOutcome(
    ImmutableArray<EncodedMessage> Heard, ChannelFault? Fault = null, ByeReason? Bye = null);

/// <summary>What a channel did not send at once.</summary>
/// <param name="Full">Messages that were dropped, since their lane was full.</param>
/// <param name="TooLong">Messages that were dropped, since no peer would accept them.</param>
/// <param name="CreditWaits">How often a lane waited for credit.</param>
/// <param name="QueuedBytes">Bytes that wait.</param>
internal readonly record struct ChannelCounts(long Full, long TooLong, long CreditWaits, long QueuedBytes)
{
    /// <summary>Both together.</summary>
    public static ChannelCounts operator +(ChannelCounts left, ChannelCounts right) => new(
        left.Full + right.Full, left.TooLong + right.TooLong, left.CreditWaits + right.CreditWaits,
        left.QueuedBytes + right.QueuedBytes);
}

/// <summary>
/// One life of a link to one peer, whatever carries its frames: what waits to go, what has come in part, and credit in
/// both directions. Credit goes back when the receiver has taken a message, not when it was read, so a slow actor
/// slows its peers, and mailboxes stay bounded.
/// </summary>
/// <remarks>
/// A message begins only while less than the window is out; it then goes to its end. Otherwise a message longer than
/// the window could never be whole, since its credit only comes back with the whole. So what is out is bounded by
/// the window and one message. A receiver knows all that, and takes more for a fault. Safe on many threads, but
/// frames come from one at a time.
/// </remarks>
/// <param name="limits">The same at both ends.</param>
/// <param name="budget">Of all peers.</param>
/// <param name="wake">
/// Called when <see cref="TakeFrame"/> may have something sooner than <see cref="Due"/> said; it must not block.
/// </param>
internal sealed class PeerChannel(ChannelLimits limits, ReassemblyBudget budget, Action wake)
{
    /// <summary>Credit goes back when a share of the window is taken: the sender has the rest meanwhile.</summary>
    private const int CreditsOfWindow = 4;

    private readonly Lock _gate = new();
    private readonly SendQueue _queue = new(limits);
    private readonly Reassembly _bodies = new(limits, budget);
    private ulong? _ping;
    private ulong? _pong;
    private long _full;
    private long _tooLong;
    private (long Urgent, long Bulk) _received; // Of messages that began; by the thread that brings frames.
    private (long Urgent, long Bulk) _taken;
    private (long Urgent, long Bulk) _credited;

    /// <summary>What never left, and what waited.</summary>
    public ChannelCounts Counts
    {
        get
        {
            lock (_gate)
                return new ChannelCounts(_full, _tooLong, _queue.CreditWaits, _queue.Bytes);
        }
    }

    private bool IsCreditDue =>
        _taken.Urgent - _credited.Urgent >= limits.UrgentWindowBytes / CreditsOfWindow
        || _taken.Bulk - _credited.Bulk >= limits.BulkWindowBytes / CreditsOfWindow;

    /// <summary>
    /// Puts a message into the queue. One that is longer than the peer may accept is dropped: it would be taken for a
    /// fault of this peer.
    /// </summary>
    public SendVerdict Enqueue(EncodedMessage message, TimeSpan now)
    {
        if (message.Length > limits.Wire.BytesMax(message.Message.Tag))
        {
            lock (_gate)
                _tooLong++;
            return SendVerdict.Dropped;
        }

        SendVerdict verdict;
        bool isSooner;
        lock (_gate)
        {
            var before = _queue.Due();
            verdict = _queue.Add(message, now, out var dropped);
            _full += dropped;
            isSooner = _queue.Due() is { } due && !(before <= due);
        }

        if (isSooner)
            wake();
        return verdict;
    }

    /// <summary>The next frame that may go now: control frames before messages.</summary>
    /// <returns>Null: nothing may.</returns>
    public Frame? TakeFrame(TimeSpan now)
    {
        lock (_gate)
        {
            if (_pong is { } pong)
            {
                _pong = null;
                return new Frame.Pong(pong);
            }

            if (IsCreditDue)
            {
                _credited = _taken;
                return new Frame.Credit(_credited.Urgent, _credited.Bulk);
            }

            if (_ping is { } ping)
            {
                _ping = null;
                return new Frame.Ping(ping);
            }

            return _queue.Take(now);
        }
    }

    /// <summary>When <see cref="TakeFrame"/> will have something, if nothing else happens.</summary>
    /// <returns>Null: never.</returns>
    public TimeSpan? Due()
    {
        lock (_gate)
            return _pong is not null || _ping is not null || IsCreditDue ? TimeSpan.Zero : _queue.Due();
    }

    /// <summary>The peer is asked whether it is there.</summary>
    /// <param name="number">Comes back with its answer.</param>
    public void Ping(ulong number)
    {
        lock (_gate)
            _ping = number;
        wake();
    }

    /// <summary>Takes a frame of the peer.</summary>
    /// <param name="frame">Read by <see cref="Frame.Read"/>; nothing of its bytes is kept.</param>
    /// <param name="now">By the caller's clock.</param>
    public FrameOutcome OnFrame(Frame frame, TimeSpan now)
    {
        switch (frame)
        {
            case Frame.Batch batch:
                return OnBatch(batch);
            case Frame.Chunk chunk:
                return OnChunk(chunk, now);
            case Frame.Credit credit:
                bool isRight;
                lock (_gate)
                    isRight = _queue.Credit(credit.Urgent, credit.Bulk);
                wake();
                return isRight ? new([]) : At(PeerFault.Undecodable, "It gives credit for what was never sent.");
            case Frame.Ping { Number: var number }:
                lock (_gate)
                    _pong = number;
                wake();
                return new([]);
            case Frame.Pong:
                return new([]);
            case Frame.Bye { Reason: var reason }:
                return new([], Bye: reason);
            case Frame.Hello:
                return At(PeerFault.Undecodable, "A link that is up is opened again.");
            default:
                throw new UnreachableException($"No handler for {frame.GetType().Name}.");
        }
    }

    /// <summary>Drops a long message of which nothing comes any more.</summary>
    /// <param name="now">By the caller's clock.</param>
    /// <returns>Null: there is none.</returns>
    public ChannelFault? DropStale(TimeSpan now)
    {
        (bool IsUrgent, long Bytes)? stale;
        lock (_gate)
            stale = _bodies.DropStale(now);
        if (stale is not { } body)
            return null;
        Take(body.IsUrgent, body.Bytes);
        return new ChannelFault(PeerFault.StaleBody, $"After {body.Bytes} bytes a long message did not go on.");
    }

    /// <summary>The receiver has taken a message, so the peer may send more.</summary>
    public void OnTaken(EncodedMessage message) => Take(message.Message.IsUrgent, message.Length);

    /// <summary>The link is down: what has come in part is dropped.</summary>
    public void Close()
    {
        lock (_gate)
            _bodies.Clear();
    }

    private static FrameOutcome At(PeerFault kind, string sentence) => new([], new ChannelFault(kind, sentence));

    private FrameOutcome OnBatch(Frame.Batch batch)
    {
        var heard = ImmutableArray.CreateBuilder<EncodedMessage>(batch.Messages.Length);
        foreach (var bytes in batch.Messages)
        {
            if (!Receive(batch.IsUrgent, bytes.Length, isBegin: true))
                return At(PeerFault.Overrun, "It sends more than it has credit for.");
            if (Decode(bytes, batch.IsUrgent, out var fault) is not { } message)
                return At(PeerFault.Undecodable, fault!);
            heard.Add(message);
        }

        return new FrameOutcome(heard.MoveToImmutable());
    }

    private FrameOutcome OnChunk(Frame.Chunk chunk, TimeSpan now)
    {
        if (!Receive(chunk.IsUrgent, chunk.Bytes.Length, isBegin: chunk.Index == 0))
            return At(PeerFault.Overrun, "It sends more than it has credit for.");
        byte[]? whole;
        long dropped;
        ChannelFault? broken;
        lock (_gate)
            whole = _bodies.Add(chunk, now, out dropped, out broken);
        Take(chunk.IsUrgent, dropped);
        if (whole is null)
            return new FrameOutcome([], broken);
        if (Decode(whole, chunk.IsUrgent, out var fault) is not { } message)
            return At(PeerFault.Undecodable, fault!);
        if (message.Digest.Bytes == chunk.Message)
            return new FrameOutcome([message]);
        Take(chunk.IsUrgent, whole.Length);
        return At(PeerFault.WrongDigest, "A long message has another digest than its chunks named.");
    }

    private EncodedMessage? Decode(ReadOnlyMemory<byte> bytes, bool isUrgent, out string? fault)
    {
        var message = EncodedMessage.Decode(bytes, limits.Wire, out fault);
        if (message is null || message.Message.IsUrgent == isUrgent)
            return message;
        fault = $"A message with the tag {message.Message.Tag} comes in the wrong lane.";
        return null;
    }

    /// <returns>False: the peer had no credit to begin a message.</returns>
    private bool Receive(bool isUrgent, int bytes, bool isBegin)
    {
        var (received, window) = isUrgent
            ? (_received.Urgent, limits.UrgentWindowBytes)
            : (_received.Bulk, limits.BulkWindowBytes);
        long credited;
        lock (_gate)
            credited = isUrgent ? _credited.Urgent : _credited.Bulk;
        if (isBegin && received - credited >= window)
            return false;
        _received = isUrgent
            ? (received + bytes, _received.Bulk)
            : (_received.Urgent, received + bytes);
        return true;
    }

    private void Take(bool isUrgent, long bytes)
    {
        bool isDue;
        lock (_gate)
        {
            _taken = isUrgent ? (_taken.Urgent + bytes, _taken.Bulk) : (_taken.Urgent, _taken.Bulk + bytes);
            isDue = IsCreditDue;
        }

        if (isDue)
            wake();
    }
}
