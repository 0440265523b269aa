using System.Diagnostics.Metrics;
using PoR.Actors.Links;
using PoR.Node.Links;

namespace PoR.Node.Running;

/// <summary>
/// Instruments of the meter <c>PoR</c>. Their labels are names of peers and kinds, never accounts or texts.
/// </summary>
public sealed class NodeMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "PoR";

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _rounds;
    private readonly Counter<long> _blocks;
    private readonly Histogram<double> _persists;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _certifiedBad;
    private readonly Counter<long> _storageFaults;
    private readonly Counter<long> _linkBytes;
    private readonly Counter<long> _strangers;
    private readonly Counter<long> _peerFaults;
    private readonly Counter<long> _peerBans;
    private readonly Counter<long> _viewFaults;
    private readonly Counter<long> _fenceRefusals;
    private readonly Histogram<double> _steps;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _unhandled;
    private readonly Counter<long> _restarts;

    /// <summary>Instruments without values.</summary>
    public NodeMetrics()
    {
        _rounds = _meter.CreateHistogram(
            "por.round.duration", "s", "From a peer's start of a round to its block in the ledger.", tags: null,
            new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.1, 0.2, 0.3, 0.45, 0.7, 1, 2, 3, 5, 10, 30],
            });
        _blocks = _meter.CreateCounter<long>("por.blocks", null, "Certified blocks, by kind.");
        _persists = _meter.CreateHistogram(
            "por.persist.duration", "s", "From an actor's wish to store an event to the store's answer.", tags: null,
            new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.3, 0.5, 1, 2, 5],
            });
        _refusals = _meter.CreateCounter<long>("por.refusals", null, "What was refused, of peers and of own users.");
        _certifiedBad = _meter.CreateCounter<long>(
            "por.certified.bad", null, "Certified blocks that the peer's own re-evaluation found bad.");
        _viewFaults = _meter.CreateCounter<long>(
            "por.view.failures", null, "Writes of the table of reputation that failed.");
        _storageFaults = _meter.CreateCounter<long>("por.persist.failures", null, "What a store could not do.");
        _linkBytes = _meter.CreateCounter<long>("por.link.bytes", "By", "Bytes of frames, by direction.");
        _strangers = _meter.CreateCounter<long>("por.link.strangers", null, "Connections of nobody who may come in.");
        _peerFaults = _meter.CreateCounter<long>("por.peer.faults", null, "What peers did wrong, by kind.");
        _peerBans = _meter.CreateCounter<long>("por.peer.bans", null, "Bans of peers.");
        _fenceRefusals = _meter.CreateCounter<long>(
            "por.fence.refusals", null, "Events that the journal refused, since another life had written them.");
        _steps = _meter.CreateHistogram<double>("por.step.duration", "s", "From a step of a round to the next.");
        _deadLetters = _meter.CreateCounter<long>("por.dead_letters", null, "Messages to actors that are not there.");
        _unhandled = _meter.CreateCounter<long>("por.unhandled", null, "Messages that an actor did not know.");
        _restarts = _meter.CreateCounter<long>("por.actor.restarts", null, "Actors that failed and began again.");
    }

    /// <summary>
    /// Shows the heights of peers, how far their tables of reputation are, and what the process uses its processors
    /// for, from now on.
    /// </summary>
    public void Observe(IEnumerable<PeerWatch> peers)
    {
        if (ProcessCpu.Instance is not null)
            _meter.CreateObservableCounter(
                "por.cpu",
                static () => ProcessCpu.Parts().Select(part => new Measurement<double>(
                    part.Used.TotalSeconds, new KeyValuePair<string, object?>("part", part.Name))),
                "s",
                "Processor time of the process, by what it goes to.");
        Observe("por.ledger.height", "The last block of a peer's chain.", peer => peer.Status.Height.Number);
        Observe(
            "por.view.lag", "Rounds by which the table of reputation is behind its ledger.",
            peer => Math.Max(0, peer.Status.Height.Number - (peer.View?.Round.Number ?? 0)));
        Observe("por.links.up", "Other peers that a peer reaches.", peer => peer.Status.Links.Count);

        Observe(
            "por.participants.active", "Participants that live on a peer.", peer => peer.Status.Participants);
        _meter.CreateObservableCounter(
            "por.votes",
            () => peers.SelectMany(peer => new Measurement<long>[]
            {
                OfVotes(peer, "sent", "signed", peer.Votes.Signed),
                OfVotes(peer, "heard", "counted", peer.Votes.Counted()),
                OfVotes(peer, "heard", "refused", peer.Votes.Refused),
            }),
            null,
            "Votes by direction and verdict: signed here, and counted or refused by committees here.");

        void Observe(string name, string description, Func<PeerWatch, long> value) => _meter.CreateObservableGauge(
            name, () => peers.Select(peer => new Measurement<long>(value(peer), Of(peer.Name))), null, description);
    }

    /// <summary>Shows what waits and is lost at a peer's link from now on.</summary>
    /// <param name="peer">Its name.</param>
    /// <param name="counts">Of its link, and messages that cuts have dropped.</param>
    internal void Observe(string peer, Func<(ChannelCounts Link, long Cut)> counts)
    {
        _meter.CreateObservableCounter(
            "por.link.dropped",
            () => new Measurement<long>[]
            {
                new(counts().Link.Full, Of(peer), new("cause", "full")),
                new(counts().Link.TooLong, Of(peer), new("cause", "too-long")),
                new(counts().Cut, Of(peer), new("cause", "cut")),
            },
            null,
            "Messages that never left, by cause.");
        _meter.CreateObservableCounter(
            "por.link.credit_waits",
            () => new Measurement<long>(counts().Link.CreditWaits, Of(peer)),
            null,
            "How often a message waited for a peer to take others.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal void OnRound(string peer, TimeSpan duration) => _rounds.Record(duration.TotalSeconds, Of(peer));

    internal void OnBlock(string peer, bool isEmpty) =>
        _blocks.Add(1, Of(peer), new KeyValuePair<string, object?>("kind", isEmpty ? "empty" : "full"));

    internal void OnPersist(string peer, bool isBlock, TimeSpan duration) => _persists.Record(
        duration.TotalSeconds, Of(peer), new KeyValuePair<string, object?>("kind", isBlock ? "block" : "ballot"));

    internal void OnRefusal(string peer, string kind, string reason) => _refusals.Add(
        1, Of(peer), new KeyValuePair<string, object?>("kind", kind),
        new KeyValuePair<string, object?>("reason", reason));

    internal void OnCertifiedBad(string peer) => _certifiedBad.Add(1, Of(peer));

    internal void OnViewFault(string peer) => _viewFaults.Add(1, Of(peer));

    internal void OnStep(string peer, TimeSpan duration) => _steps.Record(duration.TotalSeconds, Of(peer));

    internal void OnDeadLetter(string peer) => _deadLetters.Add(1, Of(peer));

    internal void OnUnhandled(string peer) => _unhandled.Add(1, Of(peer));

    internal void OnRestart(string peer) => _restarts.Add(1, Of(peer));

    internal void OnFenceRefusal(string peer) => _fenceRefusals.Add(1, Of(peer));

    internal void OnStorageFault(string peer) => _storageFaults.Add(1, Of(peer));

    internal void OnLinkBytes(string peer, bool isSent, int bytes) => _linkBytes.Add(
        bytes, Of(peer), new KeyValuePair<string, object?>("direction", isSent ? "sent" : "received"));

    internal void OnStranger(string peer) => _strangers.Add(1, Of(peer));

    internal void OnPeerFault(string peer, PeerFault kind) => _peerFaults.Add(
        1, Of(peer), new KeyValuePair<string, object?>("kind", kind.ToString()));

    internal void OnPeerBan(string peer) => _peerBans.Add(1, Of(peer));

    private static Measurement<long> OfVotes(PeerWatch peer, string direction, string verdict, long votes) =>
        new(votes, Of(peer.Name), new("direction", direction), new("verdict", verdict));

    private static KeyValuePair<string, object?> Of(string peer) => new("peer", peer);
}
