using System.Linq.Expressions;
using Akka.Actor;
using Akka.Actor.Dsl;
using Akka.TestKit;
using Akka.Util;
using SpawnRequest = Akka.TestKit.TestActor.Spawn;

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
    /// <summary>The actor system of the test's node.</summary>
    public new ActorSystem Sys
    {
        get
        {
            _driver.Attend();
            return base.Sys;
        }
    }

    /// <summary>Lets the test actor watch an actor, and drives until it does.</summary>
    /// <param name="actorToWatch">The actor.</param>
    /// <returns>The same.</returns>
    public new IActorRef Watch(IActorRef actorToWatch)
    {
        Acknowledged(new Akka.TestKit.TestActor.Watch(actorToWatch));
        return actorToWatch;
    }

    /// <inheritdoc cref="Watch(IActorRef)"/>
    public new Task<IActorRef> WatchAsync(IActorRef actorToWatch) => Finished.Task(() => Watch(actorToWatch));

    /// <summary>Lets the test actor watch an actor no more, and drives until it does not.</summary>
    /// <param name="actorToUnwatch">The actor.</param>
    /// <returns>The same.</returns>
    public new IActorRef Unwatch(IActorRef actorToUnwatch)
    {
        Acknowledged(new Akka.TestKit.TestActor.Unwatch(actorToUnwatch));
        return actorToUnwatch;
    }

    /// <inheritdoc cref="Unwatch(IActorRef)"/>
    public new Task<IActorRef> UnwatchAsync(IActorRef actorToUnwatch) => Finished.Task(() => Unwatch(actorToUnwatch));

    /// <summary>Creates a further actor whose messages the verbs receive.</summary>
    /// <param name="name">Its name under the system guardian.</param>
    /// <returns>The actor, which has started.</returns>
    public new IActorRef CreateTestActor(string name)
    {
        IActorRef? created = null;
        _driver.Eagerly(Sys, () => created = base.CreateTestActor(name));
        return created!;
    }

    /// <summary>Creates a probe in a system of the simulation.</summary>
    /// <param name="system">Its node must be up.</param>
    /// <param name="name">Null: one that is the same in each run.</param>
    /// <returns>The probe, which has started.</returns>
    public override SimulationProbe CreateTestProbe(ActorSystem system, string? name = null) =>
        new(_driver, system, name);

    /// <summary>Creates a latch, for which the test waits on virtual time.</summary>
    /// <param name="count">How often it must be counted down.</param>
    /// <returns>The latch.</returns>
    public override SimulationLatch CreateTestLatch(int count = 1) =>
        new(_driver, count, TestKitSettings.DefaultTimeout);

    /// <summary>
    /// Not supported: a barrier blocks a thread until other threads come, and a simulated node has only one thread.
    /// </summary>
    /// <param name="count">Any.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="NotSupportedException">Always.</exception>
    public new TestBarrier CreateTestBarrier(int count) =>
        throw new NotSupportedException(
            "A barrier blocks the thread that runs the simulation: use a latch, or messages.");

    /// <summary>Creates an actor under the user guardian.</summary>
    /// <param name="props">How it is made.</param>
    /// <returns>The actor.</returns>
    public new IActorRef ActorOf(Props props) => Sys.ActorOf(props);

    /// <inheritdoc cref="ActorOf(Props)"/>
    public new IActorRef ActorOf(Props props, string name) => Sys.ActorOf(props, name);

    /// <inheritdoc cref="ActorOf(Props)"/>
    public new IActorRef ActorOf<TActor>()
        where TActor : ActorBase, new() => Sys.ActorOf(Props.Create<TActor>());

    /// <inheritdoc cref="ActorOf(Props)"/>
    public new IActorRef ActorOf<TActor>(string name)
        where TActor : ActorBase, new() => Sys.ActorOf(Props.Create<TActor>(), name);

    /// <inheritdoc cref="ActorOf(Props)"/>
    public new IActorRef ActorOf<TActor>(Expression<Func<TActor>> factory)
        where TActor : ActorBase => Sys.ActorOf(Props.Create(factory));

    /// <inheritdoc cref="ActorOf(Props)"/>
    public new IActorRef ActorOf<TActor>(Expression<Func<TActor>> factory, string name)
        where TActor : ActorBase => Sys.ActorOf(Props.Create(factory), name);

    /// <inheritdoc cref="ActorOf(Props)"/>
    public new IActorRef ActorOf(Action<IActorDsl, IActorContext> configure, string? name = null) =>
        Sys.ActorOf(configure, name);

    /// <inheritdoc cref="ActorOf(Props)"/>
    public new IActorRef ActorOf(Action<IActorDsl> configure, string? name = null) => Sys.ActorOf(configure, name);

    /// <summary>Creates a child of the test actor.</summary>
    /// <param name="props">How it is made.</param>
    /// <param name="name">Its name.</param>
    /// <param name="supervisorStrategy">What happens when it fails.</param>
    /// <param name="cancellationToken">Looked at before the verb drives.</param>
    /// <returns>The child.</returns>
    public new IActorRef ChildActorOf(
        Props props,
        string name,
        SupervisorStrategy supervisorStrategy,
        CancellationToken cancellationToken = default) =>
        Spawn(new SpawnRequest(props, name, supervisorStrategy), cancellationToken);

    /// <inheritdoc cref="ChildActorOf(Props, string, SupervisorStrategy, CancellationToken)"/>
    public new Task<IActorRef> ChildActorOfAsync(
        Props props,
        string name,
        SupervisorStrategy supervisorStrategy,
        CancellationToken cancellationToken = default) =>
        Finished.Task(() => ChildActorOf(props, name, supervisorStrategy, cancellationToken));

    /// <inheritdoc cref="ChildActorOf(Props, string, SupervisorStrategy, CancellationToken)"/>
    public new IActorRef ChildActorOf(
        Props props, SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default) =>
        Spawn(new SpawnRequest(props, Option<string>.None, supervisorStrategy), cancellationToken);

    /// <inheritdoc cref="ChildActorOf(Props, string, SupervisorStrategy, CancellationToken)"/>
    public new Task<IActorRef> ChildActorOfAsync(
        Props props, SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default) =>
        Finished.Task(() => ChildActorOf(props, supervisorStrategy, cancellationToken));

    /// <inheritdoc cref="ChildActorOf(Props, string, SupervisorStrategy, CancellationToken)"/>
    public new IActorRef ChildActorOf(
        Props props, string name, CancellationToken cancellationToken = default) =>
        Spawn(new SpawnRequest(props, name, Option<SupervisorStrategy>.None), cancellationToken);

    /// <inheritdoc cref="ChildActorOf(Props, string, SupervisorStrategy, CancellationToken)"/>
    public new Task<IActorRef> ChildActorOfAsync(
        Props props, string name, CancellationToken cancellationToken = default) =>
        Finished.Task(() => ChildActorOf(props, name, cancellationToken));

    /// <inheritdoc cref="ChildActorOf(Props, string, SupervisorStrategy, CancellationToken)"/>
    public new IActorRef ChildActorOf(
        Props props, CancellationToken cancellationToken = default) =>
        Spawn(new SpawnRequest(props, Option<string>.None, Option<SupervisorStrategy>.None), cancellationToken);

    /// <inheritdoc cref="ChildActorOf(Props, string, SupervisorStrategy, CancellationToken)"/>
    public new Task<IActorRef> ChildActorOfAsync(
        Props props, CancellationToken cancellationToken = default) =>
        Finished.Task(() => ChildActorOf(props, cancellationToken));

    private IActorRef Spawn(SpawnRequest request, CancellationToken cancellationToken)
    {
        TestActor.Tell(request);
        return ExpectMsg<IActorRef>(null, null, cancellationToken);
    }

    private void Acknowledged(object request) => _driver.Explain(() =>
    {
        var limit = LimitOf(null);
        var acknowledgement = new Acknowledgement(base.Sys);
        TestActor.Tell(request, acknowledgement);
        return _driver.Until(() => acknowledgement.HasCome, limit)
            ? true
            : throw _driver.Fail($"The test actor has not done {request.GetType().Name} within {limit}.");
    });
}
