using PoR.Actors;
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
    private const int RoundsOfMargin = 100;

    private readonly RoundMemory<Holders> _held = new(decidable);
    private readonly Dictionary<NodeId, long> _behind = []; // The most rounds, since a node was last in time.
    private long _newest;

    /// <inheritdoc/>
    public string Name => "I8";

    /// <inheritdoc/>
    /// <remarks>
    /// A node has a certificate when it has counted its votes, or got it with the block. While it catches up after a
    /// cut it is late for rounds that were decided after the cut, too; it may take Λ + 2λ for each hundred rounds.
    /// </remarks>
    public int See(Fact fact, Action<long, string> report)
    {
        if (fact is not { Node: var node, Decided.Round: var round } || _held.Of(round) is not { } held
            || !held.Nodes.Add(node.Index))
            return 0;
        var now = world.Now;
        held.First ??= now;
        _newest = Math.Max(_newest, round.Number);
        var parameters = world.Population.Genesis.Parameters;
        var lambda = TimeSpan.FromMilliseconds(parameters.SmallLambdaMs);
        var isLate = now - held.First > lambda;
        var missed = _behind[node] = isLate
            ? Math.Max(_behind.GetValueOrDefault(node), _newest - round.Number)
            : 0;

        // A message that a cut has held back arrives with the repeats after the cut.
        var margin = (lambda * 10)
            + ((TimeSpan.FromMilliseconds(parameters.BigLambdaMs) + (lambda * 2)) * (missed / RoundsOfMargin));
        if (isLate && !isCutBetween(held.First.Value - margin, now))
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
