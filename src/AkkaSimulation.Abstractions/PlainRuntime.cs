using System.Security.Cryptography;
using Akka.Actor;

namespace AkkaSimulation;

/// <summary>An ordinary system: work goes to the thread pool, and random streams begin with entropy.</summary>
internal sealed class PlainRuntime : ActorRuntime
{
    public override Task<T> Offload<T>(Func<T> work, TimeSpan modelled, bool isQuick) => Task.Run(work);

    public override OffloadedWork OffloadTo<T>(
        IActorRef receiver, IActorRef? sender, Func<T> work, TimeSpan modelled, bool isQuick) =>
        new Pooled(Task.Run(work).PipeTo(receiver, sender));

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
