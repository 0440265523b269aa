using System.Security.Cryptography;
using Akka.Actor;

namespace AkkaSimulation;

/// <summary>An ordinary system: work goes to the thread pool, and random streams begin with entropy.</summary>
/// <remarks>
/// Pure work uses as many threads of the pool as there are processors, and waits in a queue of its own. In the pool's
/// queue thousands of jobs would keep all that is due at once waiting, a member's heartbeat for example; and the pool,
/// which sees no progress then, would add threads without end, which take the processors from each other.
/// </remarks>
internal sealed class PlainRuntime : ActorRuntime
{
    // One job at a time of each thread, so that what else the pool has comes in between.
    private static readonly TaskFactory s_workers = new(
        CancellationToken.None,
        TaskCreationOptions.DenyChildAttach | TaskCreationOptions.HideScheduler,
        TaskContinuationOptions.None,
        new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, Environment.ProcessorCount, maxItemsPerTask: 1)
            .ConcurrentScheduler);

    public override Task<T> Offload<T>(Func<T> work, TimeSpan modelled, bool isQuick) => s_workers.StartNew(work);

    public override Task<T> OffloadWaiting<T>(Func<T> work, TimeSpan modelled) => Task.Run(work);

    public override OffloadedWork OffloadTo<T>(
        IActorRef receiver, IActorRef? sender, Func<T> work, TimeSpan modelled, bool isQuick) =>
        new Pooled(s_workers.StartNew(work).PipeTo(receiver, sender));

    public override void TellAll(IReadOnlyList<IActorRef> receivers, object message, IActorRef? sender)
    {
        for (var i = 0; i < receivers.Count; i++)
            receivers[i].Tell(message, sender);
    }

    public override RandomStream RandomFor(IActorRef actor) =>
        new(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));

    /// <summary>Work on the thread pool.</summary>
    private sealed class Pooled(Task told) : OffloadedWork
    {
        public override bool IsDone => told.IsCompleted;
    }
}
