using Akka.Actor;
using Akka.Event;
using Akka.TestKit;

namespace AkkaSimulation.TestKit;

/// <summary>
/// Akka's listener, to which event filters belong, without its printing: the test framework's output shows what is
/// wanted.
/// </summary>
internal sealed class SimulationEventListener : TestEventListener
{
    private const string Name = "eventListener";

    /// <summary>
    /// Starts the listener of a system. Akka's own way to start loggers counts their names over all systems of a
    /// process.
    /// </summary>
    public static void Start(ActorSystem system)
    {
        var listener = ((ExtendedActorSystem)system).SystemActorOf(Props.Create<SimulationEventListener>(), Name);
        listener.Tell(new InitializeLogger((LoggingBus)system.EventStream), ActorRefs.NoSender);
        foreach (var level in Enum.GetValues<LogLevel>().Where(level => level >= system.EventStream.LogLevel))
            system.EventStream.Subscribe(listener, Logging.ClassFor(level));
    }

    protected override void Print(LogEvent logEvent)
    {
    }
}
