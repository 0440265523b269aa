namespace AkkaSimulation.Networks;

/// <summary>
/// A network whose letters arrive on a grid of time, many at once: large networks of broadcasts run cheaper, since a
/// node takes all letters of a tick in one go. It is a coarser model, so a run on it has a trace of its own.
/// </summary>
/// <param name="inner">Carries the letters; what it gives is rounded up.</param>
/// <param name="tick">
/// Distance of the grid, above zero; 1 ms is a good choice for networks of tens of milliseconds.
/// </param>
public sealed class Ticked(INetwork inner, TimeSpan tick) : NetworkFilter(inner)
{
    /// <inheritdoc/>
    public override TimeSpan ArrivalTick { get; } = tick > TimeSpan.Zero
        ? tick
        : throw new ArgumentOutOfRangeException(nameof(tick), tick, "A tick lasts some time.");
}
