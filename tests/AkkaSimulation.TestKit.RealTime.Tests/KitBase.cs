using Akka.Configuration;

namespace AkkaSimulation.TestKit.RealTime.Tests;

/// <summary>The base class of the shared tests: Akka's own kit, in real time.</summary>
public abstract class KitBase() : Akka.TestKit.Xunit.TestKit(s_config)
{
    // A loaded machine is slow, and no test waits for the limit unless it fails.
    private static readonly Config s_config = ConfigurationFactory.ParseString(
        """
        akka.test.single-expect-default = 20s
        akka.stdout-loglevel = OFF
        akka.persistence.journal.plugin = "akka.persistence.journal.inmem"
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
        """);

    /// <summary>A task of the test, which ends by itself.</summary>
    protected static Task<T> Ended<T>(Task<T> task) => task;
}
