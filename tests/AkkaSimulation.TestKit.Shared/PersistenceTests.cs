using Akka.Actor;
using Akka.Persistence;

namespace AkkaSimulation.TestKit.Shared;

/// <summary>Persistent actors, with the journal that the system is configured with.</summary>
public sealed class PersistenceTests : KitBase
{
    [Fact(DisplayName = "A persistent actor remembers after a stop")]
    public void Persistent_actor_remembers()
    {
        var account = Start();
        account.Tell(new Add(3));
        account.Tell(new Add(4));
        ExpectMsg("stored 3");
        ExpectMsg("stored 7");
        Stop(account);

        var again = Start();
        again.Tell("balance");

        ExpectMsg(7);
    }

    [Fact(DisplayName = "Several events are stored in one go, and what is deferred comes after them")]
    public void Several_events_in_one_go()
    {
        var account = Start();

        account.Tell(new AddAll(1, 2, 3));

        ExpectMsg("stored 1");
        ExpectMsg("stored 3");
        ExpectMsg("stored 6");
        ExpectMsg("all stored");
    }

    [Fact(DisplayName = "A recovery starts from the latest snapshot")]
    public void Recovery_starts_from_a_snapshot()
    {
        var account = Start();
        account.Tell(new Add(5));
        ExpectMsg("stored 5");
        account.Tell("snapshot");
        ExpectMsg("saved");
        account.Tell(new Add(6));
        ExpectMsg("stored 11");
        Stop(account);

        var again = Start();
        again.Tell("recovered events");
        ExpectMsg(1);
        again.Tell("balance");
        ExpectMsg(11);
    }

    [Fact(DisplayName = "Commands wait until the recovery is over")]
    public void Commands_wait_for_the_recovery()
    {
        var account = Start();
        for (var i = 0; i < 20; i++)
            account.Tell(new Add(1));
        ReceiveN(20);
        Stop(account);

        Start().Tell("balance");

        ExpectMsg(20);
    }

    private IActorRef Start() => ActorOf(Props.Create(() => new Account("account")));

    private void Stop(IActorRef account)
    {
        Watch(account);
        Sys.Stop(account);
        ExpectTerminated(account);
    }

    public sealed record Add(int Amount);

    public sealed record Added(int Amount);

    private sealed record AddAll(params int[] Amounts);

    private sealed class Account : ReceivePersistentActor
    {
        private int _balance;
        private int _recovered;
        private IActorRef _saver = ActorRefs.Nobody;

        public Account(string id)
        {
            PersistenceId = id;
            Recover<Added>(added =>
            {
                _recovered++;
                Apply(added);
            });
            Recover<SnapshotOffer>(offer => _balance = (int)offer.Snapshot);
            Command<Add>(add => Persist(new Added(add.Amount), Store));
            Command<AddAll>(all =>
            {
                PersistAll(all.Amounts.Select(static amount => new Added(amount)), Store);
                DeferAsync("all stored", text => Sender.Tell(text));
            });
            Command<string>(static text => text == "balance", _ => Sender.Tell(_balance));
            Command<string>(static text => text == "recovered events", _ => Sender.Tell(_recovered));
            Command<string>(_ =>
            {
                _saver = Sender;
                SaveSnapshot(_balance);
            });
            Command<SaveSnapshotSuccess>(_ => _saver.Tell("saved"));
        }

        public override string PersistenceId { get; }

        private void Apply(Added added) => _balance += added.Amount;

        private void Store(Added added)
        {
            Apply(added);
            Sender.Tell($"stored {_balance}");
        }
    }
}
