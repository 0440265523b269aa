using PoR.Actors.Contract;
using PoR.Core.Agreement;
using PoR.Core.Protocol;

namespace PoR.Actors.Messages;

/// <summary>Everything a committee accepts. Closed: every case is nested here.</summary>
public abstract record CommitteeMessage : IMessage
{
    private CommitteeMessage()
    {
    }

    /// <summary>A vote that nobody has checked yet, with the round's agreed state.</summary>
    public sealed record VoteReceived(UnverifiedVote Vote, CommitteeView View) : CommitteeMessage;

    /// <summary>Which votes end the round? The coordinator asks when it has seen an ending condition.</summary>
    /// <param name="Value">v; null for the empty block.</param>
    public sealed record CertificateRequested(BlockValue? Value) : CommitteeMessage;

    /// <summary>The round is over for this node: the count may go.</summary>
    public sealed record Close : CommitteeMessage
    {
        /// <summary>The one instance.</summary>
        public static Close Instance { get; } = new();
    }
}
