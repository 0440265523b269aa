using System.Linq.Expressions;
using Akka.Actor;
using Akka.TestKit;

#if XUNIT_KIT
namespace AkkaSimulation.TestKit.Xunit;

partial class SimulationTestKit
#elif XUNIT2_KIT
namespace AkkaSimulation.TestKit.Xunit2;

partial class SimulationTestKit
#else
namespace AkkaSimulation.TestKit;

partial class SimulationProbe
#endif
{
    /// <summary>
    /// Creates an actor that a test looks into: what the test tells it has happened when the Tell returns.
    /// </summary>
    /// <typeparam name="TActor">The actor.</typeparam>
    /// <param name="props">How it is made.</param>
    /// <param name="supervisor">Its parent, which has started.</param>
    /// <param name="name">Null: one that is the same in each run.</param>
    /// <returns>The reference.</returns>
    public new TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(
        Props props, IActorRef supervisor, string? name = null)
        where TActor : ActorBase =>
        AsTestRef(name, unique => base.ActorOfAsTestActorRef<TActor>(props, supervisor, unique));

    /// <inheritdoc cref="ActorOfAsTestActorRef{TActor}(Props, IActorRef, string)"/>
    public new TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Props props, string? name = null)
        where TActor : ActorBase =>
        AsTestRef(name, unique => base.ActorOfAsTestActorRef<TActor>(props, unique));

    /// <inheritdoc cref="ActorOfAsTestActorRef{TActor}(Props, IActorRef, string)"/>
    public new TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(
        Expression<Func<TActor>> factory, IActorRef supervisor, string? name = null)
        where TActor : ActorBase =>
        AsTestRef(name, unique => base.ActorOfAsTestActorRef<TActor>(factory, supervisor, unique));

    /// <inheritdoc cref="ActorOfAsTestActorRef{TActor}(Props, IActorRef, string)"/>
    public new TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Expression<Func<TActor>> factory, string? name = null)
        where TActor : ActorBase =>
        AsTestRef(name, unique => base.ActorOfAsTestActorRef<TActor>(factory, unique));

    /// <inheritdoc cref="ActorOfAsTestActorRef{TActor}(Props, IActorRef, string)"/>
    public new TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(IActorRef supervisor, string? name = null)
        where TActor : ActorBase, new() =>
        AsTestRef(name, unique => base.ActorOfAsTestActorRef<TActor>(supervisor, unique));

    /// <inheritdoc cref="ActorOfAsTestActorRef{TActor}(Props, IActorRef, string)"/>
    public new TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(string? name = null)
        where TActor : ActorBase, new() =>
        AsTestRef(name, unique => base.ActorOfAsTestActorRef<TActor>(unique));

    /// <summary>Creates a state machine that a test looks into.</summary>
    /// <typeparam name="TFsmActor">The actor.</typeparam>
    /// <typeparam name="TState">Its states.</typeparam>
    /// <typeparam name="TData">Its data.</typeparam>
    /// <param name="props">How it is made.</param>
    /// <param name="supervisor">Its parent, which has started.</param>
    /// <param name="name">Null: one that is the same in each run.</param>
    /// <param name="withLogging">Whether it logs its transitions.</param>
    /// <returns>The reference.</returns>
    public new TestFSMRef<TFsmActor, TState, TData> ActorOfAsTestFSMRef<TFsmActor, TState, TData>(
        Props props, IActorRef supervisor, string? name = null, bool withLogging = false)
        where TFsmActor : FSM<TState, TData> =>
        AsTestRef(
            name, unique => base.ActorOfAsTestFSMRef<TFsmActor, TState, TData>(props, supervisor, unique, withLogging));

    /// <inheritdoc cref="ActorOfAsTestFSMRef{TFsmActor, TState, TData}(Props, IActorRef, string, bool)"/>
    public new TestFSMRef<TFsmActor, TState, TData> ActorOfAsTestFSMRef<TFsmActor, TState, TData>(
        Props props, string? name = null, bool withLogging = false)
        where TFsmActor : FSM<TState, TData> =>
        AsTestRef(
            name, unique => base.ActorOfAsTestFSMRef<TFsmActor, TState, TData>(props, unique, withLogging));

    /// <inheritdoc cref="ActorOfAsTestFSMRef{TFsmActor, TState, TData}(Props, IActorRef, string, bool)"/>
    public new TestFSMRef<TFsmActor, TState, TData> ActorOfAsTestFSMRef<TFsmActor, TState, TData>(
        IActorRef supervisor, string? name = null, bool withLogging = false)
        where TFsmActor : FSM<TState, TData>, new() =>
        AsTestRef(
            name, unique => base.ActorOfAsTestFSMRef<TFsmActor, TState, TData>(supervisor, unique, withLogging));

    /// <inheritdoc cref="ActorOfAsTestFSMRef{TFsmActor, TState, TData}(Props, IActorRef, string, bool)"/>
    public new TestFSMRef<TFsmActor, TState, TData> ActorOfAsTestFSMRef<TFsmActor, TState, TData>(
        string? name = null, bool withLogging = false)
        where TFsmActor : FSM<TState, TData>, new() =>
        AsTestRef(
            name, unique => base.ActorOfAsTestFSMRef<TFsmActor, TState, TData>(unique, withLogging));

    /// <inheritdoc cref="ActorOfAsTestFSMRef{TFsmActor, TState, TData}(Props, IActorRef, string, bool)"/>
    public new TestFSMRef<TFsmActor, TState, TData> ActorOfAsTestFSMRef<TFsmActor, TState, TData>(
        Expression<Func<TFsmActor>> factory, IActorRef supervisor, string? name = null, bool withLogging = false)
        where TFsmActor : FSM<TState, TData> =>
        AsTestRef(
            name,
            unique => base.ActorOfAsTestFSMRef<TFsmActor, TState, TData>(factory, supervisor, unique, withLogging));

    /// <inheritdoc cref="ActorOfAsTestFSMRef{TFsmActor, TState, TData}(Props, IActorRef, string, bool)"/>
    public new TestFSMRef<TFsmActor, TState, TData> ActorOfAsTestFSMRef<TFsmActor, TState, TData>(
        Expression<Func<TFsmActor>> factory, string? name = null, bool withLogging = false)
        where TFsmActor : FSM<TState, TData> =>
        AsTestRef(
            name, unique => base.ActorOfAsTestFSMRef<TFsmActor, TState, TData>(factory, unique, withLogging));

    // Akka counts the names of these actors over all systems of a process.
    private T AsTestRef<T>(string? name, Func<string, T> create)
        where T : class
    {
        T? reference = null;
        _driver.Eagerly(Sys, () => reference = create(name ?? _driver.NextName("$$")));
        return reference!;
    }
}
