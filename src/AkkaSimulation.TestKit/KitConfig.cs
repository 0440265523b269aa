using Akka.Configuration;
using Akka.Dispatch;
using AkkaSimulation.Dispatch;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.TestKit;

/// <summary>What a test kit adds to the options of a simulation.</summary>
internal static class KitConfig
{
    /// <summary>Log entries that a report shows.</summary>
    public const int LogEntries = 20;

    // A report leaves out what Akka's own actors tell each other at every subscription, so more are kept for each node.
    private const int LogEntriesKept = 3 * LogEntries;

    // A test that looks into one actor, by a TestActorRef, expects that a Tell has happened when it returns.
    private static readonly Config s_config = ConfigurationFactory.ParseString(
        """
        akka.test.calling-thread-dispatcher {
          type = "AkkaSimulation.TestKit.CallingThreadConfigurator, AkkaSimulation.TestKit"
          shutdown-timeout = 1s
          mailbox-requirement = ""
        }
        """);

    public static SimulationOptions Complete(SimulationOptions options, ulong seed) => options with
    {
        Seed = seed,
        Log = options.Log == LogMode.Off ? LogMode.Last(LogEntriesKept) : options.Log,
        Config = options.Config is { } config ? config.WithFallback(s_config) : s_config,
    };
}

/// <summary>The dispatcher of actors that a test looks into.</summary>
internal sealed class CallingThreadConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : MessageDispatcherConfigurator(config, prerequisites)
{
    public const string Id = "akka.test.calling-thread-dispatcher";
    private SimulationDispatcher? _dispatcher;

    public override MessageDispatcher Dispatcher() => _dispatcher ??= new SimulationDispatcher(
        this, Prerequisites.Settings.Setup.Get<LifeSetup>().Value.Life, isCallingThread: true);
}
