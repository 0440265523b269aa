using System.Reflection;
using Akka.Util;
using AkkaSimulation.Dispatch;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Running;

/// <summary>
/// What the current thread is doing: which simulation it drives, whose turn it is, and Akka's generator of random
/// numbers for that node.
/// </summary>
internal static class Turn
{
    /// <summary>
    /// Akka draws uids, jitter and random routes from this generator, whose seed differs in each process.
    /// </summary>
    private static readonly ThreadLocal<Random> s_akkaRandom =
        typeof(ThreadLocalRandom).GetFields(BindingFlags.NonPublic | BindingFlags.Static)
            .SingleOrDefault(
                static f => f.FieldType == typeof(ThreadLocal<Random>))?.GetValue(null) as ThreadLocal<Random>
        ?? throw new AkkaChangedException(
            "ThreadLocalRandom has no static ThreadLocal<Random> any more, so actor uids are not repeatable.");

    private static readonly TurnRandom s_random = new();

    [ThreadStatic]
    private static State? t_state;

    /// <summary>The state of the current thread: one access to the thread's storage for all that a turn asks.</summary>
    public static State Here => t_state ?? Begin();

    /// <summary>The simulation that this thread drives; null outside.</summary>
    public static Simulation? Simulation => Here.Simulation;

    /// <summary>Whose turn it is; null while the driver acts.</summary>
    public static SimulatedNode? Node => Here.Node;

    /// <summary>
    /// The mailbox that is being worked off; null within a timer, a job's end, or the driver's actions.
    /// </summary>
    public static SimulationMailboxQueue? Queue => Here.Queue;

    /// <summary>
    /// Whether an actor, a timer or another thing of a node acts, as opposed to the driver or a boot action.
    /// </summary>
    public static bool IsActing => Here.IsActing;

    /// <summary>Whether this thread does offloaded work, which touches nothing of the simulation.</summary>
    public static bool IsComputing => Here.IsComputing;

    /// <summary>Lets this thread drive a simulation.</summary>
    /// <returns>Ends it when disposed.</returns>
    public static Driving Drive(Simulation simulation)
    {
        var here = Here;
        var driving = new Driving(here, s_akkaRandom.Value!, SynchronizationContext.Current);
        SynchronizationContext.SetSynchronizationContext(null);
        s_akkaRandom.Value = s_random;
        here.Simulation = simulation;
        here.Node = null;
        return driving;
    }

    /// <summary>Begins a node's turn.</summary>
    public static Scope Enter(SimulatedNode node, SimulationMailboxQueue? queue)
    {
        var here = Here;
        var before = new Scope(here, here.Node, here.Queue, here.IsActing);
        (here.Node, here.IsActing) = (node, true);
        here.Queue = null;
        if (queue is not null)
            here.Queue = queue;
        return before;
    }

    /// <summary>Lets the driver act as a node, while it creates a life of it.</summary>
    public static Scope Boot(SimulatedNode node)
    {
        var here = Here;
        var before = new Scope(here, here.Node, here.Queue, here.IsActing);
        (here.Node, here.Queue, here.IsActing) = (node, null, false);
        return before;
    }

    /// <summary>Begins offloaded work.</summary>
    public static Computing Compute()
    {
        var here = Here;
        var before = new Computing(here, here.IsComputing);
        here.IsComputing = true;
        return before;
    }

    /// <summary>
    /// Between runs Akka draws from this generator on the current thread: a test creates actors there, whose uids must
    /// follow from the seed, too.
    /// </summary>
    /// <returns>The generator that was in use.</returns>
    public static Random UseRandom(Random random)
    {
        var before = s_akkaRandom.Value!;
        s_akkaRandom.Value = random;
        return before;
    }

    /// <summary>The generator from which Akka draws on the current thread.</summary>
    public static Random CurrentRandom => s_akkaRandom.Value!;

    private static State Begin() => t_state = new State();

    /// <summary>What one thread is doing.</summary>
    internal sealed class State
    {
        public Simulation? Simulation;
        public SimulatedNode? Node;
        public SimulationMailboxQueue? Queue;
        public bool IsActing;
        public bool IsComputing;

        /// <summary>Letters that are being handed over together; empty between.</summary>
        public readonly List<ArrivingLetter> Together = [];
    }

    /// <summary>
    /// What Akka sees while a thread drives: the generator of the life whose turn it is, or the driver's own between
    /// turns, since which node a thread served last depends on the number of threads. So a turn need not exchange the
    /// thread's generator, which costs more than all else at its beginning.
    /// </summary>
    private sealed class TurnRandom : Random
    {
        private static Random Of
        {
            get
            {
                var here = Here;
                return here.Node?.CurrentLife?.AkkaRandom ?? here.Simulation!.DriverRandom;
            }
        }

        public override int Next() => Of.Next();

        public override int Next(int maxValue) => Of.Next(maxValue);

        public override int Next(int minValue, int maxValue) => Of.Next(minValue, maxValue);

        public override long NextInt64() => Of.NextInt64();

        public override double NextDouble() => Of.NextDouble();

        public override void NextBytes(byte[] buffer) => Of.NextBytes(buffer);

        public override void NextBytes(Span<byte> buffer) => Of.NextBytes(buffer);

        protected override double Sample() => Of.NextDouble();
    }

    /// <summary>Restores what was before a turn.</summary>
    public readonly struct Scope(State here, SimulatedNode? node, SimulationMailboxQueue? queue, bool isActing)
        : IDisposable
    {
        public void Dispose()
        {
            // Nearly always nothing was before, and to store null needs no barrier of the collector's.
            here.IsActing = isActing;
            here.Node = null;
            here.Queue = null;
            if (node is not null)
                (here.Node, here.Queue) = (node, queue);
        }
    }

    /// <summary>Ends offloaded work.</summary>
    public readonly struct Computing(State here, bool wasComputing) : IDisposable
    {
        public void Dispose() => here.IsComputing = wasComputing;
    }

    /// <summary>Restores what was before a thread drove a simulation.</summary>
    public readonly struct Driving(State here, Random random, SynchronizationContext? context) : IDisposable
    {
        private readonly Simulation? _simulation = here.Simulation;
        private readonly SimulatedNode? _node = here.Node;

        public void Dispose()
        {
            (here.Simulation, here.Node) = (_simulation, _node);
            s_akkaRandom.Value = random;
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
