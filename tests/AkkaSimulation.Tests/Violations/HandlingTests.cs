using Akka.Actor;
using Akka.Configuration;

namespace AkkaSimulation.Tests.Violations;

/// <summary>Mistakes of the simulated system.</summary>
public sealed class HandlingTests
{
    [Theory(DisplayName = "A message without a handler ends a strict run")]
    [InlineData(true)]
    [InlineData(false)]
    public void Unhandled(bool isHandled)
    {
        using var simulation = new Simulation();
        var node = simulation.AddActor("worker", static actor => actor.On<int>(static _ => { }));
        node.Find("/user/worker").Tell(isHandled ? 1 : "what");

        var violation = Record.Exception(simulation.Settle) as SimulationViolationException;

        Assert.Equal(isHandled ? null : ViolationKind.UnhandledMessage, violation?.Violation.Kind);
        if (!isHandled)
            Assert.Contains(
                "node0/user/worker has no handler for String", violation!.Message, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "A dead letter is counted, and ends a run only where the options say so")]
    [InlineData(true)]
    [InlineData(false)]
    public void Dead_letter(bool isFailure)
    {
        using var simulation = new Simulation(new SimulationOptions { DeadLettersFail = isFailure });
        var node = simulation.AddActor("worker", static actor => actor.OnAny(static _ => { }));
        node.Find("/user/nobody").Tell("lost");

        var violation = Record.Exception(simulation.Settle) as SimulationViolationException;

        Assert.Equal(isFailure ? ViolationKind.DeadLetter : null, violation?.Violation.Kind);
        Assert.Equal(1, simulation.Letters.DeadLetters["System.String"]);
        if (isFailure)
            Assert.Contains(
                "String to node0/user/nobody is a dead letter", violation!.Message, StringComparison.Ordinal);
    }

    [Theory(
        DisplayName = "A supervisor that counts restarts within real time is a violation at its child's first failure")]
    [InlineData("one for one", true)]
    [InlineData("all for one", true)]
    [InlineData("one for one within", false)]
    [InlineData("all for one within", false)]
    [InlineData("unlimited", false)]
    [InlineData("limited for ever", false)]
    public void Real_restart_window(string strategy, bool isViolation)
    {
        using var simulation = new Simulation();
        static Directive Restart(Exception failure) => Directive.Restart;
        var node = simulation.AddActor("parent", actor =>
        {
            actor.Strategy = strategy switch
            {
                "one for one" => new OneForOneStrategy(10, 1.Minutes(), Restart),
                "all for one" => new AllForOneStrategy(10, 1.Minutes(), Restart),
                "one for one within" => new OneForOneWithin(10, 1.Minutes(), Restart),
                "all for one within" => new AllForOneWithin(10, 1.Minutes(), Restart),
                "limited for ever" => new OneForOneStrategy(10, Timeout.InfiniteTimeSpan, Restart),
                _ => new OneForOneStrategy(Restart),
            };
            var child = Acting.Actors.ActorOf(Acting.Of(static c => c.On<string>(static text =>
                throw new InvalidOperationException(text))), "child");
            actor.On<string>(child.Tell);
        });
        node.Find("/user/parent").Tell("fail");

        var violation = Record.Exception(simulation.Settle) as SimulationViolationException;

        Assert.Equal(isViolation ? ViolationKind.RealRestartWindow : null, violation?.Violation.Kind);
        if (isViolation)
            Assert.Contains("/user/parent/child failed", violation!.Message, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "A mailbox of another kind is a violation")]
    public void Foreign_mailbox()
    {
        var config = ConfigurationFactory.ParseString(
            "mine { mailbox-type = \"Akka.Dispatch.UnboundedDequeBasedMailbox, Akka\" }");
        using var simulation = new Simulation(new SimulationOptions { Config = config });

        var violation = Assert.Throws<SimulationViolationException>(() =>
        {
            simulation.AddNode(static n => n.System.ActorOf(
                Acting.Of(static actor => actor.OnAny(static _ => { })).WithMailbox("mine"), "worker"));
        });

        Assert.Equal(ViolationKind.ForeignMailbox, violation.Violation.Kind);
    }

    [Fact(DisplayName = "A dispatcher of another kind is a violation")]
    public void Foreign_dispatcher()
    {
        var config = ConfigurationFactory.ParseString("mine { type = PinnedDispatcher }");
        using var simulation = new Simulation(new SimulationOptions { Config = config });

        var violation = Assert.Throws<SimulationViolationException>(() =>
        {
            var node = simulation.AddNode(static n => n.System.ActorOf(
                Acting.Of(static actor => actor.OnAny(static _ => { })).WithDispatcher("mine"), "worker"));
            node.Find("/user/worker").Tell("hello");
            simulation.Settle();
        });

        Assert.Equal(ViolationKind.ForeignDispatcher, violation.Violation.Kind);
    }

    [Theory(DisplayName = "A message that is changed after it was sent is a violation, where messages are verified")]
    [InlineData(true)]
    [InlineData(false)]
    public void Changed_message(bool isVerified)
    {
        using var simulation = new Simulation(new SimulationOptions { VerifyMessages = isVerified });
        var node = simulation.AddActor("worker", static actor => actor.OnAny(static _ => { }));
        var note = new Note { Value = 1 };
        node.Find("/user/worker").Tell(note);
        note.Value = 2;

        var violation = Record.Exception(simulation.Settle) as SimulationViolationException;

        Assert.Equal(isVerified ? ViolationKind.MessageChanged : null, violation?.Violation.Kind);
    }

    [Fact(DisplayName = "A message that is changed on its way to another node is a violation; unchanged ones are none")]
    public void Changed_on_the_way()
    {
        using var simulation =
            new Simulation(new SimulationOptions { VerifyMessages = true }) { Network = Scene.OfLanes().Network };
        var node = simulation.AddActor("worker", static actor => actor.OnAny(static _ => { }));
        var note = new Note { Value = 1 };
        var talker = simulation.AddActor("talker", actor => actor.On<int>(value =>
        {
            node.Find("/user/worker").Tell(note);
            note.Value = value;
        }));
        talker.Find("/user/talker").Tell(1);
        simulation.RunFor(1.Seconds());
        talker.Find("/user/talker").Tell(2);

        var violation = Assert.Throws<SimulationViolationException>(() => simulation.RunFor(1.Seconds()));

        Assert.Contains("was changed after it was sent", violation.Message, StringComparison.Ordinal);
    }

    private sealed class Note : ITraced
    {
        public int Value { get; set; }

        public void WriteTo(ref TraceWriter writer) => writer.Write(Value);
    }
}
