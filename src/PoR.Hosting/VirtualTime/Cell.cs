using PoR.Actors.Contract;

namespace PoR.Hosting.VirtualTime;

/// <summary>
/// What the host knows of one actor. What few actors need is created at first use, so that an idle
/// actor stays small.
/// </summary>
internal sealed class Cell(ActorAddress address, int id, KindEntry? kind, int node)
{
    public readonly ActorAddress Address = address;
    public readonly int Id = id;

    /// <summary>Null for senders that are no actors: outside, and asks.</summary>
    public readonly KindEntry? Kind = kind;

    /// <summary>−1 for senders that are no actors: they stand on every node.</summary>
    public readonly int Node = node;

    public IActor? Actor;
    public RandomStream? Random;
    public PendingAsk? Ask;
    public Deque<QueuedEvent>? Mailbox;
    public Deque<QueuedEvent>? Stashed;
    public Dictionary<string, long>? Timers;
    public List<(Cell Who, long Incarnation)>? Watchers;
    public List<Topic>? Subscriptions;
    public Queue<long>? RestartTimes;

    /// <summary>Never goes back, so that a late tick of an earlier life matches nothing.</summary>
    public long TimerGeneration;

    /// <summary>Counts the lives of the actor; results for an earlier one are dropped.</summary>
    public long Incarnation;

    /// <summary>Letters in the queue, the mailbox and the stash.</summary>
    public int InFlight;

    public int JobsRunning;
    public int EventsSinceSnapshot;
    public long LastActive;

    /// <summary>A write or a restart is under way: messages wait in the mailbox.</summary>
    public bool IsParked;

    /// <summary>Supervision stopped the actor for good.</summary>
    public bool IsDead;

    /// <summary>The directory forgot this cell; the address has or will get another one.</summary>
    public bool IsEvicted;

    public bool IsRunScheduled;
    public bool IsPassivationScheduled;
    public bool WasRunningAtCrash;

    public bool HasMail => Mailbox is { Count: > 0 };

    public KindOptions Options => Kind!.Options;

    public bool IsBusy =>
        IsParked || HasMail || JobsRunning > 0 || Timers is { Count: > 0 }
        || Subscriptions is { Count: > 0 } || Stashed is { Count: > 0 };

    /// <summary>Puts the stash in front of the mailbox, oldest first.</summary>
    public void Unstash()
    {
        if (Stashed is not { Count: > 0 })
            return;
        Mailbox ??= new Deque<QueuedEvent>();
        foreach (var parked in Stashed.Entries().Reverse())
            Mailbox.AddFirst(parked);
        Stashed = null;
    }
}
