using Akka.Actor;
using Akka.Actor.Setup;
using AkkaSimulation.Nodes;
using global::Xunit.Sdk;

#if XUNIT_KIT
namespace AkkaSimulation.TestKit.Xunit;
#elif XUNIT2_KIT
namespace AkkaSimulation.TestKit.Xunit2;
#else
namespace AkkaSimulation.TestKit;
#endif

/// <summary>
/// The base class of tests with the ordinary verbs of Akka's kit on virtual time, repeatable from a seed. Nothing
/// waits: a verb drives the simulation on the test's thread until it holds, or its limit of virtual time is reached.
/// </summary>
/// <remarks>
/// The test actor and the probes live on node 0. One test object has one simulation. What the test tells goes straight
/// into the mailbox; what actors of different nodes tell each other goes over the network.
/// </remarks>
public abstract partial class SimulationTestKit
{
    /// <summary>Drives the simulation.</summary>
    public SimulationDriver Driver => _driver;

    /// <summary>The simulation.</summary>
    public Simulation Simulation => _driver.Simulation;

    /// <summary>Node 0, whose system is <see cref="Sys"/>.</summary>
    public SimulatedNode Node => _driver.Node;

    /// <summary>The seed of the run.</summary>
    public ulong Seed => _driver.Seed;

    /// <summary>Adds a node.</summary>
    /// <param name="boot">Creates its actors, again in each life; null: none.</param>
    /// <returns>The node.</returns>
    public SimulatedNode AddNode(Action<SimulatedNode>? boot = null) => _driver.AddNode(boot ?? (static _ => { }));

    /// <summary>Lets virtual time pass, with all that happens in it.</summary>
    /// <param name="duration">At least zero.</param>
    public void Advance(TimeSpan duration) => _driver.Advance(duration);

    /// <summary>Lets happen what is due now.</summary>
    public void Settle() => _driver.Advance(TimeSpan.Zero);

    /// <summary>Drives until a task has ended, for example an Ask of the test.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="task">The task.</param>
    /// <param name="limit">Virtual time at most; null: the rest of the innermost Within, or the default.</param>
    /// <returns>The result; the task's own exception is thrown.</returns>
    public T Await<T>(Task<T> task, TimeSpan? limit = null) => _driver.Await(task, LimitOf(limit));

    /// <summary>Creates a probe on node 0.</summary>
    /// <param name="name">Null: one that is the same in each run.</param>
    /// <returns>The probe, which has started.</returns>
    public override SimulationProbe CreateTestProbe(string? name = null) => CreateTestProbe(base.Sys, name);

    /// <inheritdoc/>
    protected override void InitializeTest(
        ActorSystem? system, ActorSystemSetup config, string? actorSystemName, string? testActorName)
    {
        var own = _driver.Node.System;
        Begin(own, () => base.InitializeTest(own, config, actorSystemName, _driver.NextName("testActor")));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _driver.IsClosing = true;
        base.Dispose(disposing);
    }

    private static XunitException? Lengthened(Exception failure, string report) => failure is XunitException
        ? new XunitException(failure.Message + Environment.NewLine + report, failure)
        : null;
}
