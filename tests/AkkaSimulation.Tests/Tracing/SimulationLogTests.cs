using System.Text.Json;
using Akka.Actor;
using AkkaSimulation.Networks;

namespace AkkaSimulation.Tests.Tracing;

/// <summary>The log tells what happened, and why.</summary>
public sealed class SimulationLogTests
{
    [Fact(DisplayName = "Causes: an answer after offloaded work goes back to the timer that asked")]
    public void Causes_go_back_to_a_timer()
    {
        using var simulation = new Simulation(Logged);
        simulation.Network = new UniformNetwork(5.Milliseconds(), 9.Milliseconds());
        var server = simulation.AddNode(static node => node.System.ActorOf<Server>("server"));
        simulation.AddNode(_ => { }).System.ActorOf(
            Props.Create(() => new Client(server.Find("/user/server"), 20.Milliseconds())), "client");

        simulation.RunFor(1.Seconds());

        var answer = Assert.Single(Delivered(simulation, nameof(Answer)));
        Assert.Equal(
            [
                LogKind.Delivered, LogKind.Sent, // the answer
                LogKind.Delivered, LogKind.Sent, // the result, piped to the server
                LogKind.WorkDone,
                LogKind.Delivered, LogKind.Sent, // the question
                LogKind.Delivered, LogKind.Sent, // the timer's message
                LogKind.TimerFired,
            ],
            simulation.Log.CausesOf(answer).Select(static e => e.Kind));
    }

    [Fact(DisplayName = "Causes: a letter in an action of the driver goes back to that action")]
    public void Causes_go_back_to_the_driver()
    {
        using var simulation = new Simulation(Logged);
        var node = simulation.AddNode(static node => node.System.ActorOf<Server>("server"));
        simulation.At(2.Seconds(), () => node.Find("/user/server").Tell(new Question(3), ActorRefs.NoSender));

        simulation.RunFor(5.Seconds());

        var question = Delivered(simulation, nameof(Question))[0];
        var causes = simulation.Log.CausesOf(question);
        Assert.Equal((LogKind.DriverActed, 2.Seconds()), (causes[^1].Kind, causes[^1].Time));
        Assert.Equal(-1, causes[^1].Node);
    }

    [Fact(DisplayName = "Causes: who is told of a watched actor's end learns it from the crash of its node")]
    public void Causes_of_terminated_are_the_crash()
    {
        using var simulation = new Simulation(Logged);
        var watched = simulation.AddNode(static node => node.System.ActorOf<Server>("server"));
        simulation.AddNode(_ => { }).System.ActorOf(
            Props.Create(() => new Watcher(watched.Find("/user/server"))), "watcher");
        simulation.At(1.Seconds(), watched.Crash);

        simulation.RunFor(10.Seconds());

        var told = Assert.Single(Delivered(simulation, nameof(Terminated)));
        Assert.Equal(
            [LogKind.Delivered, LogKind.Sent, LogKind.NodeCrashed, LogKind.DriverActed],
            simulation.Log.CausesOf(told).Select(static e => e.Kind));
    }

    [Fact(DisplayName = "A letter that a cut takes is logged with its cause, and its sending is found")]
    public void A_lost_letter_is_logged()
    {
        using var simulation = new Simulation(Logged);
        simulation.Network = new Cut(new InstantNetwork(), static (_, _) => true, TimeSpan.Zero, 1.Minutes());
        var server = simulation.AddNode(static node => node.System.ActorOf<Server>("server"));
        simulation.AddNode(_ => { }).System.ActorOf(
            Props.Create(() => new Client(server.Find("/user/server"), 20.Milliseconds())), "client");

        simulation.RunFor(1.Seconds());

        var lost = Assert.Single(simulation.Log.Entries(static e => e.Kind == LogKind.Dropped));
        Assert.Equal((nameof(Question), nameof(DropCause.Cut)), (lost.Type, lost.Text));
        Assert.Equal(LogKind.TimerFired, simulation.Log.CausesOf(lost)[^1].Kind);
    }

    [Fact(DisplayName = "Last(n) keeps the latest n of each node; what is gone ends a chain of causes")]
    public void The_latest_entries_are_kept()
    {
        using var all = RelayNetwork.Of(new SimulationOptions { Seed = 3, Log = LogMode.All });
        using var last = RelayNetwork.Of(new SimulationOptions { Seed = 3, Log = LogMode.Last(100) });
        all.RunFor(12.Seconds());
        last.RunFor(12.Seconds());

        for (var node = 0; node < 8; node++)
        {
            var of = node;
            var kept = last.Log.Entries(e => e.Node == of);
            Assert.Equal(100, kept.Count);
            Assert.Equal(all.Log.Entries(e => e.Node == of).TakeLast(100), kept);
        }

        Assert.InRange(last.Log.CausesOf(last.Log.Entries()[^1]).Count, 1, 1000);
        Assert.Equal(all.TraceHash, last.TraceHash);
    }

    [Fact(DisplayName = "The log changes no trace")]
    public void The_log_changes_no_trace()
    {
        using var off = RelayNetwork.Of(new SimulationOptions { Seed = 3 });
        using var on = RelayNetwork.Of(new SimulationOptions { Seed = 3, Log = LogMode.All, VerifyMessages = true });
        off.RunFor(5.Seconds());
        on.RunFor(5.Seconds());

        Assert.Empty(off.Log.Entries());
        Assert.Equal(off.TraceHash, on.TraceHash);
    }

    [Fact(DisplayName = "Step by step: the latest entry tells what the step did, and the trace is that of a run")]
    public void A_run_is_made_step_by_step()
    {
        using var whole = RelayNetwork.Of(Logged);
        using var stepped = RelayNetwork.Of(new SimulationOptions { Seed = 7, Log = LogMode.Last(4) });
        whole.RunFor(1.Seconds());
        var steps = 0;
        while (stepped.Step() && stepped.Log.Last!.Time <= 1.Seconds())
            steps++;

        var delivered = whole.Log.Entries(static e => e.Kind == LogKind.Delivered && e.Time <= 1.Seconds()).Count;
        Assert.True(steps >= delivered, $"{steps} steps, {delivered} deliveries");
        stepped.RunUntil(3.Seconds());
        whole.RunUntil(3.Seconds());
        Assert.Equal(whole.TraceHash, stepped.TraceHash);
    }

    [Fact(DisplayName = "WriteTo: one JSON object a line, as many as there are entries")]
    public void The_log_is_written_as_lines_of_json()
    {
        using var simulation = RelayNetwork.Of(Logged);
        simulation.RunFor(1.Seconds());
        var path = Path.Combine(Path.GetTempPath(), $"log-{Environment.ProcessId}.jsonl");
        try
        {
            simulation.Log.WriteTo(path);
            var lines = File.ReadAllLines(path);
            Assert.Equal(simulation.Log.Entries().Count, lines.Length);
            var sent = lines.Select(static line => JsonDocument.Parse(line).RootElement)
                .First(static e => e.GetProperty("Kind").GetString() == nameof(LogKind.Sent)
                    && e.GetProperty("Type").GetString() == nameof(Word));
            Assert.StartsWith("node", sent.GetProperty("To").GetString());
            Assert.NotNull(sent.GetProperty("Letter").GetString());
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IReadOnlyList<LogEntry> Delivered(Simulation simulation, string type) =>
        simulation.Log.Entries(e => e.Kind == LogKind.Delivered && e.Type == type);

    private static SimulationOptions Logged => new() { Seed = 7, Log = LogMode.All };

    private sealed record Question(int Number);

    private sealed record Result(int Number, IActorRef For);

    private sealed record Answer(int Number);

    private sealed class Server : ReceiveActor
    {
        public Server()
        {
            Receive<Question>(q =>
            {
                var asker = Sender;
                Context.System.Offload(() => new Result(q.Number * q.Number, asker), 3.Milliseconds()).PipeTo(Self);
            });
            Receive<Result>(static r => r.For.Tell(new Answer(r.Number)));
        }
    }

    private sealed class Client : ReceiveActor, IWithTimers
    {
        private readonly TimeSpan _after;

        public Client(IActorRef server, TimeSpan after)
        {
            _after = after;
            Receive<Start>(_ => server.Tell(new Question(5)));
            Receive<Answer>(static _ => { });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Timers.StartSingleTimer("start", new Start(), _after);

        private sealed record Start;
    }

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(IActorRef watched)
        {
            Context.Watch(watched);
            Receive<Terminated>(static _ => { });
        }
    }
}
