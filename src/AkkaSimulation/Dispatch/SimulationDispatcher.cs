using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using AkkaSimulation.Nodes;
using AkkaSimulation.Running;

namespace AkkaSimulation.Dispatch;

/// <summary>Gives every dispatcher id of a life the same dispatcher.</summary>
internal sealed class SimulationDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : MessageDispatcherConfigurator(config, prerequisites)
{
    public override MessageDispatcher Dispatcher() =>
        Prerequisites.Settings.Setup.Get<LifeSetup>().Value.Life.DispatcherOf(this);
}

/// <summary>
/// Puts mailboxes into the loop of the node, and is the boundary between nodes: a plain Tell to an actor of another
/// node goes through the network.
/// </summary>
/// <param name="configurator">Akka's.</param>
/// <param name="life">The life that it serves.</param>
/// <param name="isCallingThread">
/// Whether what the driver tells between runs is worked off within the Tell, as a test of one actor's inside expects.
/// </param>
internal sealed class SimulationDispatcher(
    MessageDispatcherConfigurator configurator, Life life, bool isCallingThread = false)
    : MessageDispatcher(configurator)
{
    private readonly SimulatedNode _node = life.Node;

    public SimulatedNode Node => _node;

    /// <summary>The life that it serves.</summary>
    public Life Life => life;

    public override void Dispatch(ActorCell cell, Envelope envelope)
    {
        var here = Turn.Here;
        if (!_node.Simulation.IsMine(here))
        {
            Foreign(cell, envelope);
            return;
        }

        var from = here.Node;
        if (from is null || ReferenceEquals(from, _node))
            DispatchWithin(cell, envelope, here);
        else
            from.Boundary.Send(_node, cell, cell.Self, envelope);
    }

    public override void SystemDispatch(ActorCell cell, SystemMessage message)
    {
        var here = Turn.Here;
        if (!_node.Simulation.IsMine(here) || (TaskMessage.Is(message) && _node.Simulation.IsStray()))
        {
            Foreign(cell, message);
            return;
        }

        var from = here.Node;
        if (from is null || ReferenceEquals(from, _node))
            SystemDispatchWithin(cell, message);
        else
            from.Boundary.SendSystem(_node, cell, message);
    }

    /// <summary>Puts a letter that has arrived into its mailbox.</summary>
    public void Arrive(ActorCell cell, Envelope envelope, long senderNumber, LetterNumber letter)
    {
        if (cell.Mailbox?.MessageQueue is not SimulationMailboxQueue queue)
        {
            _node.Dropped(DropCause.Stopped, envelope.Message, envelope.Sender, cell.Self, letter);
            base.Dispatch(cell, envelope);
        }
        else if (_node.Filter is { } filter && !Passes(filter, cell.Self, envelope.Message))
        {
            _node.Dropped(DropCause.Loss, envelope.Message, envelope.Sender, cell.Self, letter);
        }
        else if (queue.IsFull)
        {
            _node.Dropped(DropCause.MailboxFull, envelope.Message, envelope.Sender, cell.Self, letter);
            cell.System.DeadLetters.Tell(new DeadLetter(envelope.Message, envelope.Sender, cell.Self), envelope.Sender);
        }
        else
        {
            _node.SetArriving(senderNumber, letter);
            base.Dispatch(cell, envelope);
        }
    }

    /// <summary>Puts letters that have arrived together into their mailbox, which has room for any number.</summary>
    public void Arrive(ActorCell cell, ArrivedBatch batch)
    {
        // The turn goes by the name of the last letter, as in the log, which tells each of them before the turn.
        _node.SetArriving(TraceNumbers.Batch, batch.ItemOf(batch.Count - 1).Letter);
        base.Dispatch(cell, new Envelope(batch, ActorRefs.NoSender, cell.System));
    }

    /// <summary>A system message of this node, or one that has arrived.</summary>
    public void SystemDispatchWithin(ActorCell cell, SystemMessage message)
    {
        if (life.IsOver)
        {
            if (message is Watch watch)
                _node.Watches.NotifyLater(watch.Watchee, watch.Watcher);
            return;
        }

        switch (message)
        {
            case Failed failed:
                _node.Log?.Failed(_node.TrueNow, failed.Child, failed.Cause);
                SupervisionCheck.Look(_node, cell, failed);
                break;
            case Recreate when cell.Mailbox?.MessageQueue is SimulationMailboxQueue queue:
                queue.IsRestarting = true;
                break;
        }

        _node.Loop.BeginSystem();
        try
        {
            base.SystemDispatch(cell, message);
        }
        finally
        {
            _node.Loop.EndSystem();
        }
    }

    protected override void ExecuteTask(IRunnable run)
    {
        if (life.IsOver)
            return;
        if (!_node.Simulation.IsMine())
        {
            Foreign(run);
            return;
        }

        var ready = QueueOf(run) is { } queue ? new ReadyMailbox(queue) : new ReadyMailbox(life, run);
        if (isCallingThread && !Turn.IsActing)
            RunAtOnce(ready);
        else
            _node.Loop.Ready(ready);
    }

    protected override void Shutdown()
    {
        // The dispatcher holds no thread.
    }

    private SimulationMailboxQueue? QueueOf(IRunnable run)
    {
        if (run is not Mailbox { MessageQueue: var messages })
            return null;
        if (messages is SimulationMailboxQueue queue)
        {
            if (!ReferenceEquals(queue.Mailbox, run))
                queue.Mailbox = run;
            return queue;
        }

        _node.Simulation.Violated(
            ViolationKind.ForeignMailbox,
            _node,
            $"An actor uses the mailbox {messages.GetType().Name}, whose letters cannot be counted or traced",
            $"leave out its mailbox type in a simulation, or take {SimulationMailbox.BoundedId}");
        return null;
    }

    // Each closure is in a method of its own, so that the common path allocates nothing.
    private void RunAtOnce(ReadyMailbox ready) =>
        _node.Simulation.ActEagerly(_node, () => _node.Loop.Ready(ready));

    private void Foreign(ActorCell cell, Envelope envelope) =>
        _node.Simulation.Foreign(_node, cell.Self, envelope.Message, () => Dispatch(cell, envelope));

    private void Foreign(ActorCell cell, SystemMessage message) =>
        _node.Simulation.Foreign(
            _node,
            cell.Self,
            TaskMessage.Is(message) ? "a task's continuation" : message,
            () => SystemDispatch(cell, message));

    private void Foreign(IRunnable run) =>
        _node.Simulation.Foreign(_node, null, run.GetType().Name, () => ExecuteTask(run));

    private bool Passes(Func<IActorRef, object, bool> filter, IActorRef receiver, object message)
    {
        try
        {
            return filter(receiver, message);
        }
        catch (Exception failure)
        {
            // Akka swallows exceptions of a dispatcher, so the failure is kept and thrown to the driver of the run.
            _node.Simulation.Failed(
                _node,
                new InvalidOperationException(
                    $"The filter of {_node.Name} failed on {message.GetType().Name}: {failure.Message}", failure),
                isFatal: true);
            return false;
        }
    }

    private void DispatchWithin(ActorCell cell, Envelope envelope, Turn.State here)
    {
        _node.Letters.Sent++;
        if (life.IsOver)
        {
            _node.Letters.Drop(DropCause.NodeDown);
            return;
        }

        if (envelope.Sender is not (null or ActorRefWithCell))
            _node.Simulation.Asks.Look(_node, cell.Self, envelope);
        var letter = _node.NextLetter();
        _node.Sent(envelope, cell.Self, letter);
        var sender = here.Node is null && here.Queue is null && envelope.Sender is null
            ? TraceNumbers.Nobody
            : TraceNumbers.OfSender(_node, envelope, here.Queue);
        Arrive(cell, envelope, sender, letter);
    }
}
