using Akka.TestKit;

namespace AkkaSimulation.TestKit;

/// <summary>A latch for which a test waits on virtual time. Actors count it down.</summary>
/// <param name="driver">The driver of the test.</param>
/// <param name="count">How often it must be counted down.</param>
/// <param name="limit">Virtual time for which <see cref="Ready()"/> waits at most.</param>
public sealed class SimulationLatch(SimulationDriver driver, int count, TimeSpan limit) : TestLatch(count)
{
    /// <summary>Drives until the latch is open.</summary>
    /// <exception cref="TimeoutException">It is not open in time.</exception>
    public new void Ready() => Ready(limit);

    /// <summary>Drives until the latch is open.</summary>
    /// <param name="timeout">Virtual time at most.</param>
    /// <exception cref="TimeoutException">It is not open in time.</exception>
    public new void Ready(TimeSpan timeout)
    {
        if (!driver.Until(() => IsOpen, timeout))
            throw new TimeoutException($"The latch is not open after {timeout} of virtual time (seed {driver.Seed}).");
    }
}
