using AkkaSimulation.Networks;

namespace PoR.TestKit.Adversaries;

/// <summary>A network whose links take what a script says.</summary>
internal sealed class LinkDelays(Func<int, int, TimeSpan> delay) : INetwork
{
    /// <summary>All nodes share one loop, so that facts come at once.</summary>
    public TimeSpan MinimumDelay => TimeSpan.Zero;

    public Arrivals Route(in Crossing crossing) =>
        Arrivals.Once(delay(crossing.From.Index, crossing.To.Index), crossing.Message);
}
