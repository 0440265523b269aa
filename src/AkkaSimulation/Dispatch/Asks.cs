using System.Runtime.CompilerServices;
using Akka.Actor;
using AkkaSimulation.Nodes;
using AkkaSimulation.Running;

namespace AkkaSimulation.Dispatch;

/// <summary>
/// Detects an Ask in an ordinary handler. Its continuation would come from the thread pool, perhaps long after the run,
/// so a check of threads alone would find it on some machines only.
/// </summary>
internal sealed class Asks(Simulation simulation)
{
    private readonly ConditionalWeakTable<IActorRef, object> _known = [];

    public static bool IsAsk(IActorRef? sender) =>
        sender?.GetType() is { IsGenericType: true } type
            && type.GetGenericTypeDefinition() == typeof(FutureActorRef<>);

    /// <summary>Looks at a letter whose sender is no actor.</summary>
    public void Look(SimulatedNode node, IActorRef receiver, Envelope envelope)
    {
        var sender = envelope.Sender;
        if (!IsAsk(sender) || _known.TryGetValue(sender, out _))
            return;
        _known.AddOrUpdate(sender, simulation);

        // The driver asks outside all turns, and an asynchronous handler awaits on the actor's own scheduler. A
        // guardian asks nobody: in its turn a top-level actor starts, which gets what the driver asked before.
        if (Turn.Queue is not { } asking
            || TaskScheduler.Current != TaskScheduler.Default
            || asking.Owner.Path.Elements.Count <= 1)
        {
            return;
        }

        simulation.Violated(
            ViolationKind.ForeignThread,
            node,
            $"{node.NameOf(asking.Owner)} asks {receiver.Path.ToStringWithoutAddress()} for the answer to "
                + $"{envelope.Message.GetType().Name} in an ordinary handler, so the answer would come from the "
                + "thread pool",
            "Tell and a timer, or await the Ask in ReceiveAsync, with an infinite timeout");
    }
}
