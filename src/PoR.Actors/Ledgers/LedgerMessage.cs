using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Actors.Ledgers;

/// <summary>Everything a ledger accepts. Closed: every case is nested here.</summary>
public abstract record LedgerMessage
{
    private LedgerMessage()
    {
    }

    /// <summary>The coordinator has started and wants the open round.</summary>
    public sealed record RoundWanted : LedgerMessage
    {
        /// <summary>The one instance.</summary>
        public static RoundWanted Instance { get; } = new();
    }

    /// <summary>The coordinator has seen a round end, by its own count or by a peer's certificate.</summary>
    /// <param name="Certificate">CERT^r.</param>
    /// <param name="Block">B^r; null while its body is missing, or when it is the empty block.</param>
    public sealed record RoundEnded(Certificate Certificate, Block? Block) : LedgerMessage;

    /// <summary>A peer says where it stands.</summary>
    /// <param name="Peer">Who.</param>
    /// <param name="OpenRound">Its open round r.</param>
    /// <param name="Parent">H(B^{r−1}) there.</param>
    /// <param name="Certified">CERT^{r−1} with its block, where the peer sent it.</param>
    public sealed record StatusHeard(NodeId Peer, Round OpenRound, BlockDigest Parent, CertifiedBlock? Certified)
        : LedgerMessage;

    /// <summary>A peer asks for what comes after the newest of these places that lies on this chain.</summary>
    public sealed record ChainRequested(NodeId Peer, ImmutableArray<ChainPoint> After) : LedgerMessage;

    /// <summary>A peer has sent certified blocks.</summary>
    public sealed record ChainReceived(NodeId Peer, ImmutableArray<CertifiedBlock> Blocks) : LedgerMessage;

    /// <summary>A body that was asked for.</summary>
    public sealed record BlockReceived(Block Block) : LedgerMessage;

    /// <summary>A peer asks for a body.</summary>
    public sealed record BlockRequested(NodeId Peer, BlockDigest Block) : LedgerMessage;

    /// <summary>A body that was asked for has not come.</summary>
    public sealed record BodyOverdue : LedgerMessage
    {
        /// <summary>The one instance.</summary>
        public static BodyOverdue Instance { get; } = new();
    }
}
