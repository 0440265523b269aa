using PoR.Actors.Messages;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Checks;

/// <summary>I8: honest nodes hold the certificate of a round within λ of each other, while no cut was near.</summary>
/// <param name="world">The network; all its nodes are held for honest.</param>
/// <param name="isCutBetween">Whether any link is cut at some time of a span.</param>
/// <param name="decidable">The rounds whose certificates a node may still get.</param>
public sealed class TimeCheck(World world, Func<TimeSpan, TimeSpan, bool> isCutBetween, DecidableRounds decidable)
    : IInvariantCheck
{
    private readonly RoundMemory<Holders> _held = new(decidable);

    /// <inheritdoc/>
    public string Name => "I8";

    /// <inheritdoc/>
    /// <remarks>A node has a certificate when it has counted its votes, or got it with the block.</remarks>
    public int See(Fact fact, Action<long, string> report)
    {
        if (fact is not { Node: var node, Decided.Round: var round } || _held.Of(round) is not { } held
            || !held.Nodes.Add(node.Index))
            return 0;
        var now = world.Now;
        held.First ??= now;
        var lambda = TimeSpan.FromMilliseconds(world.Population.Genesis.Parameters.SmallLambdaMs);
        var margin = lambda * 10; // A message that a cut has held back arrives with the repeats after the cut.
        if (now - held.First > lambda && !isCutBetween(held.First.Value - margin, now))
            report(
                round.Number,
                $"{node} holds the certificate {(now - held.First.Value).TotalSeconds:0.0} s after the first node.");
        return 1;
    }

    private sealed class Holders
    {
        public TimeSpan? First { get; set; }

        public HashSet<int> Nodes { get; } = [];
    }
}
