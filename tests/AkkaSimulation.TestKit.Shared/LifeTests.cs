using Akka.Actor;

namespace AkkaSimulation.TestKit.Shared;

/// <summary>Watching, stopping, and supervision.</summary>
public sealed class LifeTests : KitBase
{
    [Fact(DisplayName = "Who watches an actor learns that it has stopped")]
    public void Watcher_learns_of_a_stop()
    {
        var worker = ActorOf(Props.Create(() => new Worker(TestActor)));
        Watch(worker);

        Sys.Stop(worker);

        ExpectMsg("PostStop");
        ExpectTerminated(worker);
    }

    [Fact(DisplayName = "Who watches no more learns nothing")]
    public void Unwatched_actor()
    {
        var worker = ActorOf(Props.Create(() => new Worker(TestActor)));
        Watch(worker);
        Unwatch(worker);

        worker.Tell(PoisonPill.Instance);

        ExpectMsg("PostStop");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact(DisplayName = "A poison pill comes after the messages before it")]
    public void Poison_pill_keeps_the_order()
    {
        var worker = ActorOf(Props.Create(() => new Worker(TestActor)));
        Watch(worker);

        worker.Tell("one");
        worker.Tell(PoisonPill.Instance);

        ExpectMsg("one");
        ExpectMsg("PostStop");
        ExpectTerminated(worker);
    }

    [Fact(DisplayName = "A watch of an actor that is gone already is answered")]
    public void Watch_of_a_dead_actor()
    {
        var worker = ActorOf(Props.Create(() => new Worker(TestActor)));
        Watch(worker);
        Sys.Stop(worker);
        FishForMessage(message => message is Terminated);

        Watch(worker);

        ExpectTerminated(worker);
    }

    [Theory(DisplayName = "A parent restarts, resumes or stops a child that fails")]
    [InlineData(Directive.Restart, "PreRestart", "0")]
    [InlineData(Directive.Resume, null, "1")]
    public void Parent_decides(Directive directive, string? first, string count)
    {
        var parent = ActorOf(Props.Create(() => new Parent(directive, TestActor)));
        var worker = ChildOf(parent);
        worker.Tell("one");
        ExpectMsg("one");

        worker.Tell(new FormatException());

        if (first is not null)
            ExpectMsg(first);
        worker.Tell("count");
        ExpectMsg(count);
    }

    [Fact(DisplayName = "A parent stops a child that fails")]
    public void Parent_stops_a_child()
    {
        var worker = ChildOf(ActorOf(Props.Create(() => new Parent(Directive.Stop, TestActor))));
        Watch(worker);

        worker.Tell(new FormatException());

        ExpectMsg("PostStop");
        ExpectTerminated(worker);
    }

    [Fact(DisplayName = "A failure is escalated to the grandparent")]
    public void Failure_is_escalated()
    {
        var grandparent = ActorOf(Props.Create(() => new Parent(Directive.Stop, TestActor)));
        grandparent.Tell(Props.Create(() => new Parent(Directive.Escalate, TestActor)));
        var parent = ExpectMsg<IActorRef>();
        var worker = ChildOf(parent);
        Watch(parent);

        worker.Tell(new FormatException());

        ExpectMsg("PostStop");
        ExpectTerminated(parent);
    }

    [Fact(DisplayName = "A child of the test actor is supervised by a strategy of the test")]
    public void Child_of_the_test_actor()
    {
        var strategy = new OneForOneStrategy(static _ => Directive.Stop);
        var child = ChildActorOf(Props.Create(() => new Worker(TestActor)), "child", strategy);
        Watch(child);

        child.Tell(new FormatException());

        ExpectMsg("PostStop");
        ExpectTerminated(child);
    }

    [Fact(DisplayName = "A parent stops after its children")]
    public void Parent_stops_after_its_children()
    {
        var parent = ActorOf(Props.Create(() => new Parent(Directive.Stop, TestActor)));
        ChildOf(parent);
        ChildOf(parent);
        Watch(parent);

        Sys.Stop(parent);

        ExpectMsg("PostStop");
        ExpectMsg("PostStop");
        ExpectTerminated(parent);
    }

    private IActorRef ChildOf(IActorRef parent)
    {
        parent.Tell(Props.Create(() => new Worker(TestActor)));
        return ExpectMsg<IActorRef>();
    }

    private sealed class Parent : ReceiveActor
    {
        private readonly Directive _directive;

        public Parent(Directive directive, IActorRef listener)
        {
            _directive = directive;
            Receive<Props>(props => listener.Tell(Context.ActorOf(props)));
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => _directive);
    }

    private sealed class Worker : ReceiveActor
    {
        private readonly IActorRef _listener;
        private int _count;

        public Worker(IActorRef listener)
        {
            _listener = listener;
            Receive<Exception>(static failure => throw failure);
            Receive<string>(static text => text == "count", _ => listener.Tell($"{_count}"));
            Receive<string>(text =>
            {
                _count++;
                listener.Tell(text);
            });
        }

        protected override void PreRestart(Exception reason, object message) => _listener.Tell("PreRestart");

        protected override void PostStop() => _listener.Tell("PostStop");
    }
}
