using Akka.Actor;

namespace AkkaSimulation.TestKit.Shared;

/// <summary>Changing behaviour, stashing, asynchronous handlers, state machines.</summary>
public sealed class BehaviourTests : KitBase
{
    [Fact(DisplayName = "An actor becomes another and comes back")]
    public void Become_and_unbecome()
    {
        var mood = ActorOf<Mood>();

        foreach (var text in new[] { "hi", "angry", "hi", "calm", "hi" })
            mood.Tell(text);

        Assert.Equal(["hello", "grr", "hello"], ReceiveN(3).Cast<string>());
    }

    [Fact(DisplayName = "Stashed messages come when the actor is ready, in their order")]
    public void Stash_keeps_the_order()
    {
        var store = ActorOf<Store>();
        foreach (var text in new[] { "a", "b", "open", "c" })
            store.Tell(text);

        Assert.Equal(["a", "b", "c"], ReceiveN(3).Cast<string>());
    }

    [Fact(DisplayName = "An asynchronous handler keeps the next message waiting")]
    public void Asynchronous_handler_keeps_the_order()
    {
        var slow = ActorOf<Slow>();

        slow.Tell(1);
        slow.Tell(2);

        Assert.Equal(["begin 1", "end 1", "begin 2", "end 2"], ReceiveN(4).Cast<string>());
    }

    [Fact(DisplayName = "An asynchronous handler may ask an actor of its node")]
    public void Asynchronous_handler_asks()
    {
        var echo = ActorOf(dsl => dsl.ReceiveAny((message, context) => context.Sender.Tell(message)));
        var asking = ActorOf(Props.Create(() => new Asking(echo)));

        asking.Tell("hello");

        ExpectMsg("answer hello");
    }

    [Fact(DisplayName = "A state machine goes from state to state, also by its timeout")]
    public void State_machine()
    {
        var door = ActorOf(Props.Create(() => new Door(TimeSpan.FromMilliseconds(100))));
        door.Tell(new FSMBase.SubscribeTransitionCallBack(TestActor));
        Assert.Equal("Closed", ExpectMsg<FSMBase.CurrentState<string>>().State);

        door.Tell("push");

        Assert.Equal("Open", ExpectMsg<FSMBase.Transition<string>>().To);
        Assert.Equal("Closed", ExpectMsg<FSMBase.Transition<string>>().To);
    }

    [Fact(DisplayName = "A test looks into an actor: what it tells has happened when the Tell returns")]
    public void Test_looks_into_an_actor()
    {
        var counter = ActorOfAsTestActorRef<Counter>();

        counter.Tell("one");
        counter.Tell("two");

        Assert.Equal(2, counter.UnderlyingActor.Count);
        ExpectMsg(1);
        ExpectMsg(2);
    }

    [Fact(DisplayName = "A test looks into a state machine")]
    public void Test_looks_into_a_state_machine()
    {
        var door = ActorOfAsTestFSMRef<Door, string, int>(
            Props.Create(() => new Door(TimeSpan.FromSeconds(100))), "door");
        Assert.Equal("Closed", door.StateName);

        door.Tell("push");

        Assert.Equal("Open", door.StateName);
    }

    private sealed class Mood : ReceiveActor
    {
        public Mood()
        {
            Receive<string>(static text => text == "angry", _ => BecomeStacked(Angry));
            Receive<string>(_ => Sender.Tell("hello"));
        }

        private void Angry()
        {
            Receive<string>(static text => text == "calm", _ => UnbecomeStacked());
            Receive<string>(_ => Sender.Tell("grr"));
        }
    }

    private sealed class Store : ReceiveActor, IWithUnboundedStash
    {
        public Store()
        {
            Receive<string>(static text => text == "open", _ =>
            {
                Become(() => ReceiveAny(message => Sender.Tell(message)));
                Stash.UnstashAll();
            });
            ReceiveAny(_ => Stash.Stash());
        }

        public IStash Stash { get; set; } = null!;
    }

    private sealed class Slow : ReceiveActor
    {
        public Slow() => ReceiveAsync<int>(async number =>
        {
            Sender.Tell($"begin {number}");
            await Task.Yield();
            Sender.Tell($"end {number}");
        });
    }

    private sealed class Asking : ReceiveActor
    {
        public Asking(IActorRef other) => ReceiveAsync<string>(async text =>
        {
            var answer = await other.Ask<string>(text, Timeout.InfiniteTimeSpan);
            Sender.Tell("answer " + answer);
        });
    }

    private sealed class Counter : ReceiveActor
    {
        public Counter() => ReceiveAny(_ => Sender.Tell(++Count));

        public int Count { get; private set; }
    }

    private sealed class Door : FSM<string, int>
    {
        public Door(TimeSpan openFor)
        {
            StartWith("Closed", 0);
            When("Closed", input => input.FsmEvent is "push" ? GoTo("Open").Using(input.StateData + 1) : null);
            When("Open", input => input.FsmEvent is StateTimeout ? GoTo("Closed") : null, openFor);
            Initialize();
        }
    }
}
