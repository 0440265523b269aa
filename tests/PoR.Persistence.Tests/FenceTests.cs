using System.Collections.Concurrent;
using System.Globalization;
using Akka.Actor;
using Akka.Persistence;
using PoR.Actors.Participants;
using PoR.Actors.Services;
using PoR.Core.Rounds;
using PoR.Core.Tests;
using PoR.Persistence.Databases;

namespace PoR.Persistence.Tests;

/// <summary>Akka.Persistence.Sql on our tables: what two writers of one id can do, and what is stored.</summary>
public sealed class FenceTests(PostgreSqlServer server)
{
    private const int Steps = 60;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    [Theory(DisplayName = "Of two systems that write under one id, each number is accepted from one; the other stops")]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task The_fence_holds(string kind)
    {
        using var stores = new Stores(kind, server);
        DatabaseSchema.Migrate(stores.Database);
        Assert.Null(DatabaseSchema.Check(stores.Database));
        var stopped = await Race(stores);

        Assert.InRange(stopped, 1, 2);
        Assert.Equal(0, Doubles(stores));
        Assert.True(stores.Ask("select count(*) from journal") >= Steps);
    }

    [Theory(DisplayName = "A life that stood still is refused also after the events of its next number were deleted")]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Deleted_events_are_fenced(string kind)
    {
        using var stores = new Stores(kind, server);
        DatabaseSchema.Migrate(stores.Database);
        await using var asleep = new Host(stores);
        await asleep.Recovered();
        await using (var next = new Host(stores))
        {
            for (var i = 0; i < 25; i++)
                await next.Sign();
            await next.Forget(20);
        }

        asleep.SignAll(1);
        Assert.True(await asleep.HasStopped(s_limit));
        Assert.True(DatabaseSchema.IsFenceRefusal(Assert.Single(asleep.Failures)));
        Assert.Equal(0, stores.Ask("select count(*) from journal where sequence_number = 1"));
    }

    [Theory(DisplayName = "Who goes to another process and comes back, again and again, lives on")]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Coming_back_is_no_second_writer(string kind)
    {
        using var stores = new Stores(kind, server);
        DatabaseSchema.Migrate(stores.Database);
        Host[] hosts = [new(stores), new(stores)];
        foreach (var host in hosts)
            await host.Leave();
        for (var i = 0; i < 6; i++)
        {
            hosts[i % 2].Return();
            Assert.Equal(i + 1, await hosts[i % 2].Sign());
            await hosts[i % 2].Leave();
        }

        foreach (var host in hosts)
        {
            Assert.Empty(host.Failures);
            await host.DisposeAsync();
        }
    }

    [Theory(DisplayName = "Without the unique key both write, which the check has forbidden and recovery refuses")]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Without_the_fence(string kind)
    {
        using var stores = new Stores(kind, server);
        DatabaseSchema.Migrate(stores.Database);
        stores.DropFence();
        Assert.Equal(new DatabaseFault.NoFence(), DatabaseSchema.Check(stores.Database));
        var stopped = await Race(stores);

        Assert.Equal(0, stopped);
        Assert.True(Doubles(stores) > 0);
        await using var late = new Host(stores);
        Assert.True(await late.HasStopped(s_limit));
    }

    [Theory(DisplayName = "What one system wrote another one recovers, and no type of .NET is named in the tables")]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Stored_forms_outlive_the_process(string kind)
    {
        using var stores = new Stores(kind, server);
        DatabaseSchema.Migrate(stores.Database);
        await using (var first = new Host(stores))
        {
            for (var i = 0; i < 25; i++)
                await first.Sign();
            await first.Snapshot();
        }

        await using var second = new Host(stores);
        Assert.Equal(26, await second.Sign());
        Assert.Equal(26, stores.Ask("select count(*) from journal where manifest = 'ballot-signed/1'"));
        Assert.Equal(1, stores.Ask("select count(*) from snapshot where manifest = 'participant/1'"));
        Assert.Equal(26, stores.Ask("select count(*) from journal where identifier = 9101"));
    }

    private static long Doubles(Stores stores) => stores.Ask(
        "select count(*) from (select 1 from journal group by persistence_id, sequence_number having count(*) > 1) d");

    /// <summary>Two systems sign at once.</summary>
    /// <returns>How many were stopped by a write that the database refused.</returns>
    private static async Task<int> Race(Stores stores)
    {
        await using var one = new Host(stores);
        await using var other = new Host(stores);

        // Both have recovered before either writes.
        await Task.WhenAll(one.Recovered(), other.Recovered());
        var both = new[] { one, other };
        foreach (var host in both)
            host.SignAll(Steps);
        var stopped = await Task.WhenAll(both.Select(host => host.HasStoppedOr(Steps)));
        string[] failures = [.. both.SelectMany(host => host.Failures)];
        Assert.Equal(stopped.Count(static s => s), failures.Length);
        Assert.All(failures, reason => Assert.True(DatabaseSchema.IsFenceRefusal(reason), reason));
        return stopped.Count(static s => s);
    }

    /// <summary>An ordinary system with one signer.</summary>
    private sealed class Host : IAsyncDisposable
    {
        private readonly ActorSystem _system;
        private IActorRef _signer;
        private readonly Task _gone;

        public Host(Stores stores)
        {
            _system = stores.NewSystem();
            _signer = NewSigner();
            var gone = new TaskCompletionSource();
            _system.ActorOf(Props.Create(() => new Watcher(_signer, gone)));
            _gone = gone.Task;
        }

        /// <summary>Why writes have failed.</summary>
        public ConcurrentQueue<string> Failures { get; } = [];

        public Task<bool> Leave() => _signer.GracefulStop(s_limit);

        /// <summary>Another life of the signer, in the same process.</summary>
        public void Return() => _signer = NewSigner();

        public Task<long> Recovered() => _signer.Ask<long>("how many", s_limit);

        public Task<long> Sign() => _signer.Ask<long>("sign", s_limit);

        public Task<SaveSnapshotSuccess> Snapshot() => _signer.Ask<SaveSnapshotSuccess>("snapshot", s_limit);

        public Task<DeleteMessagesSuccess> Forget(int count) =>
            _signer.Ask<DeleteMessagesSuccess>($"forget {count}", s_limit);

        public void SignAll(int count)
        {
            for (var i = 0; i < count; i++)
                _signer.Tell("sign");
        }

        public async Task<bool> HasStopped(TimeSpan limit) => await Task.WhenAny(_gone, Task.Delay(limit)) == _gone;

        public async Task<bool> HasStoppedOr(int count) =>
            await Task.WhenAny(_gone, _signer.Ask<long>($"at {count}", s_limit)) == _gone;

        private IActorRef NewSigner() => _system.ActorOf(Props.Create(() => new Signer(Failures)));

        public async ValueTask DisposeAsync() => await _system.Terminate().WaitAsync(s_limit);
    }

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(IActorRef watched, TaskCompletionSource gone)
        {
            Context.Watch(watched);
            Receive<Terminated>(_ => gone.SetResult());
        }
    }

    /// <summary>Signs what it is asked to, one number after the other, as a participant does.</summary>
    private sealed class Signer : ReceivePersistentActor
    {
        private readonly ParticipantEvent.BallotSigned _signed = new(Samples.Vote);
        private readonly ConcurrentQueue<string> _failures;
        private IActorRef? _waits;
        private long _all;
        private long _own;

        public Signer(ConcurrentQueue<string> failures)
        {
            _failures = failures;
            var replayed = new ReplayedNumbers();
            Recover<ParticipantEvent.BallotSigned>(_ =>
            {
                replayed.Next(LastSequenceNr);
                _all++;
            });
            Recover<SnapshotOffer>(_ => _all += 25);
            Command<string>(OnCommand);
            Command<SaveSnapshotSuccess>(saved => _waits?.Tell(saved));
            Command<DeleteMessagesSuccess>(deleted => _waits?.Tell(deleted));
        }

        public override string PersistenceId => "participant/one";

        protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
        {
            _failures.Enqueue(cause.Message);
            base.OnPersistFailure(cause, @event, sequenceNr);
        }

        private void OnCommand(string command)
        {
            var sender = Sender;
            switch (command)
            {
                case "sign":
                    Persist(_signed, _ =>
                    {
                        (_all, _own) = (_all + 1, _own + 1);
                        sender.Tell(_all);
                    });
                    break;
                case "snapshot":
                    _waits = sender;
                    SaveSnapshot(new ParticipantState(new Round(6), Step.BbaStart, [_signed]));
                    break;
                case var _ when command.StartsWith("forget ", StringComparison.Ordinal):
                    _waits = sender;
                    DeleteMessages(int.Parse(command["forget ".Length..], CultureInfo.InvariantCulture));
                    break;
                default:
                    sender.Tell(_own);
                    break;
            }
        }
    }
}
