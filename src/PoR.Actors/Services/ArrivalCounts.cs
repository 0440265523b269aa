namespace PoR.Actors.Services;

/// <summary>
/// What has come to one peer: for reports, and nothing in the protocol depends on it. Counted over all lives of the
/// peer, by its gossip alone but for votes.
/// </summary>
public sealed class ArrivalCounts
{
    private long _votesCounted;

    /// <summary>
    /// Messages of other peers that were handed to an actor here, each once however often it comes; without
    /// certificates. A message inside a repeat counts if it was not heard before; the repeat itself does not count.
    /// </summary>
    public long Messages { get; internal set; }

    /// <summary>Certificates that peers told, each time.</summary>
    public long Certificates { get; internal set; }

    /// <summary>Answers that nobody had asked for, and questions beyond the share of who asked.</summary>
    public long Dropped { get; internal set; }

    /// <summary>Transactions, tickets and proposals beyond the budget of the peer that said them.</summary>
    public long OverBudget { get; internal set; }

    /// <summary>
    /// Valid votes that the peer's committees have taken into their counts, those of its own participants included.
    /// </summary>
    public long VotesCounted => Interlocked.Read(ref _votesCounted);

    /// <summary>A committee has taken a vote; each is an actor of its own.</summary>
    internal void OnVote() => Interlocked.Increment(ref _votesCounted);
}
