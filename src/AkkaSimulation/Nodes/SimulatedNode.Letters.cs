using Akka.Actor;
using AkkaSimulation.Dispatch;

namespace AkkaSimulation.Nodes;

/// <content>Letters on their way to an actor, and into its turn.</content>
public sealed partial class SimulatedNode
{
    internal long NextActorNumber() => TraceNumbers.Actor(Index, ++_actors);

    /// <summary>Whether letters may reach an actor together: nothing here looks at single ones.</summary>
    internal bool TakesBatches => Filter is null && ServiceTime is null && MailboxLimit == 0;

    internal LetterNumber NextLetter() => new(Index, ++_letters);

    internal void SetArriving(long sender, LetterNumber letter) => (_arriving, _isArriving) = ((sender, letter), true);

    /// <summary>What is known of a letter that Akka puts into a mailbox.</summary>
    internal MailboxItem TakeArriving(IActorRef receiver, Akka.Actor.Envelope envelope)
    {
        if (!_isArriving)
        {
            // It did not come by our dispatcher.
            Letters.Sent++;
            _arriving = (TraceNumbers.Nobody, NextLetter());
            Simulation.Violated(
                ViolationKind.ForeignDispatcher,
                this,
                $"{NameOf(receiver)} runs on a dispatcher of its own, whose threads are real",
                "no dispatcher of its own in a simulation, or configure its id as ${akka-simulation.dispatcher}");
        }

        _isArriving = false;
        return new MailboxItem(envelope, _arriving.Sender, _arriving.Letter);
    }

    /// <summary>
    /// A letter was told in this node's turn, or to it by the driver; whoever sends one says so here.
    /// </summary>
    internal void Sent(in Akka.Actor.Envelope envelope, IActorRef receiver, LetterNumber letter)
    {
        Log?.Sent(TrueNow, envelope, receiver, letter);
        Simulation.MessageCheck?.Sent(this, envelope.Message, letter);
    }

    /// <summary>A letter of this node, or one that arrived at it, is lost.</summary>
    internal void Dropped(
        DropCause cause, object? message, IActorRef? sender, IActorRef? receiver, LetterNumber letter)
    {
        Letters.Drop(cause);
        Log?.Dropped(TrueNow, cause, message, sender, receiver, letter);
    }

    /// <summary>The letter of the turn; empty outside, and in a turn that has had none yet.</summary>
    internal ref readonly MailboxItem CurrentItem => ref _current;

    /// <summary>Takes the letter of the turn.</summary>
    internal ref MailboxItem BeginItem() => ref _current;

    /// <summary>The turn has ended. A reference to its letter would keep the system of the sender alive.</summary>
    internal void EndItem() => _current = default;

    /// <summary>A mailbox handed a letter to its actor.</summary>
    internal void Delivered(SimulationMailboxQueue queue, in MailboxItem item)
    {
        if (item.Batch is not { } batch)
        {
            DeliveredOne(queue, item);
            return;
        }

        for (var i = 0; i < batch.Count; i++)
            DeliveredOne(queue, batch.ItemOf(i));
        batch.Open();
    }

    private void DeliveredOne(SimulationMailboxQueue queue, in MailboxItem item)
    {
        Letters.Waiting--;
        Letters.Delivered++;
        Trace.Delivery(TrueNow, item.SenderNumber, queue.Number, item.Envelope.Message);
        Log?.Delivered(TrueNow, queue, item, Trace.Records);
        Simulation.MessageCheck?.Delivered(this, queue, item);

        // While a system is created, Akka waits for its actors, and would wait for ever for a busy one.
        if (ServiceTime is { } serviceTime && !_isStarting)
            Processor.Serve(serviceTime(queue.Owner, item.Envelope.Message), item.Envelope.Message);
    }
}
