using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Simulation.Checks;

/// <summary>
/// I1: no two honest nodes decide different blocks for one round. While messages may be late, a block and the empty one
/// of the same parent may both be certified: such a fork is counted (D14). Two different non-empty blocks are always a
/// violation, and so is any fork while messages arrive in time.
/// </summary>
/// <param name="isNetworkSynchronous">Whether no cut was near the present.</param>
/// <param name="decidable">The rounds that a node may still decide.</param>
/// <remarks>Blocks on different parents of a round stand for a fork of an earlier round, which was seen then.</remarks>
public sealed class AgreementCheck(Func<bool> isNetworkSynchronous, DecidableRounds decidable) : IInvariantCheck
{
    private readonly RoundMemory<Dictionary<BlockDigest, (BlockDigest? Block, bool Empty)>> _decided = new(decidable);

    /// <inheritdoc/>
    public string Name => "I1";

    /// <summary>Rounds and parents of which a block and the empty block were certified.</summary>
    public int Forks { get; private set; }

    /// <inheritdoc/>
    public int See(Fact fact, Action<long, string> report)
    {
        switch (fact)
        {
            case Fact.RoundDecided { Node: var node, Certificate: var c }:
                See(node, c.Round, c.Parent, c.IsEmptyBlock ? null : c.Block, report);
                return 1;
            case Fact.BlockCertified { Node: var node, Block: { Header: var header } block }:
                See(node, header.Round, header.Parent, block.IsEmpty ? null : block.Digest, report);
                return 1;
            default:
                return 0;
        }
    }

    /// <param name="node">Who decided.</param>
    /// <param name="round">Which round.</param>
    /// <param name="parent">On which branch.</param>
    /// <param name="block">Null for the empty block.</param>
    /// <param name="report">Takes a breach.</param>
    private void See(NodeId node, Round round, BlockDigest parent, BlockDigest? block, Action<long, string> report)
    {
        if (_decided.Of(round) is not { } ofRound)
            return;
        var before = ofRound.GetValueOrDefault(parent);
        if (block is { } mine && before.Block is { } theirs && mine != theirs)
            report(round.Number, $"{node} decided block {mine}, another node {theirs}.");
        var after = (Block: before.Block ?? block, Empty: before.Empty || block is null);
        ofRound[parent] = after;
        if (after is not { Block: not null, Empty: true } || after == before)
            return;
        Forks++;
        if (isNetworkSynchronous())
            report(
                round.Number,
                $"A block and the empty block are decided, {node} is the first to differ, without a cut.");
    }
}
