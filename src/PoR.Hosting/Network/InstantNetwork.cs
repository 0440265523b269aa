namespace PoR.Hosting.Network;

/// <summary>A network without delay and loss.</summary>
public sealed class InstantNetwork : INetworkModel
{
    /// <inheritdoc/>
    public Passage Route(in Crossing crossing) => default;
}
