using AkkaSimulation;
using AkkaSimulation.Networks;

namespace PoR.Actors.Tests.Networks;

/// <summary>Every letter takes 50 ms; some may be lost.</summary>
internal sealed class SteadyNetwork(Func<Crossing, bool>? isLost = null) : INetwork
{
    /// <summary>All nodes share one loop, so that facts come at once.</summary>
    public TimeSpan MinimumDelay => TimeSpan.Zero;

    public Arrivals Route(in Crossing crossing) => isLost?.Invoke(crossing) == true
        ? Arrivals.None(DropCause.Loss)
        : Arrivals.Once(TimeSpan.FromMilliseconds(50), crossing.Message);
}
