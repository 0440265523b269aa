using AkkaSimulation.Nodes;

namespace AkkaSimulation.Networks;

/// <summary>A network behind another rule; by itself it changes nothing.</summary>
/// <param name="inner">The network that carries what this rule lets pass.</param>
public abstract class NetworkFilter(INetwork inner) : INetwork
{
    /// <summary>The network behind this rule.</summary>
    protected INetwork Inner { get; } = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <inheritdoc/>
    public TimeSpan MinimumDelay => Inner.MinimumDelay;

    /// <inheritdoc/>
    public virtual TimeSpan ArrivalTick => Inner.ArrivalTick;

    /// <inheritdoc/>
    public virtual Arrivals Route(in Crossing crossing) => Inner.Route(crossing);

    /// <inheritdoc/>
    public TimeSpan SystemDelay(SimulatedNode from, SimulatedNode to) => Inner.SystemDelay(from, to);

    /// <summary>All arrivals of the inner network, changed.</summary>
    /// <param name="crossing">The letter.</param>
    /// <param name="change">Gives the arrivals that stand for one.</param>
    /// <returns>What arrives in the end.</returns>
    protected Arrivals Each(in Crossing crossing, Func<Arrival, IEnumerable<Arrival>> change)
    {
        var arrivals = Inner.Route(crossing);
        if (arrivals.Count == 0)
            return arrivals;
        var all = new List<Arrival>(arrivals.Count + 1);
        for (var i = 0; i < arrivals.Count; i++)
            all.AddRange(change(arrivals[i]));
        return Arrivals.Many(all);
    }
}

/// <summary>Letters between the two sides of a cut are lost while it lasts.</summary>
/// <param name="inner">Carries the other letters.</param>
/// <param name="isCut">Whether the link from one node to another is cut; each direction is asked for itself.</param>
/// <param name="from">True time at which the cut begins, inclusive.</param>
/// <param name="until">True time at which it heals, exclusive.</param>
public sealed class Cut(INetwork inner, Func<int, int, bool> isCut, TimeSpan from, TimeSpan until)
    : NetworkFilter(inner)
{
    /// <inheritdoc/>
    public override Arrivals Route(in Crossing crossing) =>
        crossing.Now >= from && crossing.Now < until && isCut(crossing.From.Index, crossing.To.Index)
            ? Arrivals.None(DropCause.Cut)
            : Inner.Route(crossing);
}

/// <summary>Letters are lost by chance.</summary>
/// <param name="inner">Carries the other letters.</param>
/// <param name="perMillion">How many of a million letters are lost, 0..1,000,000.</param>
public sealed class Loss(INetwork inner, int perMillion) : NetworkFilter(inner)
{
    private readonly int _perMillion = Chance.Checked(perMillion);

    /// <inheritdoc/>
    public override Arrivals Route(in Crossing crossing) =>
        Chance.Falls(crossing, _perMillion) ? Arrivals.None(DropCause.Loss) : Inner.Route(crossing);
}

/// <summary>Letters are doubled by chance; the copy comes later.</summary>
/// <param name="inner">Carries the letters.</param>
/// <param name="perMillion">How many of a million letters are doubled, 0..1,000,000.</param>
/// <param name="later">How much later the copy comes; at least zero.</param>
public sealed class Duplicate(INetwork inner, int perMillion, TimeSpan later) : NetworkFilter(inner)
{
    private readonly int _perMillion = Chance.Checked(perMillion);
    private readonly TimeSpan _later = Chance.Checked(later);

    /// <inheritdoc/>
    public override Arrivals Route(in Crossing crossing) =>
        Chance.Falls(crossing, _perMillion)
            ? Each(crossing, arrival => [arrival, arrival with { Delay = arrival.Delay + _later }])
            : Inner.Route(crossing);
}

/// <summary>Letters are held back by chance, so that later ones overtake them.</summary>
/// <param name="inner">Carries the letters.</param>
/// <param name="perMillion">How many of a million letters are held back, 0..1,000,000.</param>
/// <param name="heldBack">For how long; at least zero.</param>
public sealed class Reorder(INetwork inner, int perMillion, TimeSpan heldBack) : NetworkFilter(inner)
{
    private readonly int _perMillion = Chance.Checked(perMillion);
    private readonly TimeSpan _heldBack = Chance.Checked(heldBack);

    /// <inheritdoc/>
    public override Arrivals Route(in Crossing crossing) =>
        Chance.Falls(crossing, _perMillion)
            ? Each(crossing, arrival => [arrival with { Delay = arrival.Delay + _heldBack }])
            : Inner.Route(crossing);
}

/// <summary>Letters are changed on their way.</summary>
/// <param name="inner">Carries the letters.</param>
/// <param name="change">
/// Gives what arrives instead of a message; the message itself changes nothing. Pure: it must not change the message.
/// </param>
public sealed class Corrupt(INetwork inner, Func<Crossing, object> change) : NetworkFilter(inner)
{
    /// <inheritdoc/>
    public override Arrivals Route(in Crossing crossing)
    {
        var arriving = change(crossing);
        return Each(crossing, arrival => [arrival with { Message = arriving }]);
    }
}

/// <summary>A draw from the sender's stream for the network.</summary>
internal static class Chance
{
    public static bool Falls(in Crossing crossing, int perMillion) =>
        perMillion > 0 && crossing.From.NetworkRandom.Next(1_000_000) < perMillion;

    public static int Checked(int perMillion)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(perMillion);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(perMillion, 1_000_000);
        return perMillion;
    }

    public static TimeSpan Checked(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        return duration;
    }
}
