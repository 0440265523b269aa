using PoR.Actors.Contract;

namespace PoR.Hosting.VirtualTime;

/// <summary>
/// The one turn that runs now: takes the actor's calls, checks them at once, and keeps them until
/// the turn has succeeded.
/// </summary>
internal sealed class Turn(HostState state) : IContext
{
    private readonly List<IEvent> _events = [];
    private Effect[] _effects = new Effect[256];
    private int _count;
    private Cell? _cell;
    private QueuedEvent _current;
    private ulong? _randomBefore;
    private bool _isStashed;
    private int _stashCount;

    public ActorAddress Self => Open().Address;

    public ActorAddress Sender
    {
        get
        {
            Open();
            return _current.From.Address;
        }
    }

    public TimeSpan Now => state.Now;

    public RandomStream Random
    {
        get
        {
            var cell = Open();
            return cell.Random ??=
                RandomStream.Of(state.Options.Seed, cell.Address.ToString());
        }
    }

    public IReadOnlyList<IEvent> Events => _events;

    public ReadOnlySpan<Effect> Effects => _effects.AsSpan(0, _count);

    public void Begin(Cell cell, in QueuedEvent current)
    {
        _cell = cell;
        _current = current;
        _randomBefore = cell.Random?.State;
        _isStashed = false;
        _stashCount = cell.Stashed?.Count ?? 0;
    }

    /// <summary>The calls are over: what they asked for stays until the next turn begins.</summary>
    public void Close() => _cell = null;

    /// <summary>Takes back what the turn did to the random stream.</summary>
    public void RollBack(Cell cell)
    {
        if (_randomBefore is not { } before)
            cell.Random = null;
        else if (cell.Random is { } random)
            random.State = before;
    }

    public void Clear()
    {
        _cell = null;
        _current = default;
        Array.Clear(_effects, 0, _count);
        _count = 0;
        _events.Clear();
    }

    public void Send(ActorAddress to, IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var self = Open();
        AddSend(self, state.Directory.Resolve(to), message);
    }

    public void SendMany(ReadOnlySpan<ActorAddress> to, IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var self = Open();
        foreach (ref readonly var address in to)
            AddSend(self, state.Directory.Resolve(address), message);
    }

    public void Publish(Topic topic, IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var self = Open();
        if (message is not IWireMessage && state.Topics.HasSubscriberElsewhere(topic, self.Node))
            throw NotForTheWire(message, topic.Name);
        Add() = new Effect { Type = EffectType.Publish, Tag = topic.Name, Message = message };
    }

    public void Subscribe(Topic topic) =>
        Add() = new Effect { Type = EffectType.Subscribe, Tag = topic.Name };

    public void Unsubscribe(Topic topic) =>
        Add() = new Effect { Type = EffectType.Unsubscribe, Tag = topic.Name };

    public void StartTimer(string key, TimeSpan due, IMessage message)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(message);
        ArgumentOutOfRangeException.ThrowIfLessThan(due, TimeSpan.Zero);
        Add() = new Effect
        {
            Type = EffectType.StartTimer,
            Tag = key,
            Message = message,
            Ticks = checked(state.Queue.Now + due.Ticks),
        };
    }

    public void CancelTimer(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Add() = new Effect { Type = EffectType.CancelTimer, Tag = key };
    }

    public void Persist(IEvent durable)
    {
        ArgumentNullException.ThrowIfNull(durable);
        if (Open().Actor is not IEventSourced)
            throw new InvalidOperationException($"{Self} persists, but is not event-sourced.");
        _events.Add(durable);
    }

    public void Offload(IJob job, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfLessThan(job.VirtualDuration, TimeSpan.Zero);
        Add() = new Effect { Type = EffectType.Offload, Tag = job, Key = key };
    }

    public void Stash()
    {
        if (_current.Body is null || _isStashed)
            throw new InvalidOperationException($"{Self} has no message to stash.");
        if (_stashCount >= Open().Options.StashLimit)
            throw new InvalidOperationException($"{Self} stashes more than {_stashCount}.");
        _isStashed = true;
        _stashCount++;
        Add() = new Effect { Type = EffectType.Stash };
    }

    public void UnstashAll()
    {
        _stashCount = 0;
        Add() = new Effect { Type = EffectType.UnstashAll };
    }

    public void Watch(ActorAddress other) =>
        Add() = new Effect { Type = EffectType.Watch, Target = state.Directory.Resolve(other) };

    public void Stop() => Add() = new Effect { Type = EffectType.Stop };

    public void Unhandled(IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Add() = new Effect { Type = EffectType.Unhandled, Message = message };
    }

    private void AddSend(Cell self, Cell target, IMessage message)
    {
        if (target.Node != self.Node && target.Node >= 0 && message is not IWireMessage)
            throw NotForTheWire(message, target.Address.ToString());
        Add() = new Effect { Type = EffectType.Send, Target = target, Message = message };
    }

    private InvalidOperationException NotForTheWire(IMessage message, string to) =>
        new($"{Self} sends {message.GetType().Name} to {to} on another node, but it has no size.");

    private Cell Open() =>
        _cell ?? throw new InvalidOperationException("The context outlived its turn.");

    private ref Effect Add()
    {
        Open();
        if (_count == _effects.Length)
            Array.Resize(ref _effects, 2 * _count);
        return ref _effects[_count++];
    }
}
