using Akka.Actor;
using AkkaSimulation.Networks;
using SimulatedRun = AkkaSimulation.Simulation;

namespace PoR.Bench.VirtualTime;

/// <summary>
/// What the runtime itself allocates for a letter, and what a timer costs: actors that make nothing of their own.
/// </summary>
internal static class LetterCosts
{
    private const int Actors = 100;
    private const int TurnsPerSample = 400_000;
    private const int WarmUp = 3;
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(2);

    public static void Measure(CostTable table, int samples)
    {
        Letters(table, "allocated per letter within a node", 1, samples);
        Letters(table, "allocated per letter between nodes", Actors, samples);
        Timers(table, "CPU per timer, ScheduleTellOnce", Props.Create(static () => new ByScheduler()), samples);
        Timers(table, "CPU per timer, IWithTimers", Props.Create(static () => new ByTimers()), samples);
    }

    private static void Letters(CostTable table, string name, int nodes, int samples)
    {
        using var simulation = new SimulatedRun();
        simulation.Network = new UniformNetwork(TimeSpan.Zero, TimeSpan.FromMilliseconds(2));
        var all = new IActorRef[Actors];
        simulation.AddNodes(nodes, node =>
        {
            for (var i = node.Index; i < Actors; i += nodes)
                all[i] = node.System.ActorOf(Props.Create(static () => new Passer()), $"passer{i}");
        });
        for (var i = 0; i < Actors; i++)
            all[i].Tell(all[(i + 1) % Actors]);
        foreach (var actor in all)
            actor.Tell(Ball.Instance);
        List<double> bytes = [], cpu = [];
        for (var i = 0; i < WarmUp + samples; i++)
        {
            var before = simulation.Deliveries;
            var sample = Sample.Of(() => Turns(simulation, TurnsPerSample));
            if (i < WarmUp)
                continue;
            bytes.Add(sample.Bytes / (simulation.Deliveries - before));
            cpu.Add(sample.CpuNs / (simulation.Deliveries - before));
        }

        table.Add(name, "B", 16, bytes);
        table.Add(name.Replace("allocated", "CPU", StringComparison.Ordinal), "ns", null, cpu);
    }

    private static void Timers(CostTable table, string name, Props props, int samples)
    {
        using var simulation = new SimulatedRun();
        simulation.AddNode(node =>
        {
            for (var i = 0; i < Actors; i++)
                node.System.ActorOf(props, $"timed{i}");
        });
        List<double> cpu = [], bytes = [];
        for (var i = 0; i < WarmUp + samples; i++)
        {
            var before = simulation.Deliveries;
            var sample = Sample.Of(() => simulation.RunFor(s_time));
            if (i < WarmUp)
                continue;
            cpu.Add(sample.CpuNs / (simulation.Deliveries - before));
            bytes.Add(sample.Bytes / (simulation.Deliveries - before));
        }

        table.Add(name, "ns", 600, cpu);
        table.Add(name.Replace("CPU", "allocated", StringComparison.Ordinal), "B", null, bytes);
    }

    private static void Turns(SimulatedRun simulation, int count)
    {
        var turns = 0;
        simulation.RunUntil(() => ++turns > count, TimeSpan.FromHours(1));
    }

    private sealed class Ball
    {
        public static readonly Ball Instance = new();
    }

    /// <summary>Passes the ball on.</summary>
    private sealed class Passer : ReceiveActor
    {
        private IActorRef _next = ActorRefs.Nobody;

        public Passer()
        {
            Receive<IActorRef>(next => _next = next);
            Receive<Ball>(ball => _next.Tell(ball));
        }
    }

    private sealed class ByScheduler : ReceiveActor
    {
        private readonly IScheduler _scheduler = Context.System.Scheduler;

        public ByScheduler()
        {
            Receive<Ball>(_ => Arm());
            Arm();
        }

#pragma warning disable AK1004 // This call is what is measured; the timer ends with the simulation.
        private void Arm() => _scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(1), Self, Ball.Instance, Self);
#pragma warning restore AK1004
    }

    private sealed class ByTimers : ReceiveActor, IWithTimers
    {
        public ByTimers() => Receive<Ball>(_ => Arm());

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Arm();

        private void Arm() => Timers.StartSingleTimer("ball", Ball.Instance, TimeSpan.FromMilliseconds(1));
    }
}
