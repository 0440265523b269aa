using Akka.Actor;
using Akka.Dispatch.SysMsg;
using AkkaSimulation.Running;

namespace AkkaSimulation.Nodes;

/// <summary>
/// A stable reference to an actor of a node, by its path: it outlives crashes, as a remote reference does, since the
/// path is looked up anew in each life, when a letter arrives.
/// </summary>
internal sealed class RemoteRef : MinimalActorRef
{
    private readonly string[] _elements;
    private (int Life, IInternalActorRef? Target) _found = (-1, null);
    private ActorCell? _cell;

    public RemoteRef(SimulatedNode node, string path)
    {
        _elements = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (_elements.Length == 0)
            throw new ArgumentException($"\"{path}\" names no actor: write for example /user/peer.", nameof(path));
        Node = node;
        ActorPath at = new RootActorPath(new Address("akka", node.Name));
        Path = _elements.Aggregate(at, static (parent, element) => parent / element);
    }

    public SimulatedNode Node { get; }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider => ((ExtendedActorSystem)Node.System).Provider;

    /// <summary>The actor in the present life; null where there is none. Asked on the node's own lane only.</summary>
    public IInternalActorRef? Resolve()
    {
        if (_found.Life == Node.Life && _found.Target is { } known && !IsGone(known))
            return known;
        var root = ((ExtendedActorSystem)Node.System).Provider.RootGuardian;
        var target = root.GetChild(_elements) as IInternalActorRef;
        _found = target is null || target.IsNobody() ? (-1, null) : (Node.Life, target);
        return _found.Target;
    }

    /// <summary>The started actor in the present life, else null; as <see cref="Resolve"/>.</summary>
    public ActorCell? ResolveCell()
    {
        if (_cell is { IsTerminated: false } known)
            return known;

        // A router has a cell of another type, which passes letters on instead of taking them.
        return _cell = (Resolve() as ActorRefWithCell)?.Underlying is ActorCell cell
            && cell.GetType() == typeof(ActorCell)
            ? cell
            : null;
    }

    /// <summary>Lets go of the life that is over.</summary>
    public void Forget() => (_found, _cell) = ((-1, null), null);

    public override void SendSystemMessage(ISystemMessage message)
    {
        // Only watching makes sense for an actor of another node; Akka's remote references refuse the rest, too.
        if (message is not (Watch or Unwatch))
            return;
        if (Turn.Node is { } from && !ReferenceEquals(from, Node))
            from.Boundary.SendSystem(Node, this, (SystemMessage)message);
        else
            Node.Watches.Accept(this, (SystemMessage)message);
    }

    protected override void TellInternal(object message, IActorRef sender)
    {
        var here = Turn.Here;
        if (!Node.Simulation.IsMine(here))
            Foreign(message, sender);
        else if (here.Node is { } from && !ReferenceEquals(from, Node))
            from.Boundary.SendTo(this, message, sender);
        else
            Node.Boundary.TellWithin(this, message, sender);
    }

    private void Foreign(object message, IActorRef sender) =>
        Node.Simulation.Foreign(Node, this, message, () => TellInternal(message, sender));

    private static bool IsGone(IInternalActorRef target) =>
        target is ActorRefWithCell { Underlying: ActorCell { IsTerminated: true } };
}
