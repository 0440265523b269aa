using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using PoR.Actors.Evaluators;
using PoR.Actors.Gossiping;
using PoR.Actors.Links;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Actors.Rounds;
using PoR.Actors.Services;
using PoR.Actors.Sponsors;
using PoR.Chain;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.Blocks;
using PoR.Wire;

namespace PoR.Actors.Ledgers;

/// <summary>
/// A peer's chain: takes certified blocks in, chooses among branches, opens the next round, and answers peers that
/// have fallen behind (D14, D16).
/// </summary>
internal sealed class LedgerActor : ReceivePersistentActor, IWithTimers
{
    /// <summary>Rounds between two snapshots. Of these the last two are kept.</summary>
    private const int SnapshotEvery = 100;

    private readonly PeerActors _peer;
    private readonly NodeServices _services;
    private readonly ReplayedNumbers _replayed = new();
    private readonly Dictionary<NodeId, TimeSpan> _helpedAt = [];
    private readonly Dictionary<NodeId, TimeSpan> _askedInVainAt = [];
    private CertifiedChain _chain;
    private CatchUp _catchUp;
    private (long Previous, long Last) _snapshots; // Numbers of the last two; 0 for none.
    private Certificate? _bodyMissing;
    private (BlockDigest Block, TimeSpan At)? _told;

    public LedgerActor(PeerActors peer, NodeServices services)
    {
        (_peer, _services) = (peer, services);
        _chain = services.NewChain();
        _catchUp = new CatchUp(peer, services, _chain);
        Recover<SnapshotOffer>(OnSnapshot);
        Recover<LedgerEvent.BlockCertified>(e =>
        {
            _replayed.Next(LastSequenceNr);
            OnReplayed(e.Block);
        });
        Recover<RecoveryCompleted>(_ =>
        {
            Context.Publish(new Fact.LedgerOpened(_peer.Id, _chain));
            LookAgain();
        });
        Command<LedgerMessage.RoundWanted>(_ => OpenRound([]));
        Command<LedgerMessage.RoundEnded>(m =>
        {
            Context.Publish(new Fact.RoundDecided(_peer.Id, m.Certificate.Round, m.Certificate));
            TellPeers(m.Certificate);
            OnRoundEnded(m.Certificate, m.Block);
        });
        Command<LedgerMessage.BlockReceived>(m =>
        {
            if (_bodyMissing is { } waiting && waiting.Block == m.Block.Digest && m.Block.HasOwnBody)
                OnRoundEnded(waiting, m.Block);
        });
        Command<LedgerMessage.BodyOverdue>(_ => Fetch());
        Command<LedgerMessage.StatusHeard>(OnStatus);
        Command<LedgerMessage.ChainRequested>(m => Answer(m.Peer, m.After));
        Command<LedgerMessage.ChainReceived>(
            m => _catchUp.Receive(Context, m.Peer, m.Blocks, m.Blocks.Length >= PeerMessage.ChainSent.BlocksMax));
        Command<LedgerMessage.BlockRequested>(m =>
        {
            if (_chain.Find(m.Block) is { } known)
                Reply(m.Peer, new PeerMessage.BlockSent(known.Block));
        });
        Command<CertificateChecked>(OnChecked);
        Command<NothingFound>(m => _askedInVainAt[m.Peer] = Now);
        Command<SaveSnapshotSuccess>(_ => OnSnapshotSaved());
        Command<DeleteSnapshotsSuccess>(_ => { });
        Command<SaveSnapshotFailure>(f => OnStorageFailed(f.Cause));
        Command<DeleteSnapshotsFailure>(f => OnStorageFailed(f.Cause));
        Command<Status.Failure>(
            f => throw new InvalidOperationException("A certificate could not be checked.", f.Cause));
    }

    /// <inheritdoc/>
    public override string PersistenceId => _services.LedgerId;

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    /// <summary>A ledger that holds genesis, and what its journal has.</summary>
    public static Props Props(PeerActors peer, NodeServices services) =>
        Akka.Actor.Props.Create(() => new LedgerActor(peer, services));

    /// <inheritdoc/>
    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        OnStorageFailed(reason);
        base.OnRecoveryFailure(reason, message);
    }

    /// <inheritdoc/>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        OnStorageFailed(cause);
        base.OnPersistFailure(cause, @event, sequenceNr);
    }

    private void OnSnapshot(SnapshotOffer offer)
    {
        var (root, places) = (LedgerSnapshot)offer.Snapshot;
        RequireOwn(root.State.Genesis.Network);
        _snapshots = (0, offer.Metadata.SequenceNr);
        _chain = _services.NewChain(root, places);
        _catchUp = new CatchUp(_peer, _services, _chain);
    }

    private void OnReplayed(CertifiedBlock certified)
    {
        var header = certified.Block.Header;
        RequireOwn(header.Network);
        if (_chain.BranchOf(header.Parent) is not null)
            _chain.Add(certified, LastSequenceNr);
        else if (_snapshots.Last == 0)
            throw new InvalidOperationException(
                $"The stored ledger has a block of round {header.Round} without the block before it.");

        // A branch that parted before the snapshot's block was forgotten with it, so what the journal has of it after
        // the snapshot has no parent.
    }

    /// <summary>
    /// A peer that has stopped signing for a certified block is not to sign after a new start as if nothing had been:
    /// its last blocks are evaluated again.
    /// </summary>
    private void LookAgain()
    {
        if (!_services.StopsOnCertifiedBad)
            return;
        foreach (var (block, _) in _chain.AfterRoot())
            TellEvaluator(_chain.BranchOf(block.Header.Parent)!, block);
    }

    /// <summary>The empty block holds nothing that could be evaluated.</summary>
    private void TellEvaluator(Branch parent, Block block)
    {
        if (!block.IsEmpty)
            _peer.Evaluator.Tell(new EvaluatorMessage.Certified(parent, block));
    }

    private void RequireOwn(NetworkId stored)
    {
        if (stored != _services.Genesis.Network)
            throw new InvalidOperationException(
                $"The stored ledger is of the network {stored}, this peer of the network "
                + $"{_services.Genesis.Network}. Each network needs a store of its own.");
    }

    /// <summary>
    /// Recovery must have all branches that can still win, so the snapshot is of the chain up to the root and stands
    /// under the number of the root's block, not under that of the last one as Akka's own method would have it. Under
    /// rules of the network's own there is none, since its bytes would hold genesis, and so only the rules' names.
    /// </summary>
    private void Snapshot()
    {
        var root = _chain.Root.State.Round;
        if (root == Round.Genesis || root.Number % SnapshotEvery != 0 || _services.Genesis.Own is not null
            || _chain.Places.Of(root) is var sequence && sequence <= _snapshots.Last)
            return;
        _snapshots = (_snapshots.Last, sequence);
        SnapshotStore.Tell(new SaveSnapshot(
            new SnapshotMetadata(PersistenceId, sequence, Context.System.Scheduler.Now.UtcDateTime),
            new LedgerSnapshot(_chain.Root, _chain.Places)));
    }

    private void OnSnapshotSaved()
    {
        if (_snapshots.Previous > 0)
            DeleteSnapshots(new SnapshotSelectionCriteria(_snapshots.Previous - 1));
    }

    private void OnStorageFailed(Exception cause) => Context.Publish(new Fact.StorageFailed(_peer.Id, cause.Message));

    /// <summary>
    /// A certificate that one honest node holds must reach all honest nodes within λ (D10). So it is sent at once,
    /// before the block is stored, and even while the body is missing.
    /// </summary>
    private void TellPeers(Certificate certificate)
    {
        if (!_services.TellsCertificates || _chain.Has(certificate.Block))
            return;
        _told = (certificate.Block, Now);
        _peer.Gossip.Tell(new GossipMessage.Announce(certificate));
    }

    private void OnRoundEnded(Certificate certificate, Block? block)
    {
        if (_chain.BranchOf(certificate.Parent) is not { } branch || _chain.Has(certificate.Block))
            return;
        var body = certificate.IsEmptyBlock ? BlockExecutor.EmptyBlock(branch.State).Block : block;
        if (body is null)
        {
            _bodyMissing = certificate;
            Fetch();
            return;
        }

        _bodyMissing = null;
        Timers.Cancel(FetchTimer.Instance);
        Store(new CertifiedBlock(body, certificate));
    }

    /// <summary>
    /// Asks for a missing block before anything else, since the next round cannot start without its state (D5).
    /// </summary>
    private void Fetch()
    {
        if (_bodyMissing is not { } certificate || _chain.Has(certificate.Block))
        {
            _bodyMissing = null;
            return;
        }

        _peer.Gossip.Tell(new GossipMessage.AskSome(
            new PeerMessage.BlockRequested(certificate.Block), certificate.Ticket?.Sender));
        Timers.StartSingleTimer(
            FetchTimer.Instance, LedgerMessage.BodyOverdue.Instance, _services.SmallLambda / 2);
    }

    private void OnStatus(LedgerMessage.StatusHeard status)
    {
        if (status.OpenRound < _chain.Tip.View.Round)
        {
            Help(status);
            return;
        }

        if (_chain.BranchOf(status.Parent) is not null)
            return;
        if (status.Certified is { } certified && _chain.BranchOf(certified.Block.Header.Parent) is not null)
            _catchUp.Receive(Context, status.Peer, [certified], mayHaveMore: false);
        else
            _catchUp.Ask(Context, status.Peer);
    }

    /// <summary>
    /// A peer is behind, so it gets at once what it lacks: the certificate of its open round, or blocks of the chain. A
    /// peer on another branch is told where this node stands, and then asks.
    /// </summary>
    private void Help(LedgerMessage.StatusHeard status)
    {
        var parent = new ChainPoint(status.OpenRound.Previous, status.Parent);
        var lacks = _chain.After([parent], PeerMessage.ChainSent.BlocksMax) ?? [];
        var isOnItsWay = lacks.Length == 1 && _told is var (block, at) && block == lacks[0].Block.Digest
            && Now - at < _services.SmallLambda;
        if (!_services.TellsCertificates || isOnItsWay || IsWithinLambda(_helpedAt, status.Peer))
            return;
        _helpedAt[status.Peer] = Now;
        _peer.Gossip.Tell(lacks.Length switch
        {
            0 => new GossipMessage.Greet(status.Peer),
            1 => new GossipMessage.SendTo(status.Peer, new PeerMessage.CertificateSent(lacks[0].Certificate)),
            _ => new GossipMessage.HelpBehind(status.Peer, lacks),
        });
    }

    private void OnChecked(CertificateChecked check)
    {
        _catchUp.OnChecked(check.Block);
        if (check.Fault is { } fault)
        {
            Context.Publish(new Fact.MessageRefused(
                _peer.Id, new Refusal.OfCertificate(check.Block.Certificate.Round, fault)));
            _peer.Gossip.Tell(new GossipMessage.AtFault(check.Source, PeerFault.Forged));
            _catchUp.Advance(Context);
            return;
        }

        if (Store(check.Block))
        {
            _catchUp.OnStored(check.Source);
            if (_catchUp.IsIdle)
                TellPeers(check.Block.Certificate);
        }
        else
            _catchUp.Advance(Context);
    }

    /// <summary>Stores a certified block. Everything that follows from it happens after it is stored.</summary>
    /// <returns>Whether it is being stored.</returns>
    private bool Store(CertifiedBlock certified)
    {
        var block = certified.Block;
        if (_chain.BranchOf(block.Header.Parent) is not { } parent || _chain.Has(block.Digest))
            return false;
        var outcome = _chain.Execute(certified);
        if (outcome is BlockOutcome.Invalid { Faults: var faults })
        {
            Context.Publish(new Fact.MessageRefused(_peer.Id, new Refusal.OfBlock(block.Header.Round, faults[0])));
            return false;
        }

        var valid = (BlockOutcome.Valid)outcome;
        if (_chain.Preview(block, valid) is not AddOutcome.Added added)
            return false;
        var begun = Now;
        Persist(new LedgerEvent.BlockCertified(certified), stored =>
        {
            _chain.Add(stored.Block, LastSequenceNr);
            Context.Publish(new Fact.BlockCertified(
                _peer.Id, block, certified.Certificate, valid.Next, added.IsFork) { Storing = Now - begun });
            TellEvaluator(parent, block);
            Snapshot();
            OnStored(added.Adopted.IsEmpty ? null : [.. added.Abandoned.Select(node => node.Digest)]);
        });
        return true;
    }

    /// <param name="abandoned">The blocks that left the main chain; null when the tip did not move.</param>
    private void OnStored(ImmutableArray<BlockDigest>? abandoned)
    {
        if (abandoned is { } lost)
        {
            Context.Publish(new Fact.TipMoved(_peer.Id, _chain.Tip.State, lost.Length > 0));
            OpenRound(lost);
        }

        _catchUp.Advance(Context);
    }

    private void OpenRound(ImmutableArray<BlockDigest> abandoned)
    {
        ImmutableArray<SignedTransaction> returned =
        [
            .. abandoned.Reverse().SelectMany(d => _chain.Find(d)?.Block.Payset ?? []).Select(e => e.Transaction),
        ];
        _peer.Mempool.Tell(new MempoolMessage.TipMoved(_chain.Tip, returned));
        _peer.Sponsors.Tell(new SponsorMessage.TipMoved(_chain.Tip));
        _peer.Coordinator.Tell(new CoordinatorMessage.RoundOpened(_chain.Tip, _chain.TipBlock));
    }

    private void Answer(NodeId peer, ImmutableArray<ChainPoint> after)
    {
        if (_chain.After(after, PeerMessage.ChainSent.BlocksMax) is { } blocks)
        {
            if (!blocks.IsEmpty)
                Reply(peer, new PeerMessage.ChainSent(blocks));
            return;
        }

        var spans = _chain.InJournal(after, PeerMessage.ChainSent.BlocksMax);
        var name = $"reader-{peer.Index}";

        // Whoever names only places of another chain makes this node read for nothing, so it waits for the next answer.
        if (!spans.IsEmpty && !IsWithinLambda(_askedInVainAt, peer) && Context.Child(name).IsNobody())
            Context.ActorOf(BlockReaderActor.Props(_peer, peer, Journal, PersistenceId, spans), name);
    }

    private bool IsWithinLambda(Dictionary<NodeId, TimeSpan> times, NodeId peer) =>
        times.TryGetValue(peer, out var at) && Now - at < _services.SmallLambda;

    private void Reply(NodeId peer, PeerMessage message) =>
        _peer.Gossip.Tell(new GossipMessage.SendTo(peer, message));

    /// <summary>The timer of a missing body has one key.</summary>
    private sealed record FetchTimer
    {
        public static FetchTimer Instance { get; } = new();
    }
}
