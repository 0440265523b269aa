using System.Collections.Immutable;

namespace PoR.Configuration.Profiles;

/// <summary>How messages travel from node to node.</summary>
public sealed record NetworkSettings
{
    /// <summary>
    /// The file of region latencies, relative to the working folder; null for the model by
    /// great-circle distance between cities.
    /// </summary>
    public required string? MatrixFile { get; init; }

    /// <summary>Whether the matrix holds round trips; a link's delay is then the half.</summary>
    public required bool MatrixIsRoundTrip { get; init; }

    /// <summary>Cities of the great-circle model; empty for all that it knows.</summary>
    public required ImmutableArray<string> Cities { get; init; }

    /// <summary>Whether the city or region of each node is drawn instead of taken in turn.</summary>
    public required bool IsPlacementSeeded { get; init; }

    /// <summary>How delays vary.</summary>
    public required JitterModel Jitter { get; init; }

    /// <summary>How far delays vary, in thousandths of the link's delay, 0..900.</summary>
    public required int JitterSpreadPermille { get; init; }

    /// <summary>No message takes less, 0 to 1 s.</summary>
    public required TimeSpan LeastDelay { get; init; }

    /// <summary>Arrivals are rounded up to multiples of this, 100 µs and up.</summary>
    public required TimeSpan Tick { get; init; }

    /// <summary>What each node sends, in bits per second; null for no limit.</summary>
    public required long? BandwidthBitsPerSecond { get; init; }

    /// <summary>Peers of each node when messages go hop by hop; null for direct delivery.</summary>
    public required int? GossipDegree { get; init; }
}

/// <summary>How the delay of a message varies around its link's delay.</summary>
public enum JitterModel
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Evenly, up to the spread either way.</summary>
    Uniform,

    /// <summary>Log-normally, with the spread as deviation.</summary>
    LogNormal,
}
