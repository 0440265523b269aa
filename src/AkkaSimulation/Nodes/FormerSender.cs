using System.Runtime.CompilerServices;
using Akka.Actor;
using AkkaSimulation.Dispatch;
using AkkaSimulation.Running;

namespace AkkaSimulation.Nodes;

/// <summary>
/// Stands for an actor whose life has ended, in places where Akka would keep the actor itself. A letter to it is sent
/// and lost.
/// </summary>
/// <remarks>
/// An actor's cell keeps the sender of its latest letter until the next one comes. A sender on a node that has crashed
/// would keep its whole system alive.
/// </remarks>
internal sealed class FormerSender(SimulatedNode node, ActorPath path) : MinimalActorRef
{
    public override ActorPath Path => path;

    public override IActorRefProvider Provider => ((ExtendedActorSystem)node.System).Provider;

    /// <summary>No cell of a node keeps a sender of a life that is over.</summary>
    /// <param name="node">A node that has a system.</param>
    /// <param name="of">The node whose life is over.</param>
    /// <param name="life">That life.</param>
    public static void Replace(SimulatedNode node, SimulatedNode of, Life life)
    {
        var dead = ((ExtendedActorSystem)life.System).Provider;
        Visit((IInternalActorRef)((ExtendedActorSystem)node.System).Provider.RootGuardian);

        void Visit(IInternalActorRef actor)
        {
            if (actor is not ActorRefWithCell withCell)
                return;
            if (withCell.Underlying is ActorCell cell
                && cell.Sender is IInternalActorRef and not RemoteRef and not FormerSender
                && ReferenceEquals(((IInternalActorRef)cell.Sender).Provider, dead))
            {
                SetSender(cell, new FormerSender(of, cell.Sender.Path));
            }

            foreach (var child in withCell.Children.OfType<IInternalActorRef>())
                Visit(child);
        }
    }

    /// <summary>What stands for a sender.</summary>
    /// <returns>Null where the sender's life is not over.</returns>
    public static FormerSender? TryReplace(IActorRef? sender) =>
        sender is ActorRefWithCell { Underlying: ActorCell { Dispatcher: SimulationDispatcher dispatcher } }
            && dispatcher.Life is { IsOver: true } life
            ? new FormerSender(life.Node, sender.Path)
            : null;

    protected override void TellInternal(object message, IActorRef sender)
    {
        var from = Turn.Node ?? node;
        from.Letters.Sent++;
        from.Letters.Drop(DropCause.NodeDown);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Sender")]
    private static extern void SetSender(ActorCell cell, IActorRef? sender);
}
