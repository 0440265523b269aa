using AkkaSimulation.Nodes;

namespace AkkaSimulation.Networks;

/// <summary>A letter at the boundary between two nodes.</summary>
/// <param name="From">The sender's node.</param>
/// <param name="To">The receiver's node; look at nothing of it but its index, since another thread may run it.</param>
/// <param name="Message">The message.</param>
/// <param name="Now">True time of the run.</param>
/// <param name="Letter">The letter's number, unique in the run.</param>
public readonly record struct Crossing(
    SimulatedNode From, SimulatedNode To, object Message, TimeSpan Now, LetterNumber Letter);

/// <summary>One copy of a letter that gets through.</summary>
/// <param name="Delay">Time on the way; at least the network's <see cref="INetwork.MinimumDelay"/>.</param>
/// <param name="Message">What arrives.</param>
public readonly record struct Arrival(TimeSpan Delay, object Message);

/// <summary>What becomes of a letter: one copy, several, or none for a reason.</summary>
public readonly struct Arrivals
{
    private readonly Arrival _first;
    private readonly IReadOnlyList<Arrival>? _all;

    private Arrivals(Arrival first, IReadOnlyList<Arrival>? all, int count, DropCause cause) =>
        (_first, _all, Count, Cause) = (first, all, count, cause);

    /// <summary>How many copies arrive.</summary>
    public int Count { get; }

    /// <summary>Why none arrives; meaningless otherwise.</summary>
    public DropCause Cause { get; }

    /// <summary>A copy.</summary>
    /// <param name="index">0..<see cref="Count"/>−1.</param>
    public Arrival this[int index] =>
        (uint)index >= (uint)Count
            ? throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Count} arrivals.")
            : _all is null ? _first : _all[index];

    /// <summary>The letter arrives once.</summary>
    /// <param name="delay">Time on the way.</param>
    /// <param name="message">What arrives.</param>
    /// <returns>One arrival.</returns>
    public static Arrivals Once(TimeSpan delay, object message) => new(new Arrival(delay, message), null, 1, default);

    /// <summary>The letter arrives in several copies.</summary>
    /// <param name="all">At least one.</param>
    /// <returns>These arrivals.</returns>
    public static Arrivals Many(IReadOnlyList<Arrival> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentOutOfRangeException.ThrowIfZero(all.Count, nameof(all));
        return new Arrivals(all[0], all, all.Count, default);
    }

    /// <summary>The letter does not arrive.</summary>
    /// <param name="cause">Why.</param>
    /// <returns>No arrival.</returns>
    public static Arrivals None(DropCause cause) => new(default, null, 0, cause);
}

/// <summary>
/// The network between nodes. State is kept per sending node or per directed link: with lanes, several threads route
/// letters of different senders at the same time. Randomness comes from <see cref="SimulatedNode.NetworkRandom"/>.
/// </summary>
public interface INetwork
{
    /// <summary>
    /// No arrival is sooner; above zero, or on a grid of arrivals, each node has a lane of its own. Constant.
    /// </summary>
    TimeSpan MinimumDelay { get; }

    /// <summary>
    /// Arrivals are rounded up to multiples of this, in true time, none of them the present moment, and a node is
    /// handed all that arrive at one moment in one go, before its timers of that moment. So nodes have lanes of their
    /// own, and each runs for a tick at once, or for as many as <see cref="MinimumDelay"/> spans. Zero: none of it.
    /// Constant; a run's trace begins with it.
    /// </summary>
    TimeSpan ArrivalTick => TimeSpan.Zero;

    /// <summary>Decides about one letter, on the sender's lane. An exception ends the run.</summary>
    /// <param name="crossing">The letter.</param>
    /// <returns>What arrives, and when.</returns>
    Arrivals Route(in Crossing crossing);

    /// <summary>
    /// The delay of Akka's own messages between nodes (watch, unwatch, terminated): they are never lost, and stay in
    /// order.
    /// </summary>
    /// <param name="from">The sender's node.</param>
    /// <param name="to">The receiver's node.</param>
    /// <returns>Constant for a pair of nodes; at least <see cref="MinimumDelay"/>.</returns>
    TimeSpan SystemDelay(SimulatedNode from, SimulatedNode to) => MinimumDelay;
}

/// <summary>Every letter arrives at once: all nodes share one loop.</summary>
public sealed class InstantNetwork : INetwork
{
    /// <inheritdoc/>
    public TimeSpan MinimumDelay => TimeSpan.Zero;

    /// <inheritdoc/>
    public Arrivals Route(in Crossing crossing) => Arrivals.Once(TimeSpan.Zero, crossing.Message);
}
