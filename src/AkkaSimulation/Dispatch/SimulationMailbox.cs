using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;
using Akka.Event;
using AkkaSimulation.Nodes;
using AkkaSimulation.Running;
using AkkaSimulation.Tracing;

namespace AkkaSimulation.Dispatch;

/// <summary>Makes the mailboxes of a simulated node, whatever an actor requires of its mailbox.</summary>
internal sealed class SimulationMailbox(Settings settings, Config config)
    : MailboxType(settings, config), IProducesMessageQueue<SimulationMailboxQueue>
{
    public const string BoundedId = "akka-simulation.bounded-mailbox";
    private readonly Life _life = settings.Setup.Get<LifeSetup>().Value.Life;
    private readonly int _limit = config.GetInt("mailbox-limit", 0);

    public override IMessageQueue Create(IActorRef owner, ActorSystem system) =>
        new SimulationMailboxQueue(_life, owner, _limit);
}

/// <summary>An envelope with what the trace needs of it.</summary>
internal readonly record struct MailboxItem(Envelope Envelope, long SenderNumber, LetterNumber Letter)
{
    /// <summary>The letters that came together; null for a single one.</summary>
    public ArrivedBatch? Batch => SenderNumber == TraceNumbers.Batch ? (ArrivedBatch)Envelope.Message : null;

    /// <summary>How many letters it is.</summary>
    public int Letters => Batch?.Count ?? 1;

    /// <summary>Each letter by itself.</summary>
    public IEnumerable<MailboxItem> Singles() =>
        Batch is { } batch ? Enumerable.Range(0, batch.Count).Select(batch.ItemOf) : [this];
}

/// <summary>
/// One actor's letters. The first waits in the queue itself, since most mailboxes never hold two; there is no lock,
/// since one thread at a time runs a node.
/// </summary>
internal sealed class SimulationMailboxQueue
    : IMessageQueue,
        IUnboundedDequeBasedMessageQueueSemantics,
        IBoundedDequeBasedMessageQueueSemantics,
        IMultipleConsumerSemantics,
        ILoggerMessageQueueSemantics
{
    private readonly SimulatedNode _node;
    private readonly int _limit;
    private MailboxItem _first;
    private Deque<MailboxItem>? _rest;

    public SimulationMailboxQueue(Life life, IActorRef owner, int limit)
    {
        (_node, Life, Owner, _limit) = (life.Node, life, owner, limit);
        Number = life.Node.NextActorNumber();
        life.Node.Trace.Record(TraceKind.ActorStarted, life.Node.TrueNow, Number, PathOf(owner));
    }

    public IActorRef Owner { get; }

    /// <summary>The life that the actor belongs to.</summary>
    public Life Life { get; }

    /// <summary>Akka's mailbox around these letters, once it has been ready.</summary>
    public IRunnable? Mailbox { get; set; }

    /// <summary>The actor's number in traces: its node, and the order of creation there.</summary>
    public long Number { get; }

    /// <summary>Letters that the present run of the mailbox may still take.</summary>
    public int Allowance { get; private set; }

    /// <summary>Whether the actor is to be restarted in its next turn.</summary>
    public bool IsRestarting { get; set; }

    /// <summary>The letter of the turn; asked while the mailbox runs only, so that an idle actor keeps none.</summary>
    public ref readonly MailboxItem Current => ref _node.CurrentItem;

    /// <summary>True time until which the actor is busy.</summary>
    public long BusyUntil { get; set; }

    public bool HasMessages => Count > 0;

    /// <summary>Nobody waits for room in a full mailbox.</summary>
    public TimeSpan PushTimeOut => TimeSpan.Zero;

    public int Count { get; private set; }

    /// <summary>Whether its own configuration limits it.</summary>
    public bool IsBounded => _limit > 0;

    public bool IsFull
    {
        get
        {
            var limit = _limit > 0 ? _limit : _node.MailboxLimit;
            return limit > 0 && Count >= limit;
        }
    }

    /// <summary>The messages that wait, in their order.</summary>
    public IEnumerable<object> Waiting =>
        Count == 0
            ? []
            : (_rest?.Entries() ?? []).Prepend(_first)
                .SelectMany(static item => item.Singles()).Select(static item => item.Envelope.Message);

    /// <summary>The actor's turn begins.</summary>
    /// <param name="throughput">Letters that it may take.</param>
    public void BeginTurn(int throughput)
    {
        Allowance = throughput;
        if (!IsRestarting)
            return;

        // The parent tells its children in an order that differs in each process, so the child records it.
        IsRestarting = false;
        _node.Trace.Record(TraceKind.ActorRestarted, _node.TrueNow, Number);
    }

    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        var item = _node.TakeArriving(receiver, envelope);
        Add(item, isFirst: false);
        _node.Letters.Waiting += item.Letters;
    }

    public void EnqueueFirst(Envelope envelope)
    {
        // Only a stash puts letters in front: what counted as delivered waits again.
        Add(new MailboxItem(envelope, TraceNumbers.Stashed, default), isFirst: true);
        _node.Letters.Delivered--;
        _node.Letters.Waiting++;
    }

    public bool TryDequeue(out Envelope envelope)
    {
        if (Count == 0 || Allowance == 0)
        {
            envelope = default;
            return false;
        }

        Allowance--;
        ref var item = ref _node.BeginItem();
        item = Take();
        if (_node.Simulation.HasCrashed && FormerSender.TryReplace(item.Envelope.Sender) is { } former)
            item = item with { Envelope = new Envelope(item.Envelope.Message, former) };
        envelope = item.Envelope;
        _node.Delivered(this, item);
        return true;
    }

    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        var node = _node;
        node.Trace.Record(TraceKind.ActorStopped, node.TrueNow, Number);
        while (Count > 0)
        {
            var item = Take();
            foreach (var letter in item.Singles())
            {
                node.Letters.Waiting--;
                node.Dropped(DropCause.Stopped, letter.Envelope.Message, letter.Envelope.Sender, Owner, letter.Letter);
                deadletters.Enqueue(owner, letter.Envelope);
            }
        }
    }

    private static string PathOf(IActorRef owner) => TraceNumbers.PathOf(owner.Path);

    private void Add(in MailboxItem item, bool isFirst)
    {
        if (Count == 0)
        {
            _first = item;
        }
        else if (isFirst)
        {
            (_rest ??= new Deque<MailboxItem>()).AddFirst(_first);
            _first = item;
        }
        else
        {
            (_rest ??= new Deque<MailboxItem>()).AddLast(item);
        }

        Count++;
    }

    private MailboxItem Take()
    {
        var item = _first;
        _first = --Count > 0 ? _rest!.TakeFirst() : default;
        return item;
    }
}
