using Akka.Actor;
using Akka.Actor.Setup;
using Akka.TestKit;

namespace AkkaSimulation.TestKit;

/// <summary>
/// A probe whose verbs drive the simulation. It lives on the node of its system; take it from the test kit's
/// CreateTestProbe.
/// </summary>
/// <param name="driver">The driver of the test.</param>
/// <param name="system">A system of the driver's simulation, whose node is up.</param>
/// <param name="name">Null: "testProbe" and a number.</param>
public sealed partial class SimulationProbe(SimulationDriver driver, ActorSystem system, string? name = null)
    : TestProbe(system, driver.Assertions, name ?? driver.NextName("testProbe"))
{
    // Set before the base class is constructed, which needs it.
    private readonly SimulationDriver _driver = driver;

    /// <summary>Drives the simulation.</summary>
    public SimulationDriver Driver => _driver;

    /// <summary>The sender of the message that a verb received last.</summary>
    /// <exception cref="IllegalActorStateException">The last verb received none.</exception>
    public new IActorRef Sender => LastSender;

    /// <summary>Answers the message that a verb received last.</summary>
    /// <param name="message">The answer.</param>
    public new void Reply(object message) => Sender.Tell(message, TestActor);

    /// <summary>Sends a message on in the name of the sender of the last one.</summary>
    /// <param name="actor">The receiver.</param>
    /// <param name="message">The message.</param>
    public new void Forward(IActorRef actor, object message)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Tell(message, Sender);
    }

    /// <summary>Sends the message on that a verb received last.</summary>
    /// <param name="actor">The receiver.</param>
    public new void Forward(IActorRef actor) => Forward(actor, LastMessage);

    /// <summary>Creates a child of the probe.</summary>
    /// <typeparam name="T">The child.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="supervisorStrategy">What happens when it fails.</param>
    /// <param name="cancellationToken">Looked at before the verb drives.</param>
    /// <returns>The child.</returns>
    public new IActorRef ChildActorOf<T>(
        string name, SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default)
        where T : ActorBase => ChildActorOf(Props.Create<T>(), name, supervisorStrategy, cancellationToken);

    /// <inheritdoc cref="ChildActorOf{T}(string, SupervisorStrategy, CancellationToken)"/>
    public new IActorRef ChildActorOf<T>(
        SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default)
        where T : ActorBase => ChildActorOf(Props.Create<T>(), supervisorStrategy, cancellationToken);

    /// <inheritdoc cref="ChildActorOf{T}(string, SupervisorStrategy, CancellationToken)"/>
    public new IActorRef ChildActorOf<T>(string name, CancellationToken cancellationToken = default)
        where T : ActorBase => ChildActorOf(Props.Create<T>(), name, cancellationToken);

    /// <inheritdoc cref="ChildActorOf{T}(string, SupervisorStrategy, CancellationToken)"/>
    public new IActorRef ChildActorOf<T>(CancellationToken cancellationToken = default)
        where T : ActorBase => ChildActorOf(Props.Create<T>(), cancellationToken);

    /// <inheritdoc cref="ChildActorOf{T}(string, SupervisorStrategy, CancellationToken)"/>
    public new Task<IActorRef> ChildActorOfAsync<T>(
        string name, SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default)
        where T : ActorBase => ChildActorOfAsync(Props.Create<T>(), name, supervisorStrategy, cancellationToken);

    /// <inheritdoc cref="ChildActorOf{T}(string, SupervisorStrategy, CancellationToken)"/>
    public new Task<IActorRef> ChildActorOfAsync<T>(
        SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default)
        where T : ActorBase => ChildActorOfAsync(Props.Create<T>(), supervisorStrategy, cancellationToken);

    /// <inheritdoc cref="ChildActorOf{T}(string, SupervisorStrategy, CancellationToken)"/>
    public new Task<IActorRef> ChildActorOfAsync<T>(string name, CancellationToken cancellationToken = default)
        where T : ActorBase => ChildActorOfAsync(Props.Create<T>(), name, cancellationToken);

    /// <inheritdoc cref="ChildActorOf{T}(string, SupervisorStrategy, CancellationToken)"/>
    public new Task<IActorRef> ChildActorOfAsync<T>(CancellationToken cancellationToken = default)
        where T : ActorBase => ChildActorOfAsync(Props.Create<T>(), cancellationToken);

    /// <inheritdoc/>
    protected override void InitializeTest(
        ActorSystem system, ActorSystemSetup config, string actorSystemName, string testActorName) =>
        Begin(system, () => base.InitializeTest(system, config, actorSystemName, testActorName));
}
