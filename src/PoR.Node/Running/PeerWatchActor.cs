using Akka.Actor;
using Microsoft.Extensions.Logging;
using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Chain;
using PoR.Core.Admission;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Ledger.State;
using PoR.Node.Links;
using PoR.Persistence.Databases;

namespace PoR.Node.Running;

/// <summary>Follows a peer's facts: for its status, its metrics and its log.</summary>
internal sealed class PeerWatchActor : ReceiveActor
{
    private const string StoppedForBad =
        "participants keep silent, since a certified block is bad (evaluation.on-certified-bad = stop); look at the "
        + "block, and start the node with follow if it is to go on";

    /// <summary>Actors whose store has failed try again more often than that.</summary>
    private static readonly TimeSpan s_faultKept = TimeSpan.FromSeconds(5);

    private readonly PeerWatch _watch;
    private readonly NodeMetrics _metrics;
    private readonly ILogger _log;
    private readonly RoundSpans _spans;
    private (Round Round, TimeSpan At) _started;
    private TimeSpan _stepAt;
    private TimeSpan _failedAt;

    public PeerWatchActor(PeerWatch watch, NodeMetrics metrics, ILogger log)
    {
        (_watch, _metrics, _log) = (watch, metrics, log);
        _spans = new RoundSpans(watch.Name);
        Receive<Fact.LedgerOpened>(opened =>
        {
            See(s => s with { Height = opened.Chain.Tip.State.Round, Tip = opened.Chain.Tip.Tip });
            watch.Opened(null);
        });
        Receive<Fact.RoundStarted>(started =>
        {
            _stepAt = Context.System.Scheduler.MonotonicClock;
            _started = (started.Round, _stepAt);
            _spans.OnRound(started.Round);
            See(s => s with { Round = started.Round, Step = Step.BlockProposal });
        });
        Receive<Fact.StepEntered>(entered =>
        {
            var now = Context.System.Scheduler.MonotonicClock;
            metrics.OnStep(watch.Name, now - _stepAt);
            _stepAt = now;
            _spans.OnStep(entered.Step);
            See(s => s with { Round = entered.Round, Step = entered.Step });
        });
        Receive<Fact.BlockCertified>(certified =>
        {
            metrics.OnBlock(watch.Name, certified.Block.IsEmpty);
            metrics.OnPersist(watch.Name, isBlock: true, certified.Storing);
            if (certified.State.Round == _started.Round)
                _spans.OnBlock(certified.Block.IsEmpty);
        });
        Receive<Fact.BlockBuilt>(built =>
        {
            var now = Context.System.Scheduler.Now;
            _spans.OnBuilt(built.Block.Payset.Length, now - built.Took, now);
        });
        Receive<Fact.CaughtUp>(caught =>
        {
            var now = Context.System.Scheduler.Now;
            _spans.OnCaughtUp(caught.Blocks, now - caught.Took, now);
        });
        Receive<Fact.TipMoved>(OnTipMoved);
        ReceiveAdmission();
        Receive<Fact.ParticipantArrived>(arrived =>
            See(s => s with { Hosted = s.Hosted.SetItem(arrived.Participant, default) }));
        Receive<Fact.ParticipantLeft>(left => See(s => s with { Hosted = s.Hosted.Remove(left.Participant) }));
        Receive<Fact.BallotSigned>(OnBallot);
        Receive<Fact.MessageRefused>(refused =>
        {
            var (kind, reason) = refused.Refusal.Name;
            metrics.OnRefusal(watch.Name, kind, reason);
            if (refused.Refusal is Refusal.OfVote)
                watch.Votes.Refused++;
            Told.Refused(_log, watch.Name, refused.Refusal);
        });
        ReceiveCertifiedBad();
        Receive<Fact.TransactionRefused>(f => metrics.OnRefusal(watch.Name, "Submission", f.Fault.Name));
        Receive<Fact.StorageFailed>(OnStorageFailed);
        Receive<Fact.LinkChanged>(OnLink);
        Receive<Fact.PeerEnded>(ended =>
        {
            Told.Ended(_log, watch.Name, ended.Reason);
            watch.End(ended.Reason);
        });
        Receive<Fact>(_ => { });
    }

    private void ReceiveCertifiedBad()
    {
        Receive<Fact.CertifiedButBad>(bad =>
        {
            _metrics.OnCertifiedBad(_watch.Name);
            Told.CertifiedBad(
                _log, _watch.Name, bad.Round.Number, bad.Block.ToString(), FaultSentences.Of(bad.Faults[0]));
            if (bad.HasStopped)
                Told.Silent(_log, _watch.Name, StoppedForBad);
        });
        Receive<Fact.CertifiedUnseen>(
            unseen => Told.Unseen(_log, _watch.Name, unseen.Round.Number, unseen.Block.ToString()));
    }

    private void ReceiveAdmission()
    {
        Receive<Fact.RightsDrawn>(OnRights);
        Receive<Fact.SponsorSought>(sought => See(s => s with
        {
            Seeking = s.Seeking.SetItem(sought.Request.Keys.Account, sought.Request),
        }));
        Receive<Fact.NewcomerAdmitted>(admitted => Told.Admitted(
            _log, _watch.Name, admitted.Newcomer, admitted.Sponsor, admitted.WeighsFrom));
    }

    private void OnRights(Fact.RightsDrawn drawn)
    {
        var (holder, round, _, count, _) = drawn.Rights;
        See(s => s with
        {
            Rights = s.Rights.AddRange(
                Enumerable.Range(0, (int)count).Select(seat => new SponsorRight(holder, round, seat))),
        });
        Told.RightsDrawn(_log, _watch.Name, holder, round);
    }

    /// <summary>Rights that are used or have lapsed, accounts that are registered, and requests that expired.</summary>
    private void ForgetSponsoring(LedgerState state)
    {
        var term = state.Parameters.Admission?.RightRounds ?? 0;
        if (!_watch.Status.Rights.IsEmpty)
            See(s => s with
            {
                Rights = s.Rights.RemoveAll(
                    right => right.Round + term <= state.Round || state.IsUsed(right)),
            });
        if (!_watch.Status.Seeking.IsEmpty)
            See(s => s with
            {
                Seeking = s.Seeking.RemoveRange(s.Seeking
                    .Where(seeking => seeking.Value.LastValidRound <= state.Round
                        || state.FindAccount(seeking.Key)?.RegisteredRound is not null)
                    .Select(seeking => seeking.Key)),
            });
    }

    private void OnLink(Fact.LinkChanged changed)
    {
        var peer = changed.Peer.Index;
        See(s => s with { Links = changed.Down is null ? s.Links.Add(peer) : s.Links.Remove(peer) });
        LinkTold.Changed(_log, _watch.Name, peer, changed.Down ?? "up");
    }

    private void OnBallot(Fact.BallotSigned signed)
    {
        _watch.Votes.Signed++;
        _metrics.OnPersist(_watch.Name, isBlock: false, signed.Storing);
        var ballot = signed.Vote.Ballot;
        if (_watch.Status.Hosted.ContainsKey(ballot.Sender))
            See(s => s with
            {
                Hosted = s.Hosted.SetItem(ballot.Sender, new SignedSlot(ballot.Round, ballot.Step)),
            });
    }

    private void OnStorageFailed(Fact.StorageFailed failed)
    {
        _metrics.OnStorageFault(_watch.Name);
        if (DatabaseSchema.IsFenceRefusal(failed.Reason))
            _metrics.OnFenceRefusal(_watch.Name);
        _failedAt = Context.System.Scheduler.MonotonicClock;
        See(s => s with { StorageFault = failed.Reason });
        Told.StorageFailed(_log, _watch.Name, failed.Reason);
        _watch.Opened(failed.Reason);
    }

    private void OnTipMoved(Fact.TipMoved moved)
    {
        var now = Context.System.Scheduler.Now;
        See(s => s with { Height = moved.State.Round, Tip = moved.State.BlockDigest, GrownAt = now });
        ForgetSponsoring(moved.State);
        if (_watch.Status.StorageFault is not null
            && Context.System.Scheduler.MonotonicClock - _failedAt > s_faultKept)
            See(s => s with { StorageFault = null });
        if (_started.Round == moved.State.Round)
            _metrics.OnRound(_watch.Name, Context.System.Scheduler.MonotonicClock - _started.At);
        Told.Grown(_log, _watch.Name, moved.State.Round.Number, moved.State.BlockDigest.ToString()[..16]);
    }

    private void See(Func<PeerStatus, PeerStatus> change) => _watch.Status = change(_watch.Status);
}

/// <summary>What others can see of a peer. Safe on many threads; each part has one actor that writes it.</summary>
public sealed class PeerWatch
{
    private readonly TaskCompletionSource<string?> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PeerStatus _status;
    private ViewStatus? _view;

    private SigningStanding _standing = new SigningStanding.After(Round.Genesis);

    internal PeerWatch(int index, PeerStatus status) => (Index, Name, _status) = (index, NameOf(index), status);

    /// <summary>Its place among all identities, ascending.</summary>
    internal int Index { get; }

    /// <summary>For people: <c>peer0</c> and so on, in ascending order of identity.</summary>
    public string Name { get; }

    /// <summary>The latest.</summary>
    public PeerStatus Status
    {
        get => Volatile.Read(ref _status);
        internal set => Volatile.Write(ref _status, value);
    }

    /// <summary>The name of a peer.</summary>
    internal static string NameOf(int index) => $"peer{index}";

    /// <summary>Its votes.</summary>
    internal VotesSeen Votes { get; } = new();

    /// <summary>Points of another peer by its index, where links count them.</summary>
    internal Func<int, int> PointsOf { get; private set; } = static _ => 0;

    /// <summary>Why its participants sign nothing now; null: they do.</summary>
    public string? Silence => Standing is SigningStanding.After { Round: var until } && Status.Round > until
        ? null
        : Standing.Reason;

    /// <summary>How far the table of reputation is; null until it was first written, or not.</summary>
    internal ViewStatus? View
    {
        get => Volatile.Read(ref _view);
        set => Volatile.Write(ref _view, value);
    }

    /// <summary>From when on its participants may sign.</summary>
    internal SigningStanding Standing
    {
        get => Volatile.Read(ref _standing);
        set => Volatile.Write(ref _standing, value);
    }

    /// <summary>Ends when the ledger has recovered, with null, or cannot, with the reason.</summary>
    internal Task<string?> Recovered => _opened.Task;

    /// <summary>Ends when the peer has ended by a mistake of this program, with what it was.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>Follows the peer's link: without one that works the peer has ended.</summary>
    internal void Follow(TcpPeerLink link)
    {
        PointsOf = other => link.StateOf(new NodeId(other)).Points;
        link.OnLoss = loss => End($"{loss.GetType().Name}: {loss.Message}");
    }

    internal void Opened(string? fault) => _opened.TrySetResult(fault);

    internal void End(string reason)
    {
        _ended.TrySetResult(reason);
        Opened(reason);
    }
}

/// <summary>How many votes a peer has seen in this life of its process.</summary>
internal sealed class VotesSeen
{
    private long _signed;
    private long _refused;

    /// <summary>Of its participants; one actor writes it.</summary>
    public long Signed
    {
        get => Volatile.Read(ref _signed);
        set => Volatile.Write(ref _signed, value);
    }

    /// <summary>That its committees have refused; one actor writes it.</summary>
    public long Refused
    {
        get => Volatile.Read(ref _refused);
        set => Volatile.Write(ref _refused, value);
    }

    /// <summary>That its committees have counted.</summary>
    public Func<long> Counted { get; set; } = static () => 0;
}

/// <summary>How far a peer's table of reputation is.</summary>
/// <param name="Round">Of the state that it holds.</param>
/// <param name="Fault">Why it could not be written last; null: it was.</param>
internal sealed record ViewStatus(Round Round, string? Fault);

/// <summary>Lines of the log.</summary>
internal static partial class Told
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "{Peer}: round {Round} has ended with block {Block}")]
    public static partial void Grown(ILogger log, string peer, long round, string block);

    [LoggerMessage(
        Level = LogLevel.Information, Message = "{Peer}: {Holder} has drawn a right to sponsor in round {Round}")]
    public static partial void RightsDrawn(ILogger log, string peer, PublicKey holder, Round round);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{Peer}: {Newcomer} was admitted by {Sponsor} and weighs 0 until round {Round}")]
    public static partial void Admitted(ILogger log, string peer, PublicKey newcomer, PublicKey sponsor, Round round);

    // A hostile peer can have thousands refused each second; the metric counts them.
    [LoggerMessage(Level = LogLevel.Debug, Message = "{Peer} has refused a message: {Refusal}")]
    public static partial void Refused(ILogger log, string peer, Refusal refusal);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Peer}: round {Round} was certified with block {Block}, "
            + "which the own re-evaluation found bad: {Fault}")]
    public static partial void CertifiedBad(ILogger log, string peer, long round, string block, string fault);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Peer}: the certified block {Block} of round {Round} was not re-evaluated: too many others wait")]
    public static partial void Unseen(ILogger log, string peer, long round, string block);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Peer}: the store has failed: {Reason}")]
    public static partial void StorageFailed(ILogger log, string peer, string reason);

    [LoggerMessage(
        Level = LogLevel.Critical, Message = "{Peer} has ended, which is a mistake in por: {Reason}")]
    public static partial void Ended(ILogger log, string peer, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Peer}: {Reason}")]
    public static partial void Silent(ILogger log, string peer, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Peer} stops, though a write of a signature is not answered")]
    public static partial void StopsUnanswered(ILogger log, string peer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Peer}: reputation for queries is not written: {Reason}")]
    public static partial void ViewFailed(ILogger log, string peer, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Used keys could not be taken out of the key file: {Reason}")]
    public static partial void KeysNotStored(ILogger log, string reason);
}
