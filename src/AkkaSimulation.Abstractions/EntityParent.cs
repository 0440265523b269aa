using Akka.Actor;
using Akka.Event;

namespace AkkaSimulation;

/// <summary>
/// Which entity, and which shard, a message belongs to: for an <see cref="EntityParent"/>, and the same functions for a
/// shard region's message extractor.
/// </summary>
/// <param name="EntityId">The entity's id; null where a message is for none.</param>
/// <param name="Shard">The shard of an entity id, the same in every process; a parent does not ask for it.</param>
/// <param name="Content">What the entity gets of a message; null: the message itself.</param>
public sealed record EntityRouting(
    Func<object, string?> EntityId, Func<string, string> Shard, Func<object, object>? Content = null);

/// <summary>
/// What an idle entity tells its parent, for example on <see cref="ReceiveTimeout"/>: it is told to stop, and what
/// comes for it meanwhile waits for its next incarnation.
/// </summary>
/// <param name="StopMessage">What the entity then gets, for example a <see cref="PoisonPill"/>.</param>
public sealed record Passivate(object StopMessage);

/// <summary>
/// A child for each entity id, made on the first message: what stands in for a shard region where there is no cluster,
/// in a simulation or in one process. The entity's class is the same under both.
/// </summary>
/// <remarks>
/// A shard region's own passivation message is another type, which this project does not know: give the parent a
/// function that recognises it, and the entity stays as it is. Of a <see cref="Batch"/> each entity gets its messages
/// one by one.
/// </remarks>
public sealed class EntityParent : UntypedActor
{
    private readonly Func<string, Props> _entity;
    private readonly EntityRouting _routing;
    private readonly Func<object, object?> _stopMessageOf;
    private readonly int _waitingMax;
    private readonly Dictionary<string, Queue<Envelope>> _waiting = new(StringComparer.Ordinal);
    private int _waits;

    /// <summary>A parent; use <see cref="Of"/>.</summary>
    /// <param name="entity">See <see cref="Of"/>.</param>
    /// <param name="routing">See <see cref="Of"/>.</param>
    /// <param name="stopMessageOf">See <see cref="Of"/>.</param>
    /// <param name="waitingMax">See <see cref="Of"/>.</param>
    public EntityParent(
        Func<string, Props> entity, EntityRouting routing, Func<object, object?> stopMessageOf, int waitingMax) =>
        (_entity, _routing, _stopMessageOf, _waitingMax) = (entity, routing, stopMessageOf, waitingMax);

    /// <summary>How to create a parent.</summary>
    /// <param name="entity">Creates the entity of an id.</param>
    /// <param name="routing">Which message goes to which entity.</param>
    /// <param name="stopMessageOf">
    /// Recognises an entity's wish to stop and gives the message by which it does; null: <see cref="Passivate"/> is
    /// recognised.
    /// </param>
    /// <param name="waitingMax">
    /// Messages that wait for entities that are stopping, at most and all together; at least 0. One more is a dead
    /// letter.
    /// </param>
    /// <returns>The parent's Props; its supervisor strategy is Akka's default.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="waitingMax"/> is below zero.</exception>
    public static Props Of(
        Func<string, Props> entity,
        EntityRouting routing,
        Func<object, object?>? stopMessageOf = null,
        int waitingMax = 10_000)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(routing);
        ArgumentOutOfRangeException.ThrowIfNegative(waitingMax);
        var recognise = stopMessageOf ?? (static message => (message as Passivate)?.StopMessage);
        return Props.Create(() => new EntityParent(entity, routing, recognise, waitingMax));
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        if (message is not Batch batch)
        {
            OnMessage(message);
            return;
        }

        for (var i = 0; i < batch.Count; i++)
            OnMessage(batch[i]);
    }

    private void OnMessage(object message)
    {
        if (message is Terminated { ActorRef: var gone })
            OnStopped(Uri.UnescapeDataString(gone.Path.Name));
        else if (IsChild(Sender) && _stopMessageOf(message) is { } stopMessage)
            Stop(Sender, stopMessage);
        else if (_routing.EntityId(message) is { Length: > 0 } id)
            Route(id, message);
        else
            Unhandled(message);
    }

    private static bool IsChild(IActorRef actor) => !actor.IsNobody() && Context.Child(actor.Path.Name).Equals(actor);

    private static void Deliver(IActorRef entity, object content, IActorRef sender) => entity.Tell(content, sender);

    private void Stop(IActorRef entity, object stopMessage)
    {
        if (_waiting.TryAdd(Uri.UnescapeDataString(entity.Path.Name), []))
            entity.Tell(stopMessage);
    }

    private void Route(string id, object message)
    {
        var content = _routing.Content is { } contentOf ? contentOf(message) : message;
        if (!_waiting.TryGetValue(id, out var waiting))
        {
            Deliver(Entity(id), content, Sender);
        }
        else if (_waits < _waitingMax)
        {
            _waits++;
            waiting.Enqueue(new Envelope(content, Sender));
        }
        else
        {
            Context.System.DeadLetters.Tell(new DeadLetter(content, Sender, Self), Sender);
        }
    }

    private void OnStopped(string id)
    {
        if (!_waiting.Remove(id, out var waiting) || waiting.Count == 0)
            return;
        _waits -= waiting.Count;
        var entity = Entity(id);
        foreach (var letter in waiting)
            Deliver(entity, letter.Message, letter.Sender);
    }

    private IActorRef Entity(string id)
    {
        // Ids may hold characters that names may not; a shard region escapes them in the same way.
        var name = Uri.EscapeDataString(id);
        var entity = Context.Child(name);
        return entity.IsNobody() ? Context.Watch(Context.ActorOf(_entity(id), name)) : entity;
    }
}
