using Akka.Actor;
using AkkaSimulation.Nodes;

namespace AkkaSimulation;

/// <summary>The way from an actor system to its node.</summary>
public static class SimulatedSystems
{
    /// <summary>The node of which this system is a life.</summary>
    /// <param name="system">Any actor system.</param>
    /// <returns>Null outside a simulation.</returns>
    public static SimulatedNode? SimulatedNode(this ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system.Settings.Setup.Get<LifeSetup>() is { HasValue: true, Value.Life.Node: var node } ? node : null;
    }
}
