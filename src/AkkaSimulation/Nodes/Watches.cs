using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace AkkaSimulation.Nodes;

/// <summary>Who on other nodes watches an actor of this one; they learn of a crash after the detection time.</summary>
internal sealed class Watches(SimulatedNode node)
{
    private readonly List<Watching> _entries = [];

    /// <summary>A watch or unwatch that has arrived for an actor's own reference.</summary>
    public void Note(SystemMessage message)
    {
        switch (message)
        {
            case Watch watch:
                _entries.Add(new Watching(watch.Watchee, watch.Watcher, null));
                break;
            case Unwatch unwatch:
                Remove(unwatch.Watchee, unwatch.Watcher);
                break;
        }
    }

    /// <summary>A watch or unwatch that has arrived for a stable reference.</summary>
    public void Accept(RemoteRef reference, SystemMessage message)
    {
        switch (message)
        {
            case Watch watch when node.State == NodeState.Down:
                NotifyLater(reference, watch.Watcher);
                break;
            case Watch watch when reference.Resolve() is { } target:
                var relay = new Relay(this, reference, watch.Watcher, target);
                _entries.Add(new Watching(reference, watch.Watcher, relay));
                target.SendSystemMessage(new Watch(target, relay));
                break;
            case Watch watch:
                watch.Watcher.SendSystemMessage(
                    new DeathWatchNotification(reference, existenceConfirmed: false, addressTerminated: false));
                break;
            case Unwatch unwatch:
                var found = _entries.Find(e => Equals(e.Watchee, reference) && Equals(e.Watcher, unwatch.Watcher));
                found.Relay?.Target.SendSystemMessage(new Unwatch(found.Relay.Target, found.Relay));
                Remove(reference, unwatch.Watcher);
                break;
        }
    }

    /// <summary>The watchee has stopped, and its watcher is being told.</summary>
    public void Remove(IActorRef watchee, IActorRef watcher)
    {
        var at = _entries.FindIndex(e => Equals(e.Watchee, watchee) && Equals(e.Watcher, watcher));
        if (at >= 0)
            _entries.RemoveAt(at);
    }

    /// <summary>The node is gone: all watchers are told after the detection time.</summary>
    public void NotifyAll()
    {
        foreach (var entry in _entries)
            NotifyLater(entry.Watchee, entry.Watcher);
        _entries.Clear();
    }

    /// <summary>Watchers whose life has ended are removed, since they would keep their system alive.</summary>
    public void Forget(Life life)
    {
        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            var entry = _entries[i];
            if (entry.Watcher is not ActorRefWithCell { Underlying: ActorCell cell }
                || !ReferenceEquals(cell.System, life.System))
                continue;
            _entries.RemoveAt(i);
            if (node.State == NodeState.Down)
                continue;
            if (entry.Relay is { } relay)
                relay.Target.SendSystemMessage(new Unwatch(relay.Target, relay));
            else
                ((IInternalActorRef)entry.Watchee).SendSystemMessage(
                    new Unwatch((IInternalActorRef)entry.Watchee, (IInternalActorRef)entry.Watcher));
        }
    }

    /// <summary>A watcher learns that an actor of this node cannot be reached.</summary>
    public void NotifyLater(IActorRef watchee, IActorRef watcher)
    {
        if (watcher is not ActorRefWithCell { Underlying: ActorCell cell } || Simulation.NodeOf(cell) is not { } to)
            return;

        // A watcher may hear of it in the middle of a window, so it cannot be told sooner than the network allows.
        var simulation = node.Simulation;
        var delay = Math.Max(simulation.Options.DetectionTime.Ticks, simulation.Network.MinimumDelay.Ticks);
        node.Boundary.PostSystem(
            to,
            node.TrueNow + delay,
            cell,
            new DeathWatchNotification(watchee, existenceConfirmed: false, addressTerminated: true));
    }

    private readonly record struct Watching(IActorRef Watchee, IActorRef Watcher, Relay? Relay);

    /// <summary>Watches an actor within its node, and says it in the name of the stable reference.</summary>
    private sealed class Relay(
        Watches watches, RemoteRef reference, IInternalActorRef watcher, IInternalActorRef target)
        : MinimalActorRef
    {
        public IInternalActorRef Target => target;

        public override ActorPath Path => reference.Path;

        public override IActorRefProvider Provider => reference.Provider;

        public override void SendSystemMessage(ISystemMessage message)
        {
            if (message is not DeathWatchNotification)
                return;
            watches.Remove(reference, watcher);
            watcher.SendSystemMessage(
                new DeathWatchNotification(reference, existenceConfirmed: true, addressTerminated: false));
        }
    }
}
