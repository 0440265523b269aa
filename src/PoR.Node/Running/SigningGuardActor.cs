using Akka.Actor;
using AkkaSimulation;
using Microsoft.Extensions.Logging;
using PoR.Actors.Messages;
using PoR.Actors.Participants;
using PoR.Actors.Peers;
using PoR.Core.Rounds;
using PoR.Persistence.Databases;

namespace PoR.Node.Running;

/// <summary>
/// Keeps a peer's participants silent while their database may lack what they have signed, and ends their silence. It
/// asks the database now and then, so that an acknowledgement needs no new start.
/// </summary>
/// <remarks>
/// An acknowledgement without a round needs a round that was certainly begun after anything that may have been lost. A
/// certified block is the proof when its time lies two windows of block times after the silence began: honest
/// verifiers' clocks, and this one, are each off by one window at most.
/// </remarks>
internal sealed class SigningGuardActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan s_whileSilent = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_whileSigning = TimeSpan.FromSeconds(30);

    private readonly IActorRef _peer;
    private readonly PeerWatch _watch;
    private readonly Database _database;
    private readonly long _windowMs;
    private readonly ILogger _log;
    private Timestamp _silentSince;
    private Round? _begunSince;
    private bool _isInDoubt;

    public SigningGuardActor(IActorRef peer, PeerWatch watch, Database database, long blockTimeWindowMs, ILogger log)
    {
        (_peer, _watch, _database, _windowMs, _log) = (peer, watch, database, blockTimeWindowMs, log);
        Receive<Fact.TipMoved>(moved =>
        {
            if (!MaySign(_watch.Standing)
                && moved.State.Time.Milliseconds >= _silentSince.Milliseconds + (2 * _windowMs))
                _begunSince ??= moved.State.Round;
        });
        Receive<Fact.StorageFailed>(_ => Doubt());
        Receive<Fact>(_ => { });
        Receive<LookNow>(_ => Look());
        Receive<SigningStanding>(OnStanding);
        Receive<Status.Failure>(f => throw new InvalidOperationException("The guard could not be read.", f.Cause));
        Context.System.EventStream.Subscribe(Self, typeof(Fact.TipMoved));
        Context.System.EventStream.Subscribe(Self, typeof(Fact.StorageFailed));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private static Timestamp Now => new(Context.System.Scheduler.Now.ToUnixTimeMilliseconds());

    /// <summary>From which round on participants may sign when their peer starts.</summary>
    public static Round SilentUntil(SigningStanding standing) =>
        standing is SigningStanding.After { Round: var round } ? round : SigningGate.Always;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _silentSince = Now;
        Warn(_watch.Standing);
        Wait();
    }

    private static bool MaySign(SigningStanding standing) => standing is SigningStanding.After;

    private void Look()
    {
        var (database, begun) = (_database, _begunSince);

        // One round more, since peers that have ended the round vote in the next one.
        Context.System.OffloadWaiting(
            () => begun is { } round ? SigningGuard.Resolve(database, round.Next) : SigningGuard.Read(database),
            TimeSpan.Zero).PipeTo(Self);
    }

    /// <summary>
    /// Another server may answer after a write has failed, which lacks what was signed. Nobody signs until it has told
    /// its history.
    /// </summary>
    private void Doubt()
    {
        if (_isInDoubt)
            return;
        _isInDoubt = true;
        _peer.Tell(new PeerActor.SilentUntil(SigningGate.Always));
        Look();
    }

    private void OnStanding(SigningStanding standing)
    {
        if (_isInDoubt && standing is not SigningStanding.Unknown)
        {
            _isInDoubt = false;
            _peer.Tell(new PeerActor.SilentUntil(SilentUntil(standing)));
        }

        var before = _watch.Standing;

        // A database that does not answer now takes nothing back: nobody signs without a write.
        if (standing != before && !(standing is SigningStanding.Unknown && MaySign(before)))
        {
            if (MaySign(before))
                (_silentSince, _begunSince) = (Now, null);
            _watch.Standing = standing;
            _peer.Tell(new PeerActor.SilentUntil(SilentUntil(standing)));
            Warn(standing);
        }

        Wait();
    }

    private void Warn(SigningStanding standing)
    {
        if (standing.Reason is { } reason)
            Told.Silent(_log, _watch.Name, reason);
    }

    private void Wait() => Timers.StartSingleTimer(
        nameof(LookNow), LookNow.Instance, MaySign(_watch.Standing) && !_isInDoubt ? s_whileSigning : s_whileSilent);

    /// <summary>It is time to look.</summary>
    private sealed record LookNow
    {
        public static LookNow Instance { get; } = new();
    }
}
