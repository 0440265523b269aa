using PoR.Hosting.Network;

namespace PoR.Actors.Tests.Networks;

/// <summary>A network whose links take what a script says.</summary>
internal sealed class LinkDelays(Func<int, int, TimeSpan> delay) : INetworkModel
{
    public Passage Route(in Crossing crossing) => new(delay(crossing.From, crossing.To));
}
