using System.Runtime.CompilerServices;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Networks;

/// <summary>
/// Delays are uniform between two bounds; a later letter never overtakes an earlier one on a link, as over one
/// connection.
/// </summary>
public sealed class UniformNetwork : INetwork
{
    private readonly long _least;
    private readonly long _most;
    private readonly ConditionalWeakTable<SimulatedNode, Links> _links = [];

    // The links of the node that sent last: a node often sends many letters in a row. Any thread may exchange it.
    private volatile Links? _recent;

    /// <summary>A network with these delays.</summary>
    /// <param name="least">At least zero; zero makes all nodes share one loop.</param>
    /// <param name="most">At least <paramref name="least"/>.</param>
    public UniformNetwork(TimeSpan least, TimeSpan most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(least, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        (_least, _most) = (least.Ticks, most.Ticks);
    }

    /// <inheritdoc/>
    public TimeSpan MinimumDelay => TimeSpan.FromTicks(_least);

    /// <inheritdoc/>
    public Arrivals Route(in Crossing crossing)
    {
        var random = crossing.From.NetworkRandom;
        var delay = _least + (long)Math.BigMul(random.NextUInt64(), (ulong)(_most - _least + 1), out _);
        ref var latest = ref LinksOf(crossing.From).Latest(crossing.To.Index);
        latest = Math.Max(crossing.Now.Ticks + delay, latest);
        return Arrivals.Once(TimeSpan.FromTicks(latest - crossing.Now.Ticks), crossing.Message);
    }

    private Links LinksOf(SimulatedNode from)
    {
        if (_recent is { } recent && ReferenceEquals(recent.From, from))
            return recent;
        return _recent = _links.GetValue(from, static node => new Links(node));
    }

    /// <summary>The latest arrivals from one node; its own lane alone touches them.</summary>
    private sealed class Links(SimulatedNode from)
    {
        private long[] _latest = [];

        public SimulatedNode From => from;

        public ref long Latest(int to)
        {
            if (to >= _latest.Length)
                Array.Resize(ref _latest, Math.Max(to + 1, from.Simulation.Nodes.Count));
            return ref _latest[to];
        }
    }
}
