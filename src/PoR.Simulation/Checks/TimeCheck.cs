using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Core.Protocol;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Checks;

/// <summary>I8: honest nodes hold the certificate of a round within λ of each other, while no cut was near.</summary>
public sealed class TimeCheck(World world, SimulatedNetwork network) : IInvariantCheck
{
    private const int RoundsKept = 100;

    private readonly SortedDictionary<Round, (TimeSpan First, HashSet<int> Nodes)> _held = [];

    /// <inheritdoc/>
    public string Name => "I8";

    /// <inheritdoc/>
    public int See(Fact fact, Action<long, string> report)
    {
        if (HolderOf(fact) is not var (node, round))
            return 0;
        var now = world.Host.Now;
        if (!_held.TryGetValue(round, out var held))
        {
            _held.Add(round, held = (now, []));
            while (_held.Count > RoundsKept)
                _held.Remove(_held.First().Key);
        }

        if (!held.Nodes.Add(node.Index))
            return 0;
        var lambda = TimeSpan.FromMilliseconds(world.Population.Genesis.Parameters.SmallLambdaMs);
        var margin = lambda * 10; // What a cut has kept back comes with the repeats that follow it.
        if (now - held.First > lambda && !network.IsCutBetween(held.First - margin, now))
            report(
                round.Number,
                $"{node} holds the certificate {(now - held.First).TotalSeconds:0.0} s after the first node.");
        return 1;
    }

    /// <summary>A node has a certificate when it has counted its votes, or got it with the block.</summary>
    private static (NodeId Node, Round Round)? HolderOf(Fact fact) => fact switch
    {
        Fact.RoundDecided { Node: var node, Round: var round } => (node, round),
        Fact.BlockCertified { Node: var node, Block.Header.Round: var round } => (node, round),
        _ => null,
    };
}
