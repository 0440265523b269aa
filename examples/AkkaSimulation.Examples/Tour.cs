using Akka.Actor;
using AkkaSimulation.Networks;
using AkkaSimulation.Tracing;

namespace AkkaSimulation.Examples;

/// <summary>The code of the five-minute tour in the README of AkkaSimulation; a test compares the two.</summary>
public static class Tour
{
    /// <summary>The first simulation: two nodes, an actor on each, ten seconds.</summary>
    /// <returns>How many visitors were greeted, and the run's fingerprint.</returns>
    public static (int Greeted, string TraceHash) TwoNodes()
    {
        // snippet: nodes
        using var simulation = new Simulation(new SimulationOptions { Seed = 7 });
        simulation.Network = new UniformNetwork(least: 5.Milliseconds(), most: 80.Milliseconds());

        // A node is a machine. What you hand over runs at each of its starts, and creates its actors.
        var house = simulation.AddNode(node => node.System.ActorOf<GreeterActor>("greeter"));
        var street = simulation.AddNode(node =>
            node.System.ActorOf(VisitorActor.Props(house.Find("/user/greeter")), "visitor"));

        simulation.RunFor(10.Seconds()); // Virtual seconds: it takes some milliseconds.

        var greeted = simulation.Await(
            house.Find("/user/greeter").Ask<int>(new HowMany(), Timeout.InfiniteTimeSpan), limit: 5.Seconds());
        Console.WriteLine($"{street.Name} was greeted {greeted} times: {simulation.Letters}");
        // end

        // snippet: hash
        Console.WriteLine(simulation.TraceHash); // 64 hexadecimal digits
        // end
        return (greeted, simulation.TraceHash);
    }

    /// <summary>The same two nodes with everything that can go wrong.</summary>
    /// <returns>Where all letters went.</returns>
    public static LetterCounts Faults()
    {
        using var simulation = new Simulation(new SimulationOptions { Seed = 7 });

        // snippet: cut
        simulation.Network = new Cut(
            new Loss(new UniformNetwork(5.Milliseconds(), 80.Milliseconds()), perMillion: 10_000),
            isCut: (from, to) => from == 0 || to == 0,
            from: 10.Seconds(),
            until: 20.Seconds());
        // end

        var house = simulation.AddNode(static node => node.System.ActorOf<GreeterActor>("greeter"));
        var street = simulation.AddNode(node =>
            node.System.ActorOf(VisitorActor.Props(house.Find("/user/greeter")), "visitor"));

        // snippet: faults
        simulation.At(30.Seconds(), () => house.Crash()); // No PostStop; mailboxes, timers and jobs are gone.
        simulation.At(35.Seconds(), () => house.Restart()); // A new actor system, on the same disk.
        simulation.At(40.Seconds(), () => street.Pause()); // As SIGSTOP, or a long collection of garbage.
        simulation.At(45.Seconds(), () => street.Resume());
        street.Clock.Drift(partsPerMillion: 80).Skew(2.Seconds());
        house.Disk.Latency = 8.Milliseconds();
        house.Disk.OnWrite = write => write.Number == 4 ? Disks.WriteFault.Fail : Disks.WriteFault.None;
        house.MailboxLimit = 1_000;
        house.ServiceTime = (receiver, message) => message is Hello ? 3.Milliseconds() : TimeSpan.Zero;
        simulation.RunFor(1.Minutes());
        // end
        return simulation.Letters;
    }

    /// <summary>An actor that fails ends the run.</summary>
    /// <returns>What the exception says.</returns>
    public static string Failure()
    {
        using var simulation = new Simulation(new SimulationOptions { Seed = 7, Log = LogMode.Last(1_000) });
        var house = simulation.AddNode(static node => node.System.ActorOf<GreeterActor>("greeter"));
        simulation.At(2.Seconds(), () => house.Find("/user/greeter").Tell(new Hello(-1), ActorRefs.NoSender));
        try
        {
            simulation.RunFor(10.Seconds());
            return string.Empty;
        }
        catch (ActorFailedException failure)
        {
            return failure.Message;
        }
    }

    /// <summary>Two runs that should be equal.</summary>
    /// <returns>The first difference; null where they are equal.</returns>
    public static TraceDifference? Compare()
    {
        // snippet: compare
        static Simulation Build(SimulationOptions options)
        {
            var simulation = new Simulation(options with { Seed = 7 });
            simulation.AddNode(node => node.System.ActorOf<GreeterActor>("greeter"));
            return simulation;
        }

        TraceDifference? difference = TraceComparer.FirstDifference(
            left: Build, right: Build, drive: simulation => simulation.RunFor(1.Minutes()));
        Console.WriteLine(difference?.ToString() ?? "The runs are equal.");
        // end
        return difference;
    }

    // snippet: actor
    /// <summary>Says welcome to whoever says hello.</summary>
    public sealed class GreeterActor : ReceiveActor
    {
        private int _greeted;

        /// <summary>Nobody was greeted yet.</summary>
        public GreeterActor()
        {
            Receive<Hello>(hello =>
            {
                if (hello.Number < 0)
                    throw new InvalidOperationException("Greetings are numbered from 0.");
                _greeted++;
                Sender.Tell(new Welcome(hello.Number));
            });
            Receive<HowMany>(_ => Sender.Tell(_greeted));
        }
    }
    // end

    /// <summary>Says hello twice a second.</summary>
    public sealed class VisitorActor : ReceiveActor, IWithTimers
    {
        private int _number;

        /// <summary>A visitor.</summary>
        /// <param name="greeter">To whom it says hello.</param>
        public VisitorActor(IActorRef greeter)
        {
            Receive<Walk>(_ => greeter.Tell(new Hello(_number++)));
            Receive<Welcome>(static _ => { });
        }

        /// <inheritdoc/>
        public ITimerScheduler Timers { get; set; } = null!;

        /// <summary>How it is made.</summary>
        /// <param name="greeter">To whom it says hello.</param>
        /// <returns>Its Props.</returns>
        public static Props Props(IActorRef greeter) => Akka.Actor.Props.Create(() => new VisitorActor(greeter));

        /// <inheritdoc/>
        protected override void PreStart() =>
            Timers.StartPeriodicTimer("walk", new Walk(), TimeSpan.FromMilliseconds(500));

        private sealed record Walk;
    }

    /// <summary>A greeting.</summary>
    /// <param name="Number">The visitor's number of it.</param>
    public sealed record Hello(int Number);

    /// <summary>The answer.</summary>
    /// <param name="Number">To which greeting.</param>
    public sealed record Welcome(int Number);

    /// <summary>How many were greeted?</summary>
    public sealed record HowMany;

    // snippet: traced
    /// <summary>
    /// A bid; its content is part of the trace, so that two runs with other prices have other hashes.
    /// </summary>
    /// <param name="Article">For which article.</param>
    /// <param name="Cents">The price.</param>
    public sealed record Bid(string Article, long Cents) : ITraced
    {
        /// <inheritdoc/>
        public void WriteTo(ref TraceWriter writer)
        {
            writer.Write(Article);
            writer.Write(Cents);
        }
    }
    // end
}
