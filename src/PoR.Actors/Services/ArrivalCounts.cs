namespace PoR.Actors.Services;

/// <summary>
/// What has come to one peer from others: for reports, and nothing in the protocol depends on it. Counted by the peer's
/// gossip alone, over all lives of the peer.
/// </summary>
public sealed class ArrivalCounts
{
    /// <summary>
    /// Messages of other peers that were handed to an actor here, each once however often it comes; without
    /// certificates. A message inside a repeat counts if it was not heard before; the repeat itself does not count.
    /// </summary>
    public long Messages { get; internal set; }

    /// <summary>Certificates that peers told, each time.</summary>
    public long Certificates { get; internal set; }

    /// <summary>Answers that nobody had asked for, and questions beyond the share of who asked.</summary>
    public long Dropped { get; internal set; }
}
