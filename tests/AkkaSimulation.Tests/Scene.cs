using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Tests;

/// <summary>An actor made of a test's own handlers.</summary>
internal sealed class Acting : ReceiveActor, IWithTimers, IWithUnboundedStash
{
    public Acting(Action<Acting> script) => script(this);

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    public Action? Started { get; set; }

    public Action? Stopped { get; set; }

    public SupervisorStrategy? Strategy { get; set; }

    public IActorRef Me => Self;

    public IActorRef From => Sender;

    /// <summary>The actor's context, of the current turn.</summary>
    public static IActorContext Actors => Context;

    public static Props Of(Action<Acting> script) => Props.Create(() => new Acting(script));

    /// <summary>Keeps what it hears, with the true time of its node.</summary>
    public static Props Hearing(SimulatedNode node, Heard heard) =>
        Of(actor => actor.OnAny(message => heard.Add(node, message)));

    public Acting On<T>(Action<T> handle)
    {
        Receive(handle);
        return this;
    }

    public Acting OnAsync<T>(Func<T, Task> handle)
    {
        ReceiveAsync(handle);
        return this;
    }

    public Acting OnAny(Action<object> handle)
    {
        ReceiveAny(handle);
        return this;
    }

    protected override void PreStart() => Started?.Invoke();

    protected override void PostStop() => Stopped?.Invoke();

    protected override SupervisorStrategy SupervisorStrategy() => Strategy ?? base.SupervisorStrategy();
}

/// <summary>What somebody heard, and when.</summary>
internal sealed class Heard
{
    private readonly List<(TimeSpan At, object Message)> _all = [];

    public IEnumerable<object> Messages => _all.Select(static h => h.Message);

    public IEnumerable<string> Texts => Messages.OfType<string>();

    public IEnumerable<TimeSpan> Times => _all.Select(static h => h.At);

    public IEnumerable<int> Milliseconds => Times.Select(static t => (int)t.TotalMilliseconds);

    public int Count => _all.Count;

    public void Add(SimulatedNode node, object message) => _all.Add((TimeSpan.FromTicks(node.TrueNow), message));

    public void Clear() => _all.Clear();
}

/// <summary>Words that its receiver tells another actor.</summary>
internal sealed record Say(IActorRef To, ImmutableArray<object> Words) : INoSerializationVerificationNeeded
{
    public void All()
    {
        foreach (var word in Words)
            To.Tell(word);
    }
}

/// <summary>A persistent list of words.</summary>
internal sealed class Box : ReceivePersistentActor
{
    private readonly List<string> _words = [];
    private readonly Action<string> _note;
    private readonly Recovery _recovery;

    /// <param name="id">The persistence id.</param>
    /// <param name="note">Told of all that happens to the box.</param>
    /// <param name="recovery">Null: Akka's default.</param>
    public Box(string id, Action<string> note, Recovery? recovery = null)
    {
        (PersistenceId, _note) = (id, note);
        _recovery = recovery ?? new Recovery();
        Recover<string>(_words.Add);
        Recover<SnapshotOffer>(offer => _words.AddRange(((string)offer.Snapshot).Split(',')));
        Recover<RecoveryCompleted>(_ => note($"has {Words} up to {LastSequenceNr}"));
        Command<string>(word => Persist(word, Keep));
        Command<string[]>(words => PersistAll(words, Keep));
        Command<Parallel>(both => both.Words.ForEach(word => PersistAsync(word, Keep)));
        Command<Snap>(_ => SaveSnapshot(Words));
        Command<Forget>(forget => DeleteMessages(forget.UpTo));
        Command<ForgetSnapshots>(forget => DeleteSnapshots(forget.Criteria));
        Command<SaveSnapshotSuccess>(saved => note($"snapshot of {saved.Metadata.SequenceNr}"));
        Command<SaveSnapshotFailure>(failed => note($"no snapshot: {failed.Cause.Message}"));
        Command<DeleteMessagesSuccess>(deleted => note($"deleted up to {deleted.ToSequenceNr}"));
        Command<DeleteSnapshotsSuccess>(_ => note("deleted snapshots"));
        Command<object>(value => Persist(value, _ => note("kept an object")));
    }

    public override string PersistenceId { get; }

    public override Recovery Recovery => _recovery;

    private string Words => string.Join(',', _words);

    public static Props Of(string id, Action<string> note, Recovery? recovery = null) =>
        Props.Create(() => new Box(id, note, recovery));

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        _note($"failed {@event}: {cause.Message}");
        base.OnPersistFailure(cause, @event, sequenceNr);
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        _note($"rejected {@event}: {cause.Message}");
        base.OnPersistRejected(cause, @event, sequenceNr);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        _note($"cannot recover: {reason.Message}");
        base.OnRecoveryFailure(reason, message);
    }

    private void Keep(string word)
    {
        _words.Add(word);
        _note($"kept {word}");
    }

    /// <summary>Persist these without waiting for one another.</summary>
    internal sealed record Parallel(List<string> Words);

    internal sealed record Snap;

    internal sealed record Forget(long UpTo);

    internal sealed record ForgetSnapshots(SnapshotSelectionCriteria Criteria);
}

/// <summary>Nodes with one actor each.</summary>
internal static class Scene
{
    public static readonly TimeSpan Link = TimeSpan.FromMilliseconds(10);

    /// <summary>A simulation whose links all take 10 ms, so that each node has a lane.</summary>
    public static Simulation OfLanes(SimulationOptions? options = null) =>
        new(options) { Network = new Networks.UniformNetwork(Link, Link) };

    /// <summary>A node with an actor "ear" that keeps what it hears.</summary>
    public static SimulatedNode AddEar(this Simulation simulation, Heard heard) =>
        simulation.AddNode(node => node.System.ActorOf(Acting.Hearing(node, heard), "ear"));

    /// <summary>A node with one actor.</summary>
    public static SimulatedNode AddActor(this Simulation simulation, string name, Action<Acting> script) =>
        simulation.AddNode(node => node.System.ActorOf(Acting.Of(script), name));

    /// <summary>A node with a box, which notes what happens to it.</summary>
    public static SimulatedNode AddBox(this Simulation simulation, List<string> notes) =>
        simulation.AddNode(node => node.System.ActorOf(Box.Of("box", notes.Add), "box"));

    /// <summary>The actor's own reference, which dies with the node's present life.</summary>
    public static IActorRef Bound(this SimulatedNode node, string path) =>
        ((RemoteRef)node.Find(path)).Resolve() ?? throw new InvalidOperationException($"There is no {path}.");

    public static IActorRef FindBox(this SimulatedNode node) => node.Find("/user/box");
}
