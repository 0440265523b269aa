using System.Globalization;
using Akka.Actor;
using Akka.TestKit;
using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.TestKit;

/// <summary>
/// Drives the simulation of one test: a verb runs it until its condition holds or its limit of virtual time is reached,
/// and only then looks. Nothing waits for real time. Adapters of test frameworks stand on it.
/// </summary>
public sealed class SimulationDriver : IDisposable
{
    private static readonly TimeSpan s_shutdownLimit = TimeSpan.FromSeconds(10);
    private readonly Func<Exception, string, Exception?> _lengthen;
    private readonly TestThread _thread;
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<SimulatedNode, LogTap> _logs = [];
    private Exception? _explained;

    /// <summary>A simulation with one node, which has no actors but Akka's own.</summary>
    /// <param name="assertions">The test framework's.</param>
    /// <param name="lengthen">
    /// The framework's own failure with a text after its message and the failure as its cause; null for what is no
    /// failed assertion.
    /// </param>
    /// <param name="seed">The seed of the run; goes before the one of the options.</param>
    /// <param name="options">
    /// Null: the defaults. Without a log of its own, the latest entries are kept for reports.
    /// </param>
    /// <param name="network">The network between nodes; null: letters between nodes take no time.</param>
    public SimulationDriver(
        ITestKitAssertions assertions,
        Func<Exception, string, Exception?> lengthen,
        ulong seed,
        SimulationOptions? options = null,
        INetwork? network = null)
    {
        ArgumentNullException.ThrowIfNull(assertions);
        ArgumentNullException.ThrowIfNull(lengthen);
        (Assertions, _lengthen) = (assertions, lengthen);
        Simulation = new Simulation(KitConfig.Complete(options ?? new SimulationOptions(), seed));
        if (network is not null)
            Simulation.Network = network;
        _thread = new TestThread(Simulation);
        Attend();
        Node = AddNode(static _ => { });
    }

    /// <summary>The simulation.</summary>
    public Simulation Simulation { get; }

    /// <summary>Node 0: its system is the test kit's, and the test actor and the probes live there.</summary>
    public SimulatedNode Node { get; }

    /// <summary>The test framework's assertions.</summary>
    public ITestKitAssertions Assertions { get; }

    /// <summary>The seed of the run.</summary>
    public ulong Seed => Simulation.Options.Seed;

    /// <summary>True time since the start of the run.</summary>
    public TimeSpan Now => Simulation.Now;

    /// <summary>Whether the test is over: the simulation is dropped when its system has shut down.</summary>
    public bool IsClosing { get; set; }

    /// <summary>Adds a node whose log events can be filtered.</summary>
    /// <param name="boot">Creates its actors; runs again in each life.</param>
    /// <returns>The node.</returns>
    public SimulatedNode AddNode(Action<SimulatedNode> boot)
    {
        ArgumentNullException.ThrowIfNull(boot);
        return Simulation.AddNode(node =>
        {
            SimulationEventListener.Start(node.System);
            if (!_logs.TryGetValue(node, out var log))
                _logs.Add(node, log = new LogTap());
            log.Subscribe(node.System);
            boot(node);
        });
    }

    /// <summary>Runs until a condition holds; it is looked at after each turn, with lanes after each window.</summary>
    /// <param name="condition">Looks only.</param>
    /// <param name="limit">Virtual time to run at most, from now; below zero counts as zero.</param>
    /// <returns>Whether the condition holds.</returns>
    public bool Until(Func<bool> condition, TimeSpan limit)
    {
        Attend();
        return Simulation.RunUntil(condition, limit < TimeSpan.Zero ? TimeSpan.Zero : limit);
    }

    /// <summary>Lets virtual time pass, with all that happens in it.</summary>
    /// <param name="duration">At least zero; zero: all that is due now.</param>
    public void Advance(TimeSpan duration)
    {
        Attend();
        Simulation.RunFor(duration);
    }

    /// <summary>Looks now and after each event. The look is taken between runs, so it may drive itself.</summary>
    /// <param name="look">Whether to stop.</param>
    /// <param name="limit">Virtual time to run at most, from now; the last look is taken then.</param>
    /// <returns>Whether a look said so.</returns>
    public bool UntilEach(Func<bool> look, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(look);
        var deadline = Now + limit;
        while (!look())
        {
            var events = 0;
            if (!Until(() => events++ > 0, deadline - Now))
                return look();
        }

        return true;
    }

    /// <summary>
    /// Does what waits for actors of a system to start, which Akka does in real time: they run as soon as they are
    /// ready.
    /// </summary>
    /// <param name="system">A system of this simulation, whose node is up.</param>
    /// <param name="action">For example: creates a test actor.</param>
    public void Eagerly(ActorSystem system, Action action)
    {
        var node = NodeOf(system);
        if (node.State != NodeState.Up)
        {
            throw new InvalidOperationException(
                $"{node.Name} is {node.State}, so no actor starts on it: resume or restart it.");
        }

        Attend();
        SynchronizationContext? context = null;
        Simulation.ActEagerly(node, () =>
        {
            action();
            context = SynchronizationContext.Current;
        });

        // Akka's kit installs one that keeps the implicit sender in tests that await.
        if (context is not null)
            SynchronizationContext.SetSynchronizationContext(context);
    }

    /// <summary>The node that a system is, or was, a life of.</summary>
    /// <param name="system">A system of this simulation.</param>
    /// <returns>Its node.</returns>
    /// <exception cref="ArgumentException">It is another system.</exception>
    public SimulatedNode NodeOf(ActorSystem system) =>
        LifeOf(system) is { } life && ReferenceEquals(life.Node.Simulation, Simulation)
            ? life.Node
            : throw new ArgumentException(
                $"{system.Name} is no system of this simulation: create it by AddNode.", nameof(system));

    /// <summary>A name that is the same in each run; Akka's kit counts over all tests of a process.</summary>
    /// <param name="prefix">How the name begins.</param>
    /// <returns>The prefix and 1, 2, …</returns>
    public string NextName(string prefix)
    {
        _names[prefix] = _names.GetValueOrDefault(prefix) + 1;
        return prefix + _names[prefix].ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Runs a verb. The message of an assertion that fails in it ends with what is needed to find the cause.
    /// </summary>
    /// <typeparam name="T">What the verb returns.</typeparam>
    /// <param name="verb">The verb.</param>
    /// <returns>What it returned.</returns>
    public T Explain<T>(Func<T> verb)
    {
        ArgumentNullException.ThrowIfNull(verb);
        var start = Now;
        try
        {
            return verb();
        }
        catch (Exception failure) when (!ReferenceEquals(failure, _explained))
        {
            var longer = _lengthen(failure, FailureReport.Of(this, Now - start));
            if (longer is null)
                throw;
            _explained = longer;
            throw longer;
        }
    }

    /// <summary>Runs until a task has ended, and takes its result.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="task">For example an Ask of the test.</param>
    /// <param name="limit">Virtual time to run at most, from now.</param>
    /// <returns>The task's result; its own exception is thrown.</returns>
    public T Await<T>(Task<T> task, TimeSpan limit)
    {
        RunToEnd(task, limit);
        return Finished.ResultOf(task);
    }

    /// <summary>Fails the test.</summary>
    /// <param name="message">Why.</param>
    /// <returns>Nothing; it throws.</returns>
    public Exception Fail(string message)
    {
        Assertions.Fail("{0}", message);
        throw new InvalidOperationException(message);
    }

    /// <summary>Stops a system's actors; then, at the end of a test, drops the simulation.</summary>
    /// <param name="system">A system of this simulation; one whose life is over already is left alone.</param>
    /// <param name="limit">Virtual time at most; null: 10 s.</param>
    /// <param name="mustEnd">Whether a system that does not stop in time is a failure.</param>
    /// <exception cref="TimeoutException">The system has not stopped, and it must.</exception>
    public void Shutdown(ActorSystem system, TimeSpan? limit, bool mustEnd)
    {
        ArgumentNullException.ThrowIfNull(system);
        var systems = IsClosing
            ? Simulation.Nodes.Where(static n => n.State == NodeState.Up).Select(static n => n.System).ToArray()
            : [system];
        try
        {
            foreach (var each in systems)
                Stop(each, limit ?? s_shutdownLimit, mustEnd);
        }
        finally
        {
            if (IsClosing)
                Dispose();
        }
    }

    /// <summary>Drops the simulation.</summary>
    public void Dispose()
    {
        _thread.Leave();
        Simulation.Dispose();
    }

    /// <summary>
    /// Runs until a task has ended; its own exception is thrown, and a task that goes on is a failure.
    /// </summary>
    internal bool RunToEnd(Task task, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Explain(() =>
        {
            if (!Until(() => task.IsCompleted, limit))
            {
                throw Fail(
                    $"The task has not ended within {limit} of virtual time. One that goes on on the thread pool is "
                    + "never in time: write Watch, Sys.Stop and ExpectTerminated for a GracefulStop, and "
                    + "Await(selection.Ask<ActorIdentity>(new Identify(null))).Subject for a ResolveOne.");
            }

            Finished.ThrowIfFailed(task);
            return true;
        });
    }

    /// <summary>Whether an exception is the end of the run, as opposed to a look that failed.</summary>
    internal static bool EndsTheRun(Exception failure) => failure is OperationCanceledException
        or SimulationViolationException or ActorFailedException or NetworkFailedException or AkkaChangedException;

    /// <summary>Log events of the node that a system is a life of.</summary>
    internal LogTap LogOf(ActorSystem system) => _logs[NodeOf(system)];

    /// <summary>
    /// Actors that this thread creates between runs get uids that follow from the seed. Each verb sets this again.
    /// </summary>
    internal void Attend() => _thread.Attend();

    private static Life? LifeOf(ActorSystem system) =>
        system.Settings.Setup.Get<LifeSetup>() is { HasValue: true, Value.Life: var life } ? life : null;

    private static bool HasStopped(IActorRef actor) =>
        actor is ActorRefWithCell { Underlying: ActorCell { IsTerminated: true } };

    private void Stop(ActorSystem system, TimeSpan limit, bool mustEnd)
    {
        if (LifeOf(system) is not { IsOver: false } life || life.Node.State != NodeState.Up)
            return;
        var root = ((ExtendedActorSystem)system).Provider.RootGuardian;
        if (HasStopped(root))
            return;
        Attend();
        _ = system.Terminate();
        var deadline = Now + limit;
        var hasEnded = false;
        while (true)
        {
            try
            {
                hasEnded = Until(() => HasStopped(root), deadline - Now);
                break;
            }
            catch (SimulationViolationException late) when (late.Violation.Kind == ViolationKind.DeadLetter)
            {
                // Letters on their way when the actors stop have no receiver. That is no mistake of the test.
                continue;
            }
        }

        if (!hasEnded && mustEnd)
            throw new TimeoutException($"{system.Name} has not stopped within {limit} of virtual time (seed {Seed}).");
    }
}
