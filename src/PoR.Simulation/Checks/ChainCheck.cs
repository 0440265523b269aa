using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Core.Agreement;

namespace PoR.Simulation.Checks;

/// <summary>
/// I4: each decided block names a decided block of the round before it, and what was committed, that is, had a
/// certified successor, is never undone while messages arrive in time.
/// </summary>
/// <param name="genesis">The digest that blocks of round 1 name.</param>
/// <param name="isNetworkSynchronous">Whether no cut was near the present.</param>
/// <param name="decidable">The rounds whose blocks may still get a successor; earlier ones are forgotten.</param>
public sealed class ChainCheck(BlockDigest genesis, Func<bool> isNetworkSynchronous, DecidableRounds decidable)
    : IInvariantCheck
{
    private readonly Queue<(BlockDigest Block, long Round)> _byAge = [];
    private readonly Dictionary<BlockDigest, (BlockDigest Parent, long Round)> _parents = [];
    private readonly Dictionary<NodeId, (BlockDigest Block, long Round)> _committed = [];

    /// <inheritdoc/>
    public string Name => "I4";

    /// <inheritdoc/>
    public int See(Fact fact, Action<long, string> report)
    {
        switch (fact)
        {
            case Fact.BlockCertified { Block: { Header: var header } block }:
                SeeBlock(block.Digest, header, report);
                return 1;
            case Fact.TipMoved { Node: var node, State: { BlockDigest: var tip, Round: var round } }:
                SeeTip(node, tip, round.Number, report);
                return 1;
            default:
                return 0;
        }
    }

    private void SeeBlock(BlockDigest digest, BlockHeader header, Action<long, string> report)
    {
        var round = header.Round.Number;
        if (round < decidable.Oldest.Number || !_parents.TryAdd(digest, (header.Parent, round)))
            return;
        _byAge.Enqueue((digest, round));
        while (_byAge.TryPeek(out var oldest) && oldest.Round < decidable.Oldest.Number)
            _parents.Remove(_byAge.Dequeue().Block);
        if (header.Parent != genesis && !_parents.ContainsKey(header.Parent))
            report(round, $"Block {digest} names a parent that nobody has decided.");
        else if (round != (header.Parent == genesis ? 1 : _parents[header.Parent].Round + 1))
            report(round, $"Block {digest} does not follow its parent's round.");
    }

    private void SeeTip(NodeId node, BlockDigest tip, long round, Action<long, string> report)
    {
        if (_committed.TryGetValue(node, out var committed) && !IsAncestor(committed, tip) && isNetworkSynchronous())
            report(
                round, $"{node} has undone block {committed.Block} of round {committed.Round}, which was committed.");
        if (!_parents.TryGetValue(tip, out var known))
            report(round, $"{node} stands on block {tip}, which nobody has decided.");
        else if (round > 1)
            _committed[node] = (known.Parent, round - 1);
    }

    private bool IsAncestor((BlockDigest Block, long Round) ancestor, BlockDigest digest)
    {
        while (digest != ancestor.Block)
        {
            if (!_parents.TryGetValue(digest, out var step) || step.Round <= ancestor.Round)
                return false;
            digest = step.Parent;
        }

        return true;
    }
}
