namespace PoR.Actors.Contract;

/// <summary>
/// Everything that an actor may do. All calls are buffered during one turn and released, in the
/// order of the calls, only when the turn succeeded and its events are durable. A turn that throws
/// has no effect at all: nothing is sent, persisted, armed, stashed or counted, and the random
/// stream stands where it stood.
/// </summary>
public interface IContext
{
    /// <summary>This actor.</summary>
    ActorAddress Self { get; }

    /// <summary>
    /// Who sent the message; <see cref="Self"/> for a timer, a job's end, OnStart and OnStop.
    /// </summary>
    ActorAddress Sender { get; }

    /// <summary>The run clock at this turn, from the start of the run; never goes back.</summary>
    TimeSpan Now { get; }

    /// <summary>
    /// This actor's own stream, keyed by (seed of the run, Self); each start begins it anew.
    /// </summary>
    RandomStream Random { get; }

    /// <summary>
    /// Sends at most once. Order holds per sender and receiver, among urgent letters and among the
    /// others (<see cref="IWireMessage.IsUrgent"/>) when the two are on different nodes.
    /// </summary>
    /// <param name="to">An actor of a registered kind, or the sender of an ask.</param>
    /// <param name="message">The message.</param>
    /// <exception cref="ArgumentException">The kind is not registered.</exception>
    /// <exception cref="InvalidOperationException">
    /// The receiver is on another node and the message is no <see cref="IWireMessage"/>.
    /// </exception>
    void Send(ActorAddress to, IMessage message);

    /// <summary>Sends one message to each receiver, in this order.</summary>
    /// <param name="to">As in <see cref="Send"/>.</param>
    /// <param name="message">One object for all.</param>
    void SendMany(ReadOnlySpan<ActorAddress> to, IMessage message);

    /// <summary>
    /// Sends at most once to each subscriber there is at the release, in ordinal order of their
    /// addresses, and shows the message to observers outside. No order between topics.
    /// </summary>
    /// <param name="topic">The topic.</param>
    /// <param name="message">One object for all.</param>
    void Publish(Topic topic, IMessage message);

    /// <summary>Subscribes this actor until it stops, restarts or unsubscribes. Idempotent.</summary>
    /// <param name="topic">The topic.</param>
    void Subscribe(Topic topic);

    /// <summary>Ends a subscription; nothing happens where there is none.</summary>
    /// <param name="topic">The topic.</param>
    void Unsubscribe(Topic topic);

    /// <summary>
    /// Arms a timer that fires once. It replaces a timer of the same key, of which no late tick is
    /// delivered any more. Timers die with the actor's stop, restart or crash.
    /// </summary>
    /// <param name="key">Unique within the actor.</param>
    /// <param name="due">From this turn's <see cref="Now"/>; at least zero.</param>
    /// <param name="message">Delivered to this actor when the timer fires.</param>
    void StartTimer(string key, TimeSpan due, IMessage message);

    /// <summary>Disarms a timer, also one that fired but whose tick is still in the mailbox.</summary>
    /// <param name="key">The timer's key; nothing happens where there is none.</param>
    void CancelTimer(string key);

    /// <summary>
    /// Writes an event at the end of the turn; all events of a turn are written together or not at
    /// all. Then Apply runs for each, then the turn's other effects are released.
    /// </summary>
    /// <param name="durable">The event.</param>
    /// <exception cref="InvalidOperationException">
    /// The actor is no <see cref="IEventSourced"/>.
    /// </exception>
    void Persist(IEvent durable);

    /// <summary>
    /// Hands work over; it ends as <see cref="JobDone"/> with the same key. A restart, stop or crash
    /// of the actor loses the result. Several jobs may run under one key.
    /// </summary>
    /// <param name="job">The work.</param>
    /// <param name="key">Comes back with the result.</param>
    void Offload(IJob job, string key);

    /// <summary>Parks the current message until <see cref="UnstashAll"/>.</summary>
    /// <exception cref="InvalidOperationException">
    /// The stash is full (<see cref="KindOptions.StashLimit"/>), the message is stashed already, or
    /// the turn has no message.
    /// </exception>
    void Stash();

    /// <summary>Puts what was stashed, oldest first, in front of the mailbox.</summary>
    void UnstashAll();

    /// <summary>
    /// Asks for one <see cref="Unreachable"/> when the other stops for good or its node goes down; at
    /// once where that is so already. Passivation is no end. Lost on stop and restart.
    /// </summary>
    /// <param name="other">The actor to watch.</param>
    void Watch(ActorAddress other);

    /// <summary>Passivates this actor after the turn; its next letter starts it again.</summary>
    void Stop();

    /// <summary>Counts a message for which the actor has no handler.</summary>
    /// <param name="message">The message.</param>
    void Unhandled(IMessage message);
}
