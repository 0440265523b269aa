using PoR.Wire;

namespace PoR.Node.Links;

/// <summary>Bounds of what waits at a channel. Both ends of a link have the same window of credit.</summary>
/// <param name="Wire">How long messages may be.</param>
internal sealed record ChannelLimits(WireLimits Wire)
{
    /// <summary>A message begins only while fewer urgent bytes than this are out without credit.</summary>
    public long UrgentWindowBytes { get; init; } = 1024 * 1024;

    /// <summary>A message begins only while fewer bulk bytes than this are out without credit.</summary>
    public long BulkWindowBytes { get; init; } = 256 * 1024;

    /// <summary>Most urgent bytes that wait; what comes then is dropped.</summary>
    public long UrgentQueueBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>Most bulk bytes that wait; what has waited longest is dropped then.</summary>
    public long BulkQueueBytesMax { get; init; } = 16 * 1024 * 1024;

    /// <summary>A batch goes when it has so many bytes of messages, or as many messages as fit, or is so old.</summary>
    public int BatchBytes { get; init; } = 48 * 1024;

    /// <summary>So old.</summary>
    public TimeSpan BatchAge { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Most long messages of one peer that have come in part.</summary>
    public int BodiesMax { get; init; } = 4;

    /// <summary>Most bytes of them.</summary>
    public long BodyBytesMax { get; init; } = 2L * Wire.MessageBytesMax;

    /// <summary>A long message of which nothing comes for so long is dropped.</summary>
    public TimeSpan BodyAge { get; init; } = TimeSpan.FromSeconds(30);
}
