using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using AkkaSimulation.Nodes;
using AkkaSimulation.Running;

namespace AkkaSimulation.Dispatch;

/// <summary>Sees a supervisor whose window of restarts counts real time.</summary>
internal static class SupervisionCheck
{
    private static readonly ConditionalWeakTable<Exception, FailedLetter> s_letters = [];

    /// <summary>The letter in whose turn an exception was thrown; null where it was none.</summary>
    public static FailedLetter? LetterOf(Exception cause) =>
        s_letters.TryGetValue(cause, out var letter) ? letter : null;

    public static void Look(SimulatedNode node, ActorCell parent, Failed failed)
    {
        // The child reports within its own turn.
        if (Turn.Queue is { Current: { Envelope.Message: { } message } current } queue
            && ReferenceEquals(queue.Owner, failed.Child))
        {
            var type = current.Batch is null ? message.GetType() : typeof(Batch);
            s_letters.AddOrUpdate(failed.Cause, new FailedLetter(current.Letter, type));
        }

        if (ActorOf(parent) is not { } actor)
            return;
        var window = StrategyOf(actor) switch
        {
            OneForOneStrategy oneForOne => oneForOne.WithinTimeRangeMilliseconds,
            AllForOneStrategy allForOne => allForOne.WithinTimeRangeMilliseconds,
            _ => Timeout.Infinite,
        };
        if (window <= 0)
            return;
        node.Simulation.Violated(
            ViolationKind.RealRestartWindow,
            node,
            $"{failed.Child.Path.ToStringWithoutAddress()} failed ({failed.Cause.GetType().Name}: "
                + $"{failed.Cause.Message}), and its supervisor {parent.Self.Path.ToStringWithoutAddress()} "
                + $"counts restarts within {window} ms of real time",
            "OneForOneWithin or AllForOneWithin");
    }

    /// <summary>The letter in whose turn an actor failed; its content is not kept.</summary>
    internal sealed record FailedLetter(LetterNumber Letter, Type Message);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Actor")]
    private static extern ActorBase? ActorOf(ActorCell cell);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_SupervisorStrategyInternal")]
    private static extern SupervisorStrategy? StrategyOf(ActorBase actor);
}
