namespace PoR.Actors.Contract;

/// <summary>The clock of a virtual-time host: time passes only inside these calls.</summary>
public interface IVirtualTime
{
    /// <summary>The run clock.</summary>
    TimeSpan Now { get; }

    /// <summary>Makes one delivery, the next in (time, sequence) order.</summary>
    /// <returns>False when nothing is left to deliver.</returns>
    bool Step();

    /// <summary>Delivers all that is due up to a time, inclusive; then Now is that time.</summary>
    /// <param name="time">By the run clock; an earlier one than Now does nothing.</param>
    /// <returns>How many deliveries were made.</returns>
    long RunUntil(TimeSpan time);

    /// <summary>Delivers until a condition holds, checked after each delivery.</summary>
    /// <param name="condition">Has no side effect.</param>
    /// <param name="limit">The run clock at which to give up.</param>
    /// <returns>Whether the condition holds.</returns>
    bool RunUntil(Func<bool> condition, TimeSpan limit);

    /// <summary>Delivers until nothing is left.</summary>
    /// <param name="maxDeliveries">A bound against actors that never rest.</param>
    /// <returns>How many deliveries were made; the bound when it was met.</returns>
    long RunUntilIdle(long maxDeliveries);
}
