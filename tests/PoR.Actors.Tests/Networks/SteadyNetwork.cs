using PoR.Hosting.Network;

namespace PoR.Actors.Tests.Networks;

/// <summary>Every letter takes 50 ms; some may be lost.</summary>
internal sealed class SteadyNetwork(Func<Crossing, bool>? isLost = null) : INetworkModel
{
    public Passage Route(in Crossing crossing) => isLost?.Invoke(crossing) == true
        ? new Passage(TimeSpan.Zero, DropCause.Loss)
        : new Passage(TimeSpan.FromMilliseconds(50));
}
