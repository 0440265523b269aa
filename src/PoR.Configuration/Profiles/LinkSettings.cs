namespace PoR.Configuration.Profiles;

/// <summary>Links to peers of other operators.</summary>
public sealed record LinkSettings
{
    /// <summary>Where the peer listens for other peers; null: it only dials.</summary>
    public required EndPointText? Listen { get; init; }

    /// <summary>Whether links within a process also hand messages over as bytes.</summary>
    public required bool IsRoundTrip { get; init; }

    /// <summary>
    /// The beginning of the names of files that take every vote and own transaction that is said; null: there is none.
    /// </summary>
    public required string? RecordFile { get; init; }

    /// <summary>Most connections that have not shown who they are.</summary>
    public required int StrangersMax { get; init; }

    /// <summary>Most of them from one address.</summary>
    public required int StrangersOfAddressMax { get; init; }

    /// <summary>Connections that are taken a second.</summary>
    public required int AcceptsPerSecond { get; init; }

    /// <summary>How long the TLS handshake may take.</summary>
    public required TimeSpan HandshakeTime { get; init; }

    /// <summary>How long the first frame may take after it.</summary>
    public required TimeSpan HelloTime { get; init; }

    /// <summary>How long a frame may take after its first byte.</summary>
    public required TimeSpan FrameTime { get; init; }

    /// <summary>
    /// After so long without a frame a link is closed. Who has nothing to say for a third of it sends a ping.
    /// </summary>
    public required TimeSpan SilenceTime { get; init; }

    /// <summary>Messages of a peer.</summary>
    public required RateLimit Messages { get; init; }

    /// <summary>Bytes of a peer.</summary>
    public required RateLimit Bytes { get; init; }

    /// <summary>Milliseconds that checks of a peer's messages take.</summary>
    public required RateLimit CheckMilliseconds { get; init; }

    /// <summary>How long the first ban of a peer lasts; each further one twice as long.</summary>
    public required TimeSpan BanTime { get; init; }

    /// <summary>No ban is longer.</summary>
    public required TimeSpan BanTimeMax { get; init; }
}

/// <summary>How much of something a peer may use.</summary>
/// <param name="PerSecond">On average.</param>
/// <param name="Burst">At once, after a quiet time.</param>
public sealed record RateLimit(long PerSecond, long Burst);
