using Akka.Actor;
using Akka.Persistence;
using PoR.Actors.Gossiping;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Actors.Rounds;
using PoR.Actors.Services;
using PoR.Actors.Sponsors;
using PoR.Consensus.Agreement;
using PoR.Core;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Ledger.State;
using PoR.Wire;

namespace PoR.Actors.Participants;

/// <summary>
/// One account's part in the protocol: draws its lot in each step, in secret, and speaks when it is selected (PoR
/// §5.2). Its one-time keys prevent it from speaking twice in a step, on any branch.
/// </summary>
/// <remarks>
/// It has one handler for all messages, not one for each kind: a peer hosts thousands of participants, and each would
/// hold 1 KiB of delegates.
/// </remarks>
internal sealed class ParticipantActor : ReceivePersistentActor
{
    /// <summary>Events between two snapshots: about four rounds.</summary>
    private const int SnapshotEvery = 20;

    private readonly PeerActors _peer;
    private readonly ParticipantKeys _keys;
    private readonly NodeServices _services;
    private readonly ReplayedNumbers _replayed = new();
    private readonly List<ParticipantEvent.BallotSigned> _signed = [];
    private Drawn.Proposer? _proposal;
    private Joining? _joining; // While it is not registered.
    private bool _isAway;

    public ParticipantActor(PeerActors peer, ParticipantKeys keys, NodeServices services)
    {
        (_peer, _keys, _services) = (peer, keys, services);
        PersistenceId = ParticipantEvent.IdOf(keys.PublicKey);
        RecoverAny(OnRecovered);
        CommandAny(OnMessage);
    }

    /// <inheritdoc/>
    public override string PersistenceId { get; }

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    /// <summary>A participant that lives on a peer.</summary>
    public static Props Props(PeerActors peer, ParticipantKeys keys, NodeServices services) =>
        Akka.Actor.Props.Create(() => new ParticipantActor(peer, keys, services));

    /// <inheritdoc/>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        OnStorageFailed(cause);
        base.OnPersistFailure(cause, @event, sequenceNr);
    }

    /// <inheritdoc/>
    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        OnStorageFailed(reason);
        base.OnRecoveryFailure(reason, message);
    }

    /// <summary>Where a cluster supervises it, nobody else hears of a broken invariant.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        if (reason.GetBaseException() is InvariantViolationException)
            _peer.Participants.Tell(new ParticipantFailed(reason));
        base.PreRestart(reason, message);
    }

    private void OnStorageFailed(Exception cause) => Context.Publish(new Fact.StorageFailed(_peer.Id, cause.Message));

    private void OnRecovered(object message)
    {
        switch (message)
        {
            case ParticipantEvent.BallotSigned signed:
                _replayed.Next(LastSequenceNr);
                Remember(signed);
                break;
            case ParticipantEvent.KeysMoved moved:
                _replayed.Next(LastSequenceNr);
                _isAway = moved.IsAway;
                break;
            case SnapshotOffer offer:
                Restore((ParticipantState)offer.Snapshot);
                break;
            case RecoveryCompleted:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnMessage(object message)
    {
        switch (message)
        {
            case ParticipantMessage.ProposalStepOpened opened:
                OnProposalStep(opened);
                break;
            case ParticipantMessage.VoteStepOpened opened:
                OnVoteStep(opened);
                break;
            case Drawn.Verifier lot:
                Vote(lot);
                break;
            case Drawn.Proposer lot:
                OnRightsDrawn(lot.Rights);
                OnTicketDrawn(lot);
                break;
            case Drawn.NoSeat lot:
                OnRightsDrawn(lot.Rights);
                break;
            case ParticipantMessage.Sponsor sponsor:
                Sponsor(sponsor);
                break;
            case ParticipantMessage.Admitted admitted:
                OnAdmitted(admitted.Sponsorship);
                break;
            case ParticipantMessage.BodyDue due:
                RequestBody(due);
                break;
            case ParticipantMessage.Wake:
                _peer.Participants.Tell(new ParticipantJoined(_keys.PublicKey));
                break;
            case ParticipantMessage.BlockBuilt built:
                Propose(built.Block);
                break;
            case ParticipantMessage.KeysDue:
                if (KeysExported.Of(_keys) is { } exported)
                    Sender.Tell(exported);
                break;
            case ParticipantMessage.StopSigning:
                Sender.Tell(SigningStopped.Instance);
                break;
            case SaveSnapshotSuccess saved:
                Forget(saved.Metadata.SequenceNr - SnapshotEvery);
                break;
            case SaveSnapshotFailure { Cause: var cause }:
                OnStorageFailed(cause);
                break;
            case DeleteMessagesFailure { Cause: var cause }:
                OnStorageFailed(cause);
                break;
            case DeleteSnapshotsFailure { Cause: var cause }:
                OnStorageFailed(cause);
                break;
            case DeleteMessagesSuccess or DeleteSnapshotsSuccess:
                break;
            case Status.Failure failure:
                throw new InvalidOperationException("A lot could not be drawn.", failure.Cause);
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>
    /// Notes a signature; in recovery this spends its key. Of the ballots only those of the latest round that may be
    /// repeated are kept.
    /// </summary>
    private void Remember(ParticipantEvent.BallotSigned signed)
    {
        var ballot = signed.Vote.Ballot;
        _keys.OneTime.Spend(ballot.Round, ballot.Step);
        if (_signed.Count > 0 && _signed[^1].Vote.Ballot.Round < ballot.Round)
            _signed.Clear();
        _signed.Add(signed);
        _signed.RemoveAll(s => !StepWindow.IsRepeated(s.Vote.Ballot.Step, ballot.Step));
    }

    /// <summary>All slots up to the snapshot's are spent: keys are spent in their order.</summary>
    private void Restore(ParticipantState state)
    {
        _keys.OneTime.Spend(state.Round, state.Step);
        _signed.Clear();
        _signed.AddRange(state.Ballots);
    }

    private void Snapshot()
    {
        if (LastSequenceNr % SnapshotEvery != 0)
            return;
        var latest = _signed[^1].Vote.Ballot;
        SaveSnapshot(new ParticipantState(latest.Round, latest.Step, [.. _signed]));
    }

    /// <summary>No recovery needs the events that the snapshot before the latest one covers.</summary>
    private void Forget(long toSequence)
    {
        if (toSequence <= 0)
            return;
        DeleteMessages(toSequence);
        DeleteSnapshots(new SnapshotSelectionCriteria(toSequence));
    }

    private void OnProposalStep(ParticipantMessage.ProposalStepOpened opened)
    {
        // A lot holds its chain's states. Whoever is seldom selected would keep them long after the round.
        if (_proposal is { Opened.Branch.Tip: var parent } && parent != opened.Branch.Tip)
            _proposal = null;
        Resume(opened.Branch.View);
        if (_joining is not null || opened.Branch.State.FindAccount(_keys.PublicKey) is not { IsGenesis: true })
            Join(opened.Branch.State);
        if (Eligible(opened.Branch.View, Step.BlockProposal) is { } member)
            Context.Work(
                _services, WorkPart.Lots,
                () => Lottery.DrawProposer(_services.Cryptography, _keys.Vrf, member, opened), _services.Costs.Draw);
    }

    private void OnVoteStep(ParticipantMessage.VoteStepOpened opened)
    {
        if (Eligible(opened.View, opened.Step) is { } member)
            Context.Work(
                _services, WorkPart.Lots,
                () => Lottery.DrawVerifier(_services.Cryptography, _keys.Vrf, member, opened), _services.Costs.Draw);
    }

    /// <summary>Who does not stand in genesis asks for a sponsor until it is registered, and says when it is.</summary>
    private void Join(LedgerState state)
    {
        if (state.FindAccount(_keys.PublicKey) is { RegisteredRound: not null, Sponsor: { } sponsor } account)
        {
            if (_joining is not null)
                Context.Publish(new Fact.NewcomerAdmitted(
                    _peer.Id, _keys.PublicKey, sponsor, state.WeighsFrom(account)));
            _joining = null;
            return;
        }

        _joining ??= new Joining(_services.Cryptography, _keys);
        if (!_isAway && _joining.Request(state) is { } request)
            Say(new PeerMessage.SponsorshipRequested(request));
        Register();
    }

    private void OnAdmitted(Sponsorship sponsorship)
    {
        _joining?.Take(sponsorship);
        Register();
    }

    private void Register()
    {
        if (!_isAway && _joining?.Register() is { } registration)
            _peer.Mempool.Tell(new MempoolMessage.Submit(registration));
    }

    private void OnRightsDrawn(DrawnRights? rights)
    {
        if (rights is null)
            return;
        Context.Publish(new Fact.RightsDrawn(_peer.Id, rights));
        _peer.Sponsors.Tell(new SponsorMessage.RightsDrawn(rights));
    }

    private void Sponsor(ParticipantMessage.Sponsor sponsor)
    {
        if (!_isAway)
            Say(new PeerMessage.SponsorshipOffered(
                sponsor.Newcomer,
                Joining.Sponsor(_services.Cryptography, _keys, _services.Genesis.Network, sponsor)));
    }

    private void OnTicketDrawn(Drawn.Proposer lot)
    {
        _proposal = lot;
        Say(new PeerMessage.TicketSent(lot.Ticket));
    }

    /// <summary>
    /// A round opens again after a crash or a switch of branch. The messages that were signed in it are sent again,
    /// byte for byte (D10, D28). The round also gets the proposed block itself: the pool may have lost its
    /// transactions, and may be asked for them before it has checked them again. The round goes on where it was.
    /// </summary>
    private void Resume(CommitteeView view)
    {
        foreach (var signed in _signed)
        {
            var (vote, block) = signed;
            if (vote.Ballot.Round != view.Round || vote.Ballot.Parent != view.Parent)
                continue;
            foreach (var entry in block?.Payset ?? [])
                _peer.Mempool.Tell(new MempoolMessage.TransactionReceived(entry.Transaction));
            if (block is not null)
                _peer.Coordinator.Tell(new CoordinatorMessage.BlockKept(block));
            Say(MessageOf(signed));
        }

        if (_signed.Count > 0 && _signed[^1].Vote.Ballot is var last
            && last.Round == view.Round && last.Parent == view.Parent)
            _peer.Coordinator.Tell(new CoordinatorMessage.StepSigned(last));
    }

    /// <summary>
    /// The account's place in the view. Under another VRF key than this participant's it is none of its: a credential
    /// of its own would be wrong there, and signed it would incriminate the account (D15).
    /// </summary>
    private CommitteeMember? Eligible(CommitteeView view, Step step) =>
        MaySign(view.Round, step) && view.Find(_keys.PublicKey) is { } member && member.VrfKey == _keys.Vrf.PublicKey
            ? member
            : null;

    private bool MaySign(Round round, Step step) =>
        !_isAway && _peer.Signing.MaySign(round) && _keys.OneTime.CanSign(round, step);

    private void Vote(Drawn.Verifier lot)
    {
        var (view, step, value, bit, noConfidence) = lot.Opened;
        var ballot = new Ballot(
            view.Network, view.Round, step, view.Parent, _keys.PublicKey, value, bit, noConfidence, lot.Credential);
        Sign(ballot, lot.Seats);
    }

    private void RequestBody(ParticipantMessage.BodyDue due)
    {
        if (_proposal is not { Opened: var opened } lot
            || opened.Branch.Tip != due.Parent)
            return;
        _peer.Mempool.Tell(new MempoolMessage.BuildBlock(
            opened.Branch, new Proposer(_keys.PublicKey, lot.Ticket.SeedProof), lot.NextSeed));
    }

    private void Propose(Block block)
    {
        if (_proposal is not { Ticket: var ticket, Seats: var seats } || block.Header.Parent != ticket.Parent)
            return;
        var ballot = new Ballot(
            ticket.Network, ticket.Round, Step.BlockProposal, ticket.Parent, _keys.PublicKey,
            new BlockValue(block.Digest, _keys.PublicKey), null, null, ticket.Credential);
        Sign(ballot, seats, block);
    }

    /// <summary>
    /// Signs, which destroys the key, then persists, and sends only stored bytes. If the key is spent already, the
    /// participant stays silent, since it has signed this step on another branch.
    /// </summary>
    private void Sign(Ballot ballot, long seats, Block? proposed = null)
    {
        if (!MaySign(ballot.Round, ballot.Step))
            return;
        var vote = new UnverifiedVote(
            ballot, _keys.OneTime.Sign(ballot.Round, ballot.Step, UnverifiedVote.SigningBytes(ballot)));
        var begun = Now;
        Persist(new ParticipantEvent.BallotSigned(vote, proposed), signed =>
        {
            Remember(signed);
            Context.Publish(new Fact.BallotSigned(_peer.Id, signed.Vote, seats) { Storing = Now - begun });
            Say(MessageOf(signed));
            Snapshot();
        });
    }

    private static PeerMessage MessageOf(ParticipantEvent.BallotSigned signed) => signed.Proposed is null
        ? new PeerMessage.VoteSent(signed.Vote)
        : new PeerMessage.ProposalSent(new Proposal(signed.Vote, CompactBlock.Of(signed.Proposed)));

    private void Say(PeerMessage message) =>
        _peer.Gossip.Tell(new GossipMessage.Publish(message));
}
