using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;

namespace AkkaSimulation.TestKit;

/// <summary>Keeps a node's latest log events, in all of its lives, until a test takes them.</summary>
internal sealed class LogTap
{
    private const int EventsMax = 1000;
    private readonly Queue<LogEvent> _events = new();

    public void Subscribe(ActorSystem system) =>
        system.EventStream.Subscribe(new Receiver(this, system), typeof(LogEvent));

    /// <summary>Takes the first event that matches; those before it are dropped.</summary>
    public bool TryTake(Func<LogEvent, bool> isMatch, [NotNullWhen(true)] out LogEvent? found)
    {
        while (_events.TryDequeue(out found))
        {
            if (isMatch(found))
                return true;
        }

        return false;
    }

    private void Add(LogEvent logEvent)
    {
        if (_events.Count == EventsMax)
            _events.Dequeue();
        _events.Enqueue(logEvent);
    }

    private sealed class Receiver(LogTap log, ActorSystem system) : MinimalActorRef
    {
        public override ActorPath Path { get; } = new RootActorPath(new Address("akka", system.Name)) / "logTap";

        public override IActorRefProvider Provider => ((ExtendedActorSystem)system).Provider;

        protected override void TellInternal(object message, IActorRef sender)
        {
            if (message is LogEvent logEvent)
                log.Add(logEvent);
        }
    }
}
