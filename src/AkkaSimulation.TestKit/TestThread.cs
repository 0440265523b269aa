using AkkaSimulation.Nodes;
using AkkaSimulation.Running;

namespace AkkaSimulation.TestKit;

/// <summary>
/// Lets Akka draw from a generator of the run on the thread of a test: actors that the test creates between runs have
/// uids that follow from the seed, too.
/// </summary>
internal sealed class TestThread(Simulation simulation)
{
    private const int TestsIndex = -1;
    private readonly Random _random = new SeededRandom(simulation.StreamOf(StreamPurpose.Akka, TestsIndex, 0));
    private Random? _before;

    /// <summary>A test may go on on another thread, so this is said again and again.</summary>
    public void Attend()
    {
        if (!ReferenceEquals(Turn.CurrentRandom, _random))
            _before = Turn.UseRandom(_random);
    }

    /// <summary>The current thread draws as it did before the test.</summary>
    public void Leave()
    {
        if (_before is not null && ReferenceEquals(Turn.CurrentRandom, _random))
            Turn.UseRandom(_before);
        _before = null;
    }
}
