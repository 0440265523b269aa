using PoR.Actors.Links;
using PoR.Core.Bytes;

namespace PoR.Node.Links;

/// <summary>What the long messages of all peers may take together while they come. Safe on many threads.</summary>
/// <param name="bytesMax">Together.</param>
internal sealed class ReassemblyBudget(long bytesMax = ReassemblyBudget.DefaultBytesMax)
{
    /// <summary>64 MiB.</summary>
    public const long DefaultBytesMax = 64 * 1024 * 1024;

    private long _bytes;

    /// <summary>How many are taken.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Takes room; false: there is none.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= bytesMax)
            return true;
        Return(bytes);
        return false;
    }

    /// <summary>Gives room back.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _bytes, -bytes);
}

/// <summary>
/// Puts the chunks of one peer's long messages together. Memory is taken chunk by chunk, never from the announced
/// length. Not safe on several threads.
/// </summary>
internal sealed class Reassembly(ChannelLimits limits, ReassemblyBudget budget)
{
    private readonly Dictionary<Bytes32, Body> _bodies = [];
    private long _bytes;

    /// <summary>Takes a chunk.</summary>
    /// <param name="chunk">What it carries is copied.</param>
    /// <param name="now">By the caller's clock.</param>
    /// <param name="dropped">
    /// Bytes that will never be part of a message, for which the peer gets its credit back at once.
    /// </param>
    /// <param name="fault">What the peer did wrong; its body is dropped.</param>
    /// <returns>The whole message with its last chunk; else null.</returns>
    public byte[]? Add(Frame.Chunk chunk, TimeSpan now, out long dropped, out ChannelFault? fault)
    {
        dropped = 0;
        fault = FaultOf(chunk);
        if (!_bodies.TryGetValue(chunk.Message, out var body) && fault is null)
            _bodies.Add(chunk.Message, body = new Body(chunk.IsUrgent, chunk.Total));
        if (body is null || fault is not null)
        {
            dropped = chunk.Bytes.Length + Drop(chunk.Message);
            return null;
        }

        body.LastAt = now;
        if (!body.IsAbandoned && !budget.TryTake(chunk.Bytes.Length))
        {
            // There is no room left for all peers together, which need not be this peer's doing: what else comes of
            // the message is passed over.
            dropped = Release(body);
            body.IsAbandoned = true;
        }

        body.Next++;
        if (body.IsAbandoned)
            dropped += chunk.Bytes.Length;
        else
            Keep(body, chunk.Bytes);
        if (body.Next < body.Chunks)
            return null;
        _bodies.Remove(chunk.Message);
        return body.IsAbandoned ? null : Joined(body);
    }

    /// <summary>Drops a long message of which nothing has come for long.</summary>
    /// <param name="now">By the caller's clock.</param>
    /// <returns>Its urgency, and how many bytes were dropped; null: there is none.</returns>
    public (bool IsUrgent, long Bytes)? DropStale(TimeSpan now)
    {
        foreach (var (digest, body) in _bodies)
        {
            if (now - body.LastAt > limits.BodyAge)
                return (body.IsUrgent, Drop(digest));
        }

        return null;
    }

    /// <summary>Drops all.</summary>
    public void Clear()
    {
        foreach (var digest in _bodies.Keys.ToArray())
            Drop(digest);
    }

    private ChannelFault? FaultOf(Frame.Chunk chunk)
    {
        if (chunk.Total > limits.Wire.MessageBytesMax)
            return Broken($"of {chunk.Total} bytes; {limits.Wire.MessageBytesMax} are allowed.");
        if (_bodies.TryGetValue(chunk.Message, out var body))
        {
            return chunk.Index != body.Next ? Broken($"goes on with chunk {chunk.Index} instead of {body.Next}.")
                : chunk.Total != body.Total || chunk.IsUrgent != body.IsUrgent ? Broken("changes on its way.")
                : chunk.Bytes.Length > limits.BodyBytesMax - _bytes ? Broken("is more than may wait for the rest.")
                : null;
        }

        return chunk.Index > 0 ? Broken($"begins with chunk {chunk.Index}.")
            : _bodies.Count >= limits.BodiesMax ? Broken($"comes before any of {_bodies.Count} others is whole.")
            : null;
    }

    private static ChannelFault Broken(string what) => new(PeerFault.BrokenBody, $"A long message {what}");

    private void Keep(Body body, ReadOnlyMemory<byte> part)
    {
        body.Parts.Add(part.ToArray());
        _bytes += part.Length;
    }

    private byte[] Joined(Body body)
    {
        var whole = new byte[body.Total];
        var at = 0;
        foreach (var part in body.Parts)
        {
            part.CopyTo(whole, at);
            at += part.Length;
        }

        Release(body);
        return whole;
    }

    private long Drop(Bytes32 digest) => _bodies.Remove(digest, out var body) ? Release(body) : 0;

    private long Release(Body body)
    {
        var bytes = body.Parts.Sum(part => (long)part.Length);
        body.Parts.Clear();
        _bytes -= bytes;
        budget.Return(bytes);
        return bytes;
    }

    private sealed class Body(bool isUrgent, int total)
    {
        public bool IsUrgent => isUrgent;

        public int Total => total;

        public int Chunks => (total + Frame.ChunkBytes - 1) / Frame.ChunkBytes;

        public int Next { get; set; }

        public List<byte[]> Parts { get; } = [];

        public TimeSpan LastAt { get; set; }

        public bool IsAbandoned { get; set; }
    }
}
