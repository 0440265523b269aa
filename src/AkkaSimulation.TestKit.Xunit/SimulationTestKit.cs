using Akka.Actor;
using AkkaSimulation.Networks;
using global::Xunit;

namespace AkkaSimulation.TestKit.Xunit;

/// <param name="seed">The seed of the run; goes before the one of the options.</param>
/// <param name="options">Null: the defaults. Without a log of its own, the latest entries are kept for reports.</param>
/// <param name="network">The network between nodes; null: letters between nodes take no time.</param>
/// <param name="output">Shows the log of node 0; null: nothing does.</param>
public abstract partial class SimulationTestKit(
    ulong seed = 0, SimulationOptions? options = null, INetwork? network = null, ITestOutputHelper? output = null)
    : global::Akka.TestKit.Xunit.TestKit((ActorSystem?)null, output)
{
    // Made before the base class is constructed, which needs its system.
    private readonly SimulationDriver _driver = new(Assertions, Lengthened, seed, options, network);
}
