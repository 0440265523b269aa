using System.Security.Cryptography;
using Akka.Actor;

namespace AkkaSimulation;

/// <summary>An ordinary system: work goes to the thread pool, and random streams begin with entropy.</summary>
internal sealed class PlainRuntime : ActorRuntime
{
    public override Task<T> Offload<T>(Func<T> work, TimeSpan modelled, bool isQuick) => Task.Run(work);

    public override void TellAll(IReadOnlyList<IActorRef> receivers, object message, IActorRef? sender)
    {
        for (var i = 0; i < receivers.Count; i++)
            receivers[i].Tell(message, sender);
    }

    public override RandomStream RandomFor(IActorRef actor) =>
        new(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));
}
