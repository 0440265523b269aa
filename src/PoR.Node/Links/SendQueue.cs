using System.Collections.Immutable;
using PoR.Actors.Links;
using PoR.Wire;

namespace PoR.Node.Links;

/// <summary>
/// What waits to go to one peer, in two lanes: urgent messages go before bulk, also between the chunks of a long one.
/// Not safe on several threads.
/// </summary>
internal sealed class SendQueue(ChannelLimits limits)
{
    private readonly Lane _urgent = new(true, limits.UrgentWindowBytes, limits);
    private readonly Lane _bulk = new(false, limits.BulkWindowBytes, limits);

    /// <summary>Bytes that wait.</summary>
    public long Bytes => _urgent.Bytes + _bulk.Bytes;

    /// <summary>How often a lane had something to send, and no credit.</summary>
    public long CreditWaits => _urgent.CreditWaits + _bulk.CreditWaits;

    /// <summary>
    /// Puts a message into its lane. A full bulk lane drops what has waited longest, since newer blocks and
    /// transactions are worth more; a full urgent lane drops the new message, since votes of one step come together and
    /// the first ones complete a quorum.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="now">By the caller's clock.</param>
    /// <param name="dropped">How many messages were dropped.</param>
    /// <returns>What became of this one.</returns>
    public SendVerdict Add(EncodedMessage message, TimeSpan now, out int dropped)
    {
        dropped = 0;
        if (message.Message.IsUrgent)
        {
            if (_urgent.Bytes + message.Length <= limits.UrgentQueueBytesMax)
                return _urgent.Add(message, now);
            dropped = 1;
            return SendVerdict.Dropped;
        }

        while (_bulk.Bytes + message.Length > limits.BulkQueueBytesMax && _bulk.DropOldest())
            dropped++;
        if (_bulk.Bytes + message.Length <= limits.BulkQueueBytesMax)
            return _bulk.Add(message, now);
        dropped++;
        return SendVerdict.Dropped;
    }

    /// <summary>The peer has taken so many bytes in all.</summary>
    /// <returns>False: more than was sent, which only a broken peer says, or less than it has said before.</returns>
    public bool Credit(long urgent, long bulk) => _urgent.Credit(urgent) & _bulk.Credit(bulk);

    /// <summary>The next frame that may go now.</summary>
    /// <returns>Null: nothing may.</returns>
    public Frame? Take(TimeSpan now) => _urgent.Take(now) ?? _bulk.Take(now);

    /// <summary>When <see cref="Take"/> will have a frame if nothing else happens.</summary>
    /// <returns>Null: never.</returns>
    public TimeSpan? Due()
    {
        var (urgent, bulk) = (_urgent.Due(), _bulk.Due());
        return urgent is null || bulk < urgent ? bulk : urgent;
    }

    /// <summary>Messages of one urgency, in their order.</summary>
    private sealed class Lane(bool isUrgent, long window, ChannelLimits limits)
    {
        private readonly Queue<(EncodedMessage Message, TimeSpan Since)> _waiting = [];
        private (EncodedMessage Message, int Next)? _cut;
        private long _sent;
        private long _taken;
        private bool _isWaitingForCredit;

        /// <summary>Of messages that wait, without the one whose chunks are on their way.</summary>
        public long Bytes { get; private set; }

        public long CreditWaits { get; private set; }

        private bool HasCredit => _sent - _taken < window;

        public SendVerdict Add(EncodedMessage message, TimeSpan now)
        {
            _waiting.Enqueue((message, now));
            Bytes += message.Length;
            return HasCredit ? SendVerdict.Sent : SendVerdict.Queued;
        }

        public bool DropOldest()
        {
            if (_waiting.Count == 0)
                return false;
            Next();
            return true;
        }

        public bool Credit(long taken)
        {
            if (taken < _taken || taken > _sent)
                return false;
            _taken = taken;
            _isWaitingForCredit &= !HasCredit;
            return true;
        }

        public TimeSpan? Due()
        {
            if (_cut is not null)
                return TimeSpan.Zero;
            if (!_waiting.TryPeek(out var first) || !HasCredit)
                return null;
            return IsFull(first.Message) ? TimeSpan.Zero : first.Since + limits.BatchAge;
        }

        public Frame? Take(TimeSpan now)
        {
            if (_cut is { } cut)
                return NextChunk(cut.Message, cut.Next);
            if (!_waiting.TryPeek(out var first))
                return null;
            if (!HasCredit)
            {
                CreditWaits += _isWaitingForCredit ? 0 : 1;
                _isWaitingForCredit = true;
                return null;
            }

            if (Due() > now)
                return null;
            return first.Message.Length <= Frame.WholeBytesMax ? NextBatch() : NextChunk(Next(), 0);
        }

        private bool IsFull(EncodedMessage first) =>
            first.Length > Frame.WholeBytesMax || _waiting.Count >= Frame.BatchMax || Bytes >= limits.BatchBytes;

        /// <summary>Ends before a long message, which keeps its place, and where the credit ends.</summary>
        private Frame.Batch NextBatch()
        {
            var messages = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(Math.Min(_waiting.Count, Frame.BatchMax));
            var bytes = 0;
            while (messages.Count < Frame.BatchMax && bytes < limits.BatchBytes && HasCredit
                && _waiting.TryPeek(out var first) && first.Message is { Length: <= Frame.WholeBytesMax } message
                && Frame.BatchHeadBytes + bytes + Frame.MessageHeadBytes + message.Length <= Frame.BytesMax)
            {
                Next();
                messages.Add(message.Bytes);
                bytes += Frame.MessageHeadBytes + message.Length;
                _sent += message.Length;
            }

            return new Frame.Batch(isUrgent, messages.ToImmutable());
        }

        private Frame.Chunk NextChunk(EncodedMessage message, int index)
        {
            var start = index * Frame.ChunkBytes;
            var length = Math.Min(Frame.ChunkBytes, message.Length - start);
            _sent += length;
            _cut = start + length < message.Length ? (message, index + 1) : null;
            return new Frame.Chunk(
                isUrgent, message.Digest.Bytes, message.Length, index, message.Bytes.Slice(start, length));
        }

        private EncodedMessage Next()
        {
            var (message, _) = _waiting.Dequeue();
            Bytes -= message.Length;
            return message;
        }
    }
}
