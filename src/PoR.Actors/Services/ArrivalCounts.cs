namespace PoR.Actors.Services;

/// <summary>
/// What has come to one peer from others: for reports, and nothing in the protocol depends on it. Counted by the peer's
/// gossip alone, over all lives of the peer.
/// </summary>
public sealed class ArrivalCounts
{
    /// <summary>
    /// Messages of other peers that were handed to an actor here, each once however often it comes; without
    /// certificates. What a repeat brings that was not heard before counts, the repeat itself does not.
    /// </summary>
    public long Messages { get; internal set; }

    /// <summary>Certificates that peers told, each time.</summary>
    public long Certificates { get; internal set; }
}
