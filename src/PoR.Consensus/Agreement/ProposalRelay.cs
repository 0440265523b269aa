using System.Collections.Immutable;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Identities;

namespace PoR.Consensus.Agreement;

/// <summary>
/// Which messages of step 1 a node passes on. Without a choice every proposed block would cross the whole network.
/// </summary>
/// <remarks>
/// Algorand'_2's selective relay: the first verified one, and a later one only if its rank is the least so far; a
/// second, different block of one proposer is dropped. The body of a block is passed on only if its ticket is the least
/// that is known (D12).
/// </remarks>
public sealed record ProposalRelay
{
    private Ticket? Least { get; init; }

    private ImmutableDictionary<PublicKey, BlockValue> Blocks { get; init; } =
        ImmutableDictionary<PublicKey, BlockValue>.Empty;

    /// <summary>A relay that has heard nothing yet.</summary>
    public static ProposalRelay Empty { get; } = new();

    /// <summary>A verified ticket came.</summary>
    /// <returns>The next state, and whether the ticket is passed on.</returns>
    public (ProposalRelay Next, bool IsPassedOn) Hear(Ticket ticket) =>
        Least is null || LeaderOrder.IsLess(ticket, Least) ? (this with { Least = ticket }, true) : (this, false);

    /// <summary>A block came, its header checked.</summary>
    /// <returns>The next state, and whether the block is passed on.</returns>
    public (ProposalRelay Next, bool IsPassedOn) Hear(BlockValue block) =>
        Blocks.ContainsKey(block.Leader)
            ? (this, false)
            : (this with { Blocks = Blocks.Add(block.Leader, block) }, Least?.Sender == block.Leader);
}
