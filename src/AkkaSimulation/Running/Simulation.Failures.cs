using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using AkkaSimulation.Nodes;
using AkkaSimulation.Running;

namespace AkkaSimulation;

/// <content>What went wrong in a run.</content>
public sealed partial class Simulation
{
    /// <summary>
    /// Work that a foreign thread brought: a violation; it is queued where the run goes on after a violation.
    /// </summary>
    internal void Foreign(SimulatedNode node, IActorRef? receiver, object message, Action work)
    {
        var what = message as string ?? message.GetType().Name;
        var to = receiver is null ? node.Name : node.NameOf(receiver);
        Violated(
            ViolationKind.ForeignThread,
            node,
            $"A thread that does not belong to the simulation brought {what} to {to}",
            "Offload and timers (no Task.Run, Task.Delay, I/O, or Ask with PipeTo in a handler)");
        if (!Options.Strict)
            _failures.AddForeign(work);
    }

    internal void Violated(ViolationKind kind, SimulatedNode node, string message, string cure)
    {
        if (kind is ViolationKind.ForeignThread or ViolationKind.RealRestartWindow or ViolationKind.MessageChanged)
            _isReproducible = false;
        var isOwn = IsMine() && ReferenceEquals(Turn.Node, node);
        var violation = new Violation(
            kind,
            node.Name,
            TimeSpan.FromTicks(node.TrueNow),
            message,
            cure,
            Environment.StackTrace,
            isOwn && Turn.Queue?.Current.Letter is { Number: > 0 } letter ? letter : null,
            isOwn ? CausesNow(node) : []);
        Failed(node, new SimulationViolationException(violation, Options));
    }

    /// <summary>What led to the present turn of a node, the latest first; empty where no log is kept.</summary>
    internal ImmutableArray<LogEntry> CausesNow(SimulatedNode node) =>
        node.Log is { Turn: > 0 and var turn } log && log.Find(turn) is { } entry ? [.. Log.CausesOf(entry)] : [];

    /// <summary>A failure ends a strict run; a fatal one, which is a mistake of the test itself, ends any.</summary>
    internal void Failed(SimulatedNode node, Exception failure, bool isFatal = false) =>
        _failures.Add(node, failure, isFatal);

    internal void Unhandled(SimulatedNode node, UnhandledMessage unhandled)
    {
        if (!Options.Strict)
            return;
        Violated(
            ViolationKind.UnhandledMessage,
            node,
            $"{node.NameOf(unhandled.Recipient)} has no handler for {unhandled.Message.GetType().Name}",
            "a handler for it");
    }

    internal void DeadLetter(SimulatedNode node, AllDeadLetters dead)
    {
        if (!Options.DeadLettersFail || dead is SuppressedDeadLetter)
            return;
        Violated(
            ViolationKind.DeadLetter,
            node,
            $"{dead.Message.GetType().Name} to {node.NameOf(dead.Recipient)} is a dead letter",
            "a receiver that lives");
    }

    /// <summary>
    /// Throws the first failure that ends the run; if there is none, does the work that foreign threads have brought.
    /// </summary>
    internal void ThrowFailure() => _failures.Throw();

    internal bool HasFailure => _failures.HasAny;
}
