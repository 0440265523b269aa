using Akka.Actor;
using Akka.Pattern;
using Akka.Persistence;
using AkkaSimulation.Disks;
using AkkaSimulation.Networks;

namespace AkkaSimulation.Examples;

/// <summary>
/// A bank account is a persistent actor on a disk that is slow, fails now and then, and whose machine crashes. A teller
/// pays in money and repeats what was not confirmed. Is every confirmed deposit on the disk, and none of them twice?
/// </summary>
public static class Bank
{
    private const string AccountId = "account-7";

    /// <summary>Pays in 100 deposits of 1, 2, …, 100 cents.</summary>
    /// <param name="seed">Decides about delays, and about what a crash does to a write that is under way.</param>
    /// <returns>What the account holds in the end.</returns>
    public static Result Run(ulong seed)
    {
        const int Deposits = 100;
        using var simulation = new Simulation(new SimulationOptions { Seed = seed });
        simulation.Network = new UniformNetwork(1.Milliseconds(), 20.Milliseconds());

        // The boot action runs again in each life of the node.
        var bank = simulation.AddNode(static node =>
            node.System.ActorOf(AccountActor.PropsWithBackoff(AccountId), "account"));
        var branch = simulation.AddNode(node =>
            node.System.ActorOf(TellerActor.Props(bank.Find("/user/account"), Deposits), "teller"));

        var faults = 0;
        bank.Disk.Latency = 8.Milliseconds();
        bank.Disk.OnWrite = write =>
        {
            var fault = (write.Number % 11, write.Number % 17) switch
            {
                (0, _) => WriteFault.Fail, // Akka stops the actor; the backoff supervisor starts it anew.
                (_, 0) => WriteFault.Reject, // The actor goes on; nothing was stored.
                _ => WriteFault.None,
            };
            faults += fault == WriteFault.None ? 0 : 1;
            return fault;
        };
        simulation.At(4.Seconds(), bank.Crash);
        simulation.At(7.Seconds(), bank.Restart);

        var confirmed = new HashSet<int>();
        branch.Observe<Confirmed>(m => confirmed.Add(m.Deposit));
        var isDone = simulation.RunUntil(() => confirmed.Count == Deposits, limit: 5.Minutes());

        var question = bank.Find("/user/account").Ask<Balance>(new GetBalance(), Timeout.InfiniteTimeSpan);
        var balance = simulation.Await(question, limit: 1.Minutes());
        return new Result(
            isDone, balance.Cents, [.. bank.Disk.Events(AccountId).Cast<MoneyCame>()], faults, simulation.TraceHash);
    }

    /// <summary>What came of a run.</summary>
    /// <param name="IsDone">Whether all deposits were confirmed in time.</param>
    /// <param name="Cents">What the account holds.</param>
    /// <param name="OnDisk">The events on the disk.</param>
    /// <param name="Faults">How many writes the disk refused.</param>
    /// <param name="TraceHash">The run's fingerprint.</param>
    public sealed record Result(bool IsDone, long Cents, IReadOnlyList<MoneyCame> OnDisk, int Faults, string TraceHash);

    // What follows are plain Akka.NET actors. They would run in production as they are.

    /// <summary>Pays money in; may come more than once.</summary>
    /// <param name="Deposit">The teller's number of it.</param>
    /// <param name="Cents">How much.</param>
    public sealed record PayIn(int Deposit, int Cents);

    /// <summary>The money is safe.</summary>
    /// <param name="Deposit">Which deposit.</param>
    public sealed record Confirmed(int Deposit);

    /// <summary>Asks for the balance.</summary>
    public sealed record GetBalance;

    /// <summary>The answer.</summary>
    /// <param name="Cents">The balance.</param>
    public sealed record Balance(long Cents);

    /// <summary>The event.</summary>
    /// <param name="Deposit">Which deposit.</param>
    /// <param name="Cents">How much.</param>
    public sealed record MoneyCame(int Deposit, int Cents);

    /// <summary>An account: persists first, and confirms when the event is stored.</summary>
    public sealed class AccountActor : ReceivePersistentActor
    {
        private readonly HashSet<int> _deposits = [];
        private long _cents;

        /// <summary>An account.</summary>
        /// <param name="id">Its persistence id.</param>
        public AccountActor(string id)
        {
            PersistenceId = id;
            Recover<MoneyCame>(Apply);
            Command<PayIn>(OnPayIn);
            Command<GetBalance>(_ => Sender.Tell(new Balance(_cents)));
        }

        /// <inheritdoc/>
        public override string PersistenceId { get; }

        /// <summary>An account that is started anew some time after its journal has failed.</summary>
        /// <param name="id">Its persistence id.</param>
        /// <returns>The Props of its supervisor.</returns>
        public static Props PropsWithBackoff(string id) => BackoffSupervisor.Props(Backoff.OnStop(
            Props.Create(() => new AccountActor(id)),
            "account",
            minBackoff: TimeSpan.FromMilliseconds(200),
            maxBackoff: TimeSpan.FromSeconds(2),
            randomFactor: 0.2,
            maxNrOfRetries: -1));

        private void OnPayIn(PayIn order)
        {
            if (_deposits.Contains(order.Deposit))
            {
                Sender.Tell(new Confirmed(order.Deposit)); // Its first confirmation got lost.
                return;
            }

            Persist(new MoneyCame(order.Deposit, order.Cents), came =>
            {
                Apply(came);
                Sender.Tell(new Confirmed(came.Deposit));
            });
        }

        private void Apply(MoneyCame came)
        {
            _deposits.Add(came.Deposit);
            _cents += came.Cents;
        }
    }

    /// <summary>Pays in a deposit every 50 ms, and repeats each second what was not confirmed.</summary>
    public sealed class TellerActor : ReceiveActor, IWithTimers
    {
        private readonly IActorRef _account;
        private readonly SortedSet<int> _open = [];
        private int _next;

        /// <summary>A teller.</summary>
        /// <param name="account">Where the money goes.</param>
        /// <param name="deposits">How many deposits.</param>
        public TellerActor(IActorRef account, int deposits)
        {
            _account = account;
            Receive<NextDeposit>(_ =>
            {
                _open.Add(++_next);
                Pay(_next);
                if (_next == deposits)
                    Timers.Cancel(nameof(NextDeposit));
            });
            Receive<Repeat>(_ => _open.ToList().ForEach(Pay));
            Receive<Confirmed>(m =>
            {
                if (_open.Remove(m.Deposit))
                    Context.System.EventStream.Publish(m);
            });
        }

        /// <inheritdoc/>
        public ITimerScheduler Timers { get; set; } = null!;

        /// <summary>How it is made.</summary>
        /// <param name="account">Where the money goes.</param>
        /// <param name="deposits">How many deposits.</param>
        /// <returns>Its Props.</returns>
        public static Props Props(IActorRef account, int deposits) =>
            Akka.Actor.Props.Create(() => new TellerActor(account, deposits));

        /// <inheritdoc/>
        protected override void PreStart()
        {
            Timers.StartPeriodicTimer(nameof(NextDeposit), new NextDeposit(), TimeSpan.FromMilliseconds(50));
            Timers.StartPeriodicTimer(nameof(Repeat), new Repeat(), TimeSpan.FromSeconds(1));
        }

        private void Pay(int deposit) => _account.Tell(new PayIn(deposit, deposit));

        private sealed record NextDeposit;

        private sealed record Repeat;
    }
}
