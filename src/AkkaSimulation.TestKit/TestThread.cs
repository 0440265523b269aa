using AkkaSimulation.Running;

namespace AkkaSimulation.TestKit;

/// <summary>
/// Lets Akka draw from the driver's generator on the thread of a test between runs, too: actors that the test creates
/// there have uids that follow from the seed.
/// </summary>
internal sealed class TestThread(Simulation simulation)
{
    private readonly Random _random = simulation.DriverRandom;
    private Random? _before;

    /// <summary>
    /// A test may go on on another thread, so this is said again and again. While a thread drives, it has the
    /// generator of turns, which ends with the drive: that is not what was before.
    /// </summary>
    public void Attend()
    {
        if (Turn.Simulation is null && !ReferenceEquals(Turn.CurrentRandom, _random))
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
