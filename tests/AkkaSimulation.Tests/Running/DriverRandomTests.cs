using Akka.Actor;
using AkkaSimulation.Networks;

namespace AkkaSimulation.Tests.Running;

/// <summary>What the driver creates is the same whatever a thread has run before.</summary>
public sealed class DriverRandomTests
{
    [Theory(
        DisplayName = "Lanes: actors that the driver creates between turns have the same uids with 1, 2 and 4 threads")]
    [InlineData(2)]
    [InlineData(4)]
    public void Uids_of_the_drivers_actors_do_not_depend_on_threads(int threads) =>
        Assert.Equal(Uids(1), Uids(threads));

    private static List<long> Uids(int threads)
    {
        using var simulation = new Simulation(new SimulationOptions { Seed = 3, Threads = threads });
        simulation.Network = new UniformNetwork(5.Milliseconds(), 20.Milliseconds());
        var nodes = simulation.AddNodes(
            8, static node => node.System.ActorOf(Props.Create(static () => new Ticking()), "ticking"));
        List<long> uids = [];
        simulation.Every(7.Milliseconds(), () =>
            uids.Add(nodes[uids.Count % 8].System.ActorOf(Props.Create(static () => new Ticking())).Path.Uid));
        simulation.RunFor(1.Seconds());
        Assert.Equal(142, uids.Count);
        return uids;
    }

    private sealed class Ticking : ReceiveActor, IWithTimers
    {
        public Ticking() => Receive<string>(static _ => { });

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Timers.StartPeriodicTimer(1, "tick", TimeSpan.FromMilliseconds(1));
    }
}
