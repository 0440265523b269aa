using Akka.Actor;
using AkkaSimulation.Nodes;

namespace AkkaSimulation;

/// <summary>Something that a node published to its EventStream.</summary>
/// <typeparam name="T">Its type.</typeparam>
/// <param name="Node">Where.</param>
/// <param name="Time">True time of the run.</param>
/// <param name="Message">What was published.</param>
public readonly record struct Observation<T>(SimulatedNode Node, TimeSpan Time, T Message);

/// <summary>
/// Shows the driver what nodes publish, between turns: after each turn of a shared loop, after each window of lanes, in
/// the order of (time, node, publication). So observers need no lock, and may plan actions.
/// </summary>
internal sealed class Observations
{
    private readonly List<Subscription> _subscriptions = [];

    /// <summary>Observes a type of message in all lives of all nodes that are added from now on.</summary>
    public void Add<T>(Action<Observation<T>> observer) => _subscriptions.Add(new Subscription<T>(observer));

    /// <summary>Subscribes to the stream of a new life.</summary>
    public void Subscribe(SimulatedNode node, ActorSystem system)
    {
        foreach (var subscription in _subscriptions)
            subscription.Subscribe(node, system);
    }

    /// <summary>Shows what has been published since.</summary>
    public void Deliver()
    {
        foreach (var subscription in _subscriptions)
            subscription.Deliver();
    }

    private abstract class Subscription
    {
        public abstract void Subscribe(SimulatedNode node, ActorSystem system);

        public abstract void Deliver();
    }

    private sealed class Subscription<T>(Action<Observation<T>> observer) : Subscription
    {
        private const int Nobody = -1;
        private const int Several = -2;
        private readonly List<List<Observation<T>>> _byNode = [];
        private readonly List<Observation<T>> _due = [];

        // On a shared loop one node alone publishes in a turn, and only its list is looked at then.
        private int _publisher = Nobody;

        public override void Subscribe(SimulatedNode node, ActorSystem system)
        {
            while (_byNode.Count <= node.Index)
                _byNode.Add([]);
            var published = _byNode[node.Index];
            system.EventStream.Subscribe(
                new CallbackRef<T>(system, message =>
                {
                    published.Add(new Observation<T>(node, TimeSpan.FromTicks(node.TrueNow), message));
                    NotePublisher(node.Index);
                }),
                typeof(T));
        }

        public override void Deliver()
        {
            var publisher = Volatile.Read(ref _publisher);
            if (publisher == Nobody)
                return;
            Volatile.Write(ref _publisher, Nobody);
            if (publisher == Several)
                _byNode.ForEach(Take);
            else
                Take(_byNode[publisher]);

            // Stable, so that one node's publications of one time keep their order.
            foreach (var observation in _due.Count == 1 ? _due : [.. _due.OrderBy(static o => o.Time)])
                observer(observation);
            _due.Clear();
        }

        private void Take(List<Observation<T>> published)
        {
            _due.AddRange(published);
            published.Clear();
        }

        /// <summary>Lanes publish at the same time.</summary>
        private void NotePublisher(int node)
        {
            var before = Interlocked.CompareExchange(ref _publisher, node, Nobody);
            if (before != Nobody && before != node)
                Volatile.Write(ref _publisher, Several);
        }
    }
}

/// <summary>Calls back, within the turn, for each message that it is told.</summary>
internal sealed class CallbackRef<T>(ActorSystem system, Action<T> callback) : MinimalActorRef
{
    private static long s_count;

    /// <summary>Unlike that of any other: a stream takes references of one path for one subscriber.</summary>
    public override ActorPath Path { get; } =
        new RootActorPath(new Address("akka", system.Name)) / $"observer-{Interlocked.Increment(ref s_count)}";

    public override IActorRefProvider Provider => ((ExtendedActorSystem)system).Provider;

    protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is T expected)
            callback(expected);
    }
}
