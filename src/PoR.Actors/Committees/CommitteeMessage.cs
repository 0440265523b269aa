using PoR.Core.Agreement;

namespace PoR.Actors.Committees;

/// <summary>Everything a committee accepts. Closed: every case is nested here.</summary>
public abstract record CommitteeMessage
{
    private CommitteeMessage()
    {
    }

    /// <summary>A vote that nobody has checked yet.</summary>
    public sealed record VoteReceived(UnverifiedVote Vote) : CommitteeMessage;

    /// <summary>Which votes end the round? The coordinator asks when it has seen an ending condition.</summary>
    /// <param name="Value">v; null for the empty block.</param>
    public sealed record CertificateRequested(BlockValue? Value) : CommitteeMessage;
}
