using System.Globalization;
using AkkaSimulation.Nodes;
using AkkaSimulation.Tracing;

namespace AkkaSimulation.Time;

/// <summary>
/// A node's clocks, which need not agree with the true time of the run; they go on while the node is down.
/// </summary>
/// <remarks>Piecewise linear in true time, in integers: ticks of 100 ns, drift in parts per million.</remarks>
public sealed class NodeClock
{
    private const long Million = 1_000_000;
    private readonly SimulatedNode _node;
    private readonly DateTimeOffset _epoch;
    private long _trueStart;
    private long _monotonicStart;
    private long _partsPerMillion;
    private long _offset;

    internal NodeClock(SimulatedNode node, DateTimeOffset epoch) => (_node, _epoch) = (node, epoch);

    /// <summary>Time since the start of the run by the node's monotonic clock.</summary>
    public TimeSpan Monotonic => TimeSpan.FromTicks(MonotonicAt(_node.TrueNow));

    /// <summary>The node's wall clock.</summary>
    public DateTimeOffset Now => _epoch + TimeSpan.FromTicks(MonotonicAt(_node.TrueNow) + _offset);

    /// <summary>Sets how far the wall clock is off the monotonic one.</summary>
    /// <param name="offset">Positive: fast.</param>
    /// <returns>This clock.</returns>
    public NodeClock Skew(TimeSpan offset)
    {
        _node.Simulation.RefuseOthers();
        _offset = offset.Ticks;
        return Changed($"skew {offset.Ticks}");
    }

    /// <summary>Moves the wall clock.</summary>
    /// <param name="by">Positive: forward.</param>
    /// <returns>This clock.</returns>
    public NodeClock Jump(TimeSpan by)
    {
        _node.Simulation.RefuseOthers();
        _offset += by.Ticks;
        return Changed($"jump {by.Ticks}");
    }

    /// <summary>Changes the rate of both clocks from now on; timers armed before keep their due time.</summary>
    /// <param name="partsPerMillion">Positive: fast; above −1,000,000.</param>
    /// <returns>This clock.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The clock would stand still or go back.</exception>
    public NodeClock Drift(int partsPerMillion)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(partsPerMillion, (int)-Million);
        _node.Simulation.RefuseOthers();
        var now = _node.TrueNow;
        _monotonicStart = MonotonicAt(now);
        _trueStart = now;
        _partsPerMillion = partsPerMillion;
        return Changed($"drift {partsPerMillion.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>The monotonic clock at a true time.</summary>
    /// <param name="trueTicks">Not before the latest change of the rate.</param>
    internal long MonotonicAt(long trueTicks) =>
        _monotonicStart + (_partsPerMillion == 0
            ? trueTicks - _trueStart
            : (long)((Int128)(trueTicks - _trueStart) * (Million + _partsPerMillion) / Million));

    /// <summary>The first true time at which the monotonic clock shows a time.</summary>
    /// <param name="monotonicTicks">A time that is still to come.</param>
    internal long TrueAt(long monotonicTicks)
    {
        if (_partsPerMillion == 0)
            return _trueStart + monotonicTicks - _monotonicStart;
        var rate = Million + _partsPerMillion;
        var scaled = ((Int128)(monotonicTicks - _monotonicStart) * Million) + rate - 1;
        return _trueStart + (long)(scaled / rate);
    }

    private NodeClock Changed(string change)
    {
        _node.Trace.Record(TraceKind.ClockChanged, _node.TrueNow, 0, change);
        return this;
    }
}
