using Akka.Actor;
using AkkaSimulation;
using AkkaSimulation.Networks;
using SimulatedRun = AkkaSimulation.Simulation;

namespace PoR.Bench.VirtualTime;

/// <summary>
/// 500 votes from as many nodes, each to all of 1,200: by a Tell to each, stored once, and on a grid of arrivals.
/// </summary>
internal static class BroadcastCosts
{
    private const int Nodes = 1_200;
    private const int Votes = 500;
    private const int Rounds = 4;
    private const double MiB = 1024 * 1024;

    private enum Way
    {
        TellToEach,
        TellAll,
        TellAllTicked,
    }

    public static void Measure(TextWriter output)
    {
        output.WriteLine("| way | CPU per arrival, ns | allocated per arrival, B | in flight, MiB | start, CPU s |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (var way in Enum.GetValues<Way>())
            output.WriteLine(Measure(way));
    }

    private static string Measure(Way way)
    {
        INetwork network = new UniformNetwork(TimeSpan.Zero, RoundWorkload.MostDelay);
        if (way == Way.TellAllTicked)
            network = new Ticked(network, TimeSpan.FromMilliseconds(1));
        using var simulation = new SimulatedRun { Network = network };
        var start = Sample.Of(() => simulation.AddNodes(Nodes, static node =>
            node.System.ActorOf(Props.Create(static () => new Gossip()), "gossip")));
        var gossips = simulation.Nodes.Select(static n => n.Find("/user/gossip")).ToArray();
        simulation.Settle();
        List<double> cpu = [], bytes = [], flight = [];
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var letters = new Order(gossips, way != Way.TellToEach);
            for (var i = 0; i < Votes; i++)
                gossips[i].Tell(letters);
            var deliveries = simulation.Deliveries;
            var sent = Sample.Of(() => simulation.RunFor(TimeSpan.FromTicks(1)));
            var live = GC.GetTotalMemory(forceFullCollection: true) - before;
            var arrived = Sample.Of(() => simulation.RunFor(RoundWorkload.Step));
            var arrivals = simulation.Deliveries - deliveries;

            // What is kept for the next round is there from the first one on.
            flight.Add(live / MiB);
            if (round == 0)
                continue;
            cpu.Add((sent.CpuNs + arrived.CpuNs) / arrivals);
            bytes.Add((sent.Bytes + arrived.Bytes) / arrivals);
        }

        var begun = start.CpuNs / 1e9;
        return FormattableString.Invariant(
            $"| {way} | {cpu.Min():0} .. {cpu.Max():0} | {bytes.Min():0.0} | {flight.Max():0.0} | {begun:0.0} |");
    }

    /// <summary>Makes a gossip actor speak.</summary>
    private sealed record Order(IActorRef[] Receivers, bool IsStoredOnce);

    private sealed class Gossip : ReceiveActor
    {
        private readonly RandomStream _random = Context.System.RandomFor(Context.Self);

        public Gossip()
        {
            Receive<Vote>(static _ => { });
            Receive<Order>(Speak);
        }

        private void Speak(Order order)
        {
            var vote = new Vote(_random.NextUInt64());
            if (order.IsStoredOnce)
            {
                Context.System.TellAll(order.Receivers, vote);
                return;
            }

            foreach (var receiver in order.Receivers)
                receiver.Tell(vote);
        }
    }
}
