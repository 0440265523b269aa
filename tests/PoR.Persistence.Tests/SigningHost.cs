using System.Collections.Concurrent;
using System.Globalization;
using Akka.Actor;
using Akka.Persistence;
using PoR.Actors.Participants;
using PoR.Actors.Services;
using PoR.Core.Rounds;
using PoR.Core.Tests;

namespace PoR.Persistence.Tests;

/// <summary>An ordinary system with one signer.</summary>
internal sealed class SigningHost : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private readonly ActorSystem _system;
    private IActorRef _signer;
    private readonly Task _gone;

    public SigningHost(Stores stores)
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
