using Akka.Actor;
using AkkaSimulation;
using Microsoft.Extensions.Logging;
using PoR.Actors.Messages;
using PoR.Actors.Services;
using PoR.Core.Rounds;
using PoR.Ledger.State;
using PoR.Persistence.Databases;
using PoR.Persistence.Views;

namespace PoR.Node.Running;

/// <summary>
/// Follows a peer's ledger with the table of reputation. It writes the newest state each second at most, one at a time,
/// after the ledger has stored its block; the ledger never waits for it, and what could not be written is made good
/// later.
/// </summary>
internal sealed class ReputationViewActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pauseAfterFault = TimeSpan.FromSeconds(5);

    private readonly PeerWatch _watch;
    private readonly Database _database;
    private readonly NodeMetrics _metrics;
    private readonly ILogger _log;
    private LedgerState? _wanted;
    private LedgerState? _written;
    private bool _isBusy;

    public ReputationViewActor(PeerWatch watch, Database database, NodeMetrics metrics, ILogger log)
    {
        (_watch, _database, _metrics, _log) = (watch, database, metrics, log);
        Receive<Fact.LedgerOpened>(opened => Want(opened.Chain.Tip.State));
        Receive<Fact.TipMoved>(moved => Want(moved.State));
        Receive<Written>(OnWritten);
        Receive<MayWrite>(_ =>
        {
            _isBusy = false;
            Write();
        });
        Receive<Status.Failure>(f => throw new InvalidOperationException("The view could not be written.", f.Cause));
        Context.System.EventStream.Subscribe(Self, typeof(Fact.LedgerOpened));
        Context.System.EventStream.Subscribe(Self, typeof(Fact.TipMoved));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private void Want(LedgerState state)
    {
        _wanted = state;
        Write();
    }

    private void Write()
    {
        if (_isBusy || _wanted is not { } to || ReferenceEquals(to, _written))
            return;
        _isBusy = true;
        var (database, peer, from) = (_database, _watch.Status.Peer.ToString(), _written);
        Context.System.OffloadWaiting(
            () =>
            {
                ProcessCpu.Enter(WorkPart.Storage);
                return new Written(to, ReputationView.Write(database, peer, from, to));
            },
            TimeSpan.Zero).PipeTo(Self);
    }

    private void OnWritten(Written written)
    {
        // After a fault nobody knows what the table holds.
        _written = written.Fault is null ? written.State : null;
        _watch.View = new ViewStatus(
            written.Fault is null ? written.State.Round : _watch.View?.Round ?? Round.Genesis, written.Fault?.Sentence);
        if (written.Fault is { } fault)
        {
            _metrics.OnViewFault(_watch.Name);
            Told.ViewFailed(_log, _watch.Name, fault.Sentence);
        }

        Timers.StartSingleTimer(
            nameof(MayWrite), MayWrite.Instance, written.Fault is null ? s_pause : s_pauseAfterFault);
    }

    /// <summary>A write has ended.</summary>
    private sealed record Written(LedgerState State, DatabaseFault? Fault);

    /// <summary>The pause after a write is over.</summary>
    private sealed record MayWrite
    {
        public static MayWrite Instance { get; } = new();
    }
}
