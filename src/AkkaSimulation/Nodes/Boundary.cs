using System.Runtime.ExceptionServices;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using AkkaSimulation.Disks;
using AkkaSimulation.Dispatch;
using AkkaSimulation.Networks;
using AkkaSimulation.Running;

namespace AkkaSimulation.Nodes;

/// <summary>Where letters and Akka's own messages leave a node for others, and come in.</summary>
internal sealed class Boundary(SimulatedNode node)
{
    private readonly Dictionary<int, long> _latestSystem = [];
    private long _pushed;

    /// <summary>A letter to an actor of another node, within a turn of this one.</summary>
    /// <param name="to">The receiver's node.</param>
    /// <param name="target">An <see cref="ActorCell"/> or a <see cref="RemoteRef"/>.</param>
    /// <param name="receiver">The receiver, for messages.</param>
    /// <param name="envelope">The letter.</param>
    public void Send(SimulatedNode to, object target, IActorRef receiver, Envelope envelope)
    {
        var letter = Depart(to, receiver, envelope);
        var sender = TraceNumbers.OfSender(node, envelope, Turn.Queue);
        var arrivals = Route(to, receiver, envelope, letter);
        for (var i = 0; i < arrivals.Count; i++)
        {
            var time = ArrivalTime(to, envelope.Message, arrivals[i], letter);
            PostLetter(to, time, target, Parcel.Of(arrivals[i].Message, envelope.Sender, sender, letter));
        }
    }

    /// <summary>
    /// A letter to a stable reference of another node. With akka.actor.serialize-messages it is a copy that travels, as
    /// Akka makes one for an actor itself.
    /// </summary>
    public void SendTo(RemoteRef reference, object message, IActorRef? sender)
    {
        var to = reference.Node;
        if (!IsSerializing)
        {
            Send(to, reference, reference, new Envelope(message, sender));
            return;
        }

        object copy;
        try
        {
            copy = Stored.CopyOf(node.System, message);
        }
        catch (Exception failure)
        {
            var letter = Depart(to, reference, new Envelope(message, sender));
            node.Dropped(DropCause.Filtered, message, sender, reference, letter);
            node.Simulation.Failed(
                node, new NetworkFailedException(node, to, message, letter, failure), isFatal: true);
            return;
        }

        Send(to, reference, reference, new Envelope(copy, sender));
    }

    /// <summary>The same as a Tell to each, within a turn of this node; stored once.</summary>
    public void SendAll(IActorRef[] receivers, object message, IActorRef? sender)
    {
        var envelope = new Envelope(message, sender);
        Broadcast? broadcast = null;
        long? known = null;
        var isSerializing = IsSerializing;
        for (var i = 0; i < receivers.Length; i++)
        {
            var (to, target) = Broadcast.TargetOf(receivers[i]);
            if (to is null || ReferenceEquals(to, node) || isSerializing || IsSerialized(target))
            {
                receivers[i].Tell(message, sender);
                continue;
            }

            var letter = Depart(to, receivers[i], envelope);
            var number = known ??= TraceNumbers.OfSender(node, envelope, Turn.Queue);
            if (broadcast is null)
            {
                broadcast = node.Simulation.NewBroadcast();
                broadcast.Begin(
                    node.TrueNow, receivers, Parcel.OfAll(message, sender, number, letter), NextOrder());
            }

            var arrivals = Route(to, receivers[i], envelope, letter);
            for (var j = 0; j < arrivals.Count; j++)
            {
                var time = ArrivalTime(to, message, arrivals[j], letter);
                if (ReferenceEquals(arrivals[j].Message, message)
                    && broadcast.TryAdd(time, NextOrder(), i, letter.Number))
                    _pushed++;
                else
                    PostLetter(to, time, target!, Parcel.Of(arrivals[j].Message, sender, number, letter));
            }
        }

        if (broadcast is not null)
            node.Loop.PostOrReturn(broadcast);
    }

    /// <summary>Akka's own message to an actor of another node: delayed, never lost, in order.</summary>
    public void SendSystem(SimulatedNode to, object target, SystemMessage message)
    {
        if (message is DeathWatchNotification died && target is ActorCell watcher)
            node.Watches.Remove(died.Actor, watcher.Self);
        var network = node.Simulation.Network;
        var delay = network.MinimumDelay;
        try
        {
            delay = network.SystemDelay(node, to);
            if (delay < network.MinimumDelay)
                FailTooSoon(to, message, default, delay);
        }
        catch (Exception failure)
        {
            node.Simulation.Failed(
                node, new NetworkFailedException(node, to, message, default, failure), isFatal: true);
        }

        // Another network may be faster, and still no message of Akka's overtakes an earlier one.
        var time = node.TrueNow + Math.Max(delay.Ticks, network.MinimumDelay.Ticks);
        time = Math.Max(time, _latestSystem.GetValueOrDefault(to.Index));
        _latestSystem[to.Index] = time;
        PostSystem(to, time, target, message);
    }

    public void PostSystem(SimulatedNode to, long time, object target, SystemMessage message) =>
        Post(to, time, new Entry { Node = to, Kind = EntryKind.SystemMessage, Target = target, Body = message });

    /// <summary>A letter of the driver, or one within the node, to a stable reference.</summary>
    public void TellWithin(RemoteRef reference, object message, IActorRef? sender)
    {
        if (node.State == NodeState.Down)
        {
            node.Letters.Sent++;
            node.Dropped(DropCause.NodeDown, message, sender, reference, default);
        }
        else if (reference.Resolve() is { } target)
        {
            TellFound(target, message, sender);
        }
        else
        {
            node.Letters.Sent++;
            node.Dropped(DropCause.Stopped, message, sender, reference, default);
            node.System.DeadLetters.Tell(new DeadLetter(message, sender ?? node.System.DeadLetters, reference), sender);
        }
    }

    /// <summary>A letter from another node.</summary>
    public void Receive(in ArrivingLetter letter)
    {
        node.Letters.Arrived++;
        var (life, parcel) = (node.CurrentLife, letter.Parcel);
        if (CellOf(letter) is { } cell)
        {
            var envelope = new Envelope(parcel.Message!, parcel.Sender, cell.System);
            life!.Dispatcher.Arrive(cell, envelope, parcel.SenderNumber, letter.Number);
        }
        else if (life is not null && letter.Target is RemoteRef reference)
        {
            ReceiveOutside(reference, letter);
        }
        else
        {
            // Where the actor's life is over, nothing that is kept tells whether the letter was on its way then.
            var to = letter.Target as RemoteRef;
            var (message, sender) = to is null ? (null, null) : (parcel.Message, parcel.Sender);
            node.Dropped(DropCause.NodeDown, message, sender, to, letter.Number);
        }

        parcel.Return();
    }

    /// <summary>
    /// Letters of one moment to one actor, which takes such messages together: they reach it as one
    /// <see cref="Batch"/>.
    /// </summary>
    public void Receive(ReadOnlySpan<ArrivingLetter> letters)
    {
        if (letters.Length == 1 || !node.TakesBatches
            || CellOf(letters[0]) is not { Mailbox.MessageQueue: SimulationMailboxQueue { IsBounded: false } } cell)
        {
            ReceiveEach(letters);
            return;
        }

        node.Letters.Arrived += letters.Length;
        var batch = new ArrivedBatch.Letter[letters.Length];
        for (var i = 0; i < letters.Length; i++)
            batch[i] = new ArrivedBatch.Letter(letters[i].Parcel.Message!, letters[i].Parcel, letters[i].Place);
        node.CurrentLife!.Dispatcher.Arrive(cell, new ArrivedBatch(batch));
    }

    /// <summary>
    /// Where a test's subscriber or router throws at one letter, the others, which are taken already, come none the
    /// less.
    /// </summary>
    private void ReceiveEach(ReadOnlySpan<ArrivingLetter> letters)
    {
        ExceptionDispatchInfo? first = null;
        foreach (ref readonly var letter in letters)
        {
            try
            {
                Receive(letter);
            }
            catch (Exception failure)
            {
                first ??= ExceptionDispatchInfo.Capture(failure);
            }
        }

        first?.Throw();
    }

    /// <summary>The actor of this life that a letter is for.</summary>
    private ActorCell? CellOf(in ArrivingLetter letter) => letter.Target switch
    {
        ActorCell cell => ReferenceEquals(cell.System, node.CurrentLife?.System) ? cell : null,
        RemoteRef reference => node.CurrentLife is null ? null : reference.ResolveCell(),
        _ => null,
    };

    /// <summary>Akka's own message from another node.</summary>
    public void ReceiveSystem(object target, SystemMessage message)
    {
        if (message is Watch { Watcher: ActorRefWithCell { Underlying: ActorCell watcher } }
            && Simulation.NodeOf(watcher) is null)
        {
            // The watcher's life has ended in the meantime. An entry for it would keep a dead system alive.
        }
        else if (target is RemoteRef reference)
        {
            node.Watches.Accept(reference, message);
        }
        else if (node.State == NodeState.Down || !ReferenceEquals(((ActorCell)target).System, node.System))
        {
            if (message is Watch watch)
                node.Watches.NotifyLater(watch.Watchee, watch.Watcher);
        }
        else
        {
            node.Watches.Note(message);
            node.CurrentLife!.Dispatcher.SystemDispatchWithin((ActorCell)target, message);
        }
    }

    /// <summary>Puts an entry into the calendar of a node, or on the network of the present window.</summary>
    public void Post(SimulatedNode to, long time, in Entry entry)
    {
        var order = NextOrder();
        _pushed++;
        if (ReferenceEquals(to.Loop, node.Loop))
            node.Loop.Push(time, order, entry);
        else
            node.Loop.Send(node.Loop.ArrivalAt(time), order, entry);
    }

    /// <summary>The place of what this node pushes next.</summary>
    private long NextOrder() => CalendarKey.OrderOf(node.Index, _pushed + 1);

    private void TellFound(IInternalActorRef target, object message, IActorRef? sender)
    {
        if (Turn.Node is not null)
        {
            target.Tell(message, sender);
            return;
        }

        // A router draws its route on the thread that tells: the driver's, which draws from a generator of the run.
        using var driving = node.Simulation.Own();
        target.Tell(message, sender);
    }

    /// <summary>
    /// A letter that no mailbox takes: its receiver does not exist, has not started, is no actor, or is a router.
    /// </summary>
    private void ReceiveOutside(RemoteRef reference, in ArrivingLetter letter)
    {
        var (message, sender) = (letter.Parcel.Message!, letter.Parcel.Sender);
        if (reference.Resolve() is not { } found)
        {
            node.Dropped(DropCause.Stopped, message, sender, reference, letter.Number);
            node.System.DeadLetters.Tell(
                new DeadLetter(message, sender ?? node.System.DeadLetters, reference), sender);
            return;
        }

        // A router passes it on at once, and who has not started yet gets it later, as a letter of the node.
        node.Letters.Delivered++;
        found.Tell(message, sender);
    }

    private bool IsSerializing => node.System.Settings.SerializeAllMessages;

    /// <summary>
    /// With akka.actor.serialize-messages each actor gets a message of its own, so there is none to share.
    /// </summary>
    private static bool IsSerialized(object? target) =>
        target is ActorCell { System.Settings.SerializeAllMessages: true };

    /// <summary>Counts and names a letter that leaves the node.</summary>
    private LetterNumber Depart(SimulatedNode to, IActorRef receiver, Envelope envelope)
    {
        if (envelope.Sender is not (null or ActorRefWithCell) && Asks.IsAsk(envelope.Sender))
        {
            node.Simulation.Violated(
                ViolationKind.AskAcrossNodes,
                node,
                $"An Ask for {envelope.Message.GetType().Name} goes to {to.NameOf(receiver)}, and its answer would "
                    + "skip the network",
                "Tell, and a timer for the answer");
        }

        node.Letters.Sent++;
        var letter = node.NextLetter();
        node.Sent(envelope, receiver, letter);
        return letter;
    }

    /// <summary>The arrivals that the network gives a letter, counted; empty when the network failed.</summary>
    private Arrivals Route(SimulatedNode to, IActorRef receiver, in Envelope envelope, LetterNumber letter)
    {
        Arrivals arrivals;
        try
        {
            arrivals = node.Simulation.Network.Route(
                new Crossing(node, to, envelope.Message, TimeSpan.FromTicks(node.TrueNow), letter));
        }
        catch (Exception failure)
        {
            // Akka swallows exceptions of a dispatcher, so the failure is kept and thrown to the driver of the run.
            node.Dropped(DropCause.Filtered, envelope.Message, envelope.Sender, receiver, letter);
            node.Simulation.Failed(
                node, new NetworkFailedException(node, to, envelope.Message, letter, failure), isFatal: true);
            return default;
        }

        if (arrivals.Count == 0)
        {
            node.Dropped(arrivals.Cause, envelope.Message, envelope.Sender, receiver, letter);
            return arrivals;
        }

        node.Letters.Duplicated += arrivals.Count - 1;
        node.Letters.Departed += arrivals.Count;
        return arrivals;
    }

    private void FailTooSoon(SimulatedNode to, object message, LetterNumber letter, TimeSpan delay) =>
        node.Simulation.Failed(
            node,
            new NetworkFailedException(node, to, message, letter, new InvalidOperationException(
                $"its delay of {delay} is less than the network's MinimumDelay of "
                    + $"{node.Simulation.Network.MinimumDelay}.")),
            isFatal: true);

    private long ArrivalTime(SimulatedNode to, object message, in Arrival arrival, LetterNumber letter)
    {
        var least = node.Simulation.Network.MinimumDelay;
        if (arrival.Delay < least)
            FailTooSoon(to, message, letter, arrival.Delay);

        return node.Loop.ArrivalAt(node.TrueNow + Math.Max(arrival.Delay.Ticks, least.Ticks));
    }

    private void PostLetter(SimulatedNode to, long time, object target, Parcel parcel) =>
        Post(to, time, Entry.OfLetter(to, target, parcel, place: 0));
}
