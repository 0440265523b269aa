using PoR.Actors.Messages;
using PoR.Chain;
using PoR.Core.Rounds;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Checks;

/// <summary>
/// Which rounds some node can still open, vote in or decide: what checks must remember, however far a node that was
/// cut off has fallen behind.
/// </summary>
/// <remarks>
/// A node's tip never moves to a lower round, and its tree of branches has no block of a round more than
/// <see cref="ChainTree.KeptRounds"/> before its tip's. So no node takes in a block of a round before
/// <see cref="Oldest"/>, and checks may forget those rounds. What they keep is bounded by how far the tips of the
/// run's nodes lie apart.
/// </remarks>
public sealed class DecidableRounds
{
    private readonly Round[] _tips;
    private readonly int _kept;
    private Round _leastTip = Round.Genesis;

    /// <summary>All nodes stand on genesis.</summary>
    public DecidableRounds(World world)
        : this(world.Nodes, Branch.Of(world.Population.Genesis))
    {
    }

    /// <summary>All nodes stand on a genesis.</summary>
    /// <param name="nodes">How many, at least 1.</param>
    /// <param name="genesis">Where they begin.</param>
    public DecidableRounds(int nodes, Branch genesis)
    {
        _tips = new Round[nodes];
        _kept = ChainTree.Of(genesis.State).KeptRounds;
    }

    /// <summary>The earliest round that a node could decide; 0 until all tips are far enough from genesis.</summary>
    public Round Oldest => new(Math.Max(0, _leastTip.Number - _kept));

    /// <summary>Something happened.</summary>
    public void See(Fact fact)
    {
        if (fact is not { Node.Index: var node, Tip: { } tip })
            return;
        var wasLeast = _tips[node] == _leastTip;
        _tips[node] = tip;
        if (wasLeast)
            _leastTip = _tips.Min();
    }
}
