using AkkaSimulation.Networks;

namespace AkkaSimulation.TestKit.Xunit2.Tests;

/// <summary>The base class of the shared tests: the kit of xunit 2.</summary>
public abstract class KitBase(SimulationOptions? options = null, INetwork? network = null)
    : SimulationTestKit(seed: 7, options, network)
{
    /// <summary>A task of the test, which has ended.</summary>
    protected Task<T> Ended<T>(Task<T> task) => Task.FromResult(Await(task));
}
