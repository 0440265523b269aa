using Akka.Actor;
using PoR.Actors.Gossiping;
using PoR.Actors.Messages;
using PoR.Actors.Participants;
using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Chain;
using PoR.Core.Admission;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Sponsors;

/// <summary>
/// Brings rights of this peer's participants together with accounts that look for a sponsor (D41): by a policy that
/// uses a share of the rights for whoever has waited longest, or when the operator says for whom.
/// </summary>
internal sealed class SponsorsActor : ReceiveActor
{
    private readonly PeerActors _peer;
    private readonly NodeServices _services;
    private readonly AdmissionParameters? _admission;
    private readonly WaitingNewcomers _waiting = new();
    private readonly List<(DrawnRights Drawn, long Seat)> _rights = []; // Unused ones, oldest first.
    private Branch _branch;

    public SponsorsActor(PeerActors peer, NodeServices services)
    {
        (_peer, _services, _admission) = (peer, services, services.Parameters.Admission);
        _branch = services.Chain.Genesis;
        Receive<SponsorMessage.TipMoved>(m => OnTipMoved(m.Branch));
        Receive<SponsorMessage.RightsDrawn>(m =>
        {
            for (var seat = 0L; seat < m.Rights.Count; seat++)
                _rights.Add((m.Rights, seat));
        });
        Receive<PeerMessage.SponsorshipRequested>(OnRequested);
        Receive<RequestChecked>(OnChecked);
        Receive<PeerMessage.SponsorshipOffered>(OnOffered);
        Receive<OfferChecked>(OnChecked);
        Receive<SponsorMessage.Use>(m => Sender.Tell(Use(m.Newcomer)));
        Receive<Status.Failure>(
            f => throw new InvalidOperationException("A sponsorship could not be checked.", f.Cause));
    }

    /// <summary>Nobody holds a right, and nobody waits.</summary>
    public static Props Props(PeerActors peer, NodeServices services) =>
        Akka.Actor.Props.Create(() => new SponsorsActor(peer, services));

    private Round Next => _branch.State.Round.Next;

    private void OnTipMoved(Branch branch)
    {
        _branch = branch;
        if (_admission is null)
            return;
        _waiting.Recheck(branch.State);
        _rights.RemoveAll(right => right.Drawn.Round + _admission.RightRounds < Next);
        foreach (var right in _rights.Where(right => right.Drawn.Round < Next && IsForAnybody(right.Drawn)).ToArray())
        {
            if (_waiting.Next(Next) is not { } request)
                return;
            Sponsor(right, request);
        }
    }

    private bool IsForAnybody(DrawnRights drawn) =>
        (UInt128)drawn.Choice * (uint)_services.SponsorShare.Denominator
            < ((UInt128)(uint)_services.SponsorShare.Numerator << 64);

    private SponsorAnswer Use(PublicKey newcomer)
    {
        if (_admission is null)
            return new SponsorAnswer(null, "Nobody needs a sponsor in this network.");
        if (_waiting.Find(newcomer) is not { } request)
            return new SponsorAnswer(null, $"No account {newcomer} is looking for a sponsor.");
        var usable = _rights.FindIndex(right => right.Drawn.Round < Next);
        if (usable < 0)
            return new SponsorAnswer(
                null, "No participant of this node holds a right to sponsor: sortition gives them, and they lapse "
                + $"after {_admission.RightRounds} rounds.");
        var right = _rights[usable];
        Sponsor(right, request);
        return new SponsorAnswer(
            new SponsorRight(right.Drawn.Holder, right.Drawn.Round, right.Seat),
            $"{right.Drawn.Holder} sponsors {newcomer} by its right of round {right.Drawn.Round}.");
    }

    private void Sponsor((DrawnRights Drawn, long Seat) right, SponsorshipRequest request)
    {
        _rights.Remove(right);
        _waiting.Promise(request.Keys.Account, right.Drawn.Round + _admission!.RightRounds);
        _peer.Participants.Tell(new ToParticipant(
            right.Drawn.Holder,
            new ParticipantMessage.Sponsor(
                new SponsorRight(right.Drawn.Holder, right.Drawn.Round, right.Seat), right.Drawn.Seed, request.Keys)));
    }

    private void OnRequested(PeerMessage.SponsorshipRequested said)
    {
        var request = said.Request;
        if (_admission is null || !_waiting.HasRoomFor(request, _branch.State))
            return;
        Context.Work(
            _services,
            WorkPart.Checks,
            () => new RequestChecked(said, _services.Cryptography.Verify(
                request.Keys.Account,
                SponsorshipRequest.SigningBytes(
                    request.Network, request.Keys, request.Contact, request.LastValidRound),
                request.Signature)),
            _services.Costs.Verify);
    }

    private void OnChecked(RequestChecked check)
    {
        var said = check.Said;
        if (!check.IsSigned)
            _peer.Gossip.Tell(new GossipMessage.Forged(said));
        if (!check.IsSigned || !_waiting.HasRoomFor(said.Request, _branch.State))
            return;
        _waiting.Add(said.Request);
        if (_services.RelaysHopByHop)
            _peer.Gossip.Tell(new GossipMessage.Relay(said));
        Context.Publish(new Fact.SponsorSought(_peer.Id, said.Request));
    }

    private void OnOffered(PeerMessage.SponsorshipOffered said)
    {
        var (newcomer, sponsorship) = said;
        var branch = _branch;
        if (_admission is null || branch.State.FindAccount(newcomer.Account)?.RegisteredRound is not null)
            return;
        Context.Work(
            _services,
            WorkPart.Checks,
            () => new OfferChecked(
                said,
                _services.Cryptography.Verify(
                    sponsorship.Right.Holder,
                    Sponsorship.SigningBytes(
                        branch.State.Genesis.Network, sponsorship.Right, sponsorship.Seed, newcomer),
                    sponsorship.Signature),
                new BranchRules(branch, _services.Checks).Fault(sponsorship, branch.State) is null),
            _services.Costs.Verify);
    }

    private void OnChecked(OfferChecked check)
    {
        var said = check.Said;
        if (!check.IsSigned)
            _peer.Gossip.Tell(new GossipMessage.Forged(said));
        if (!check.IsSigned || !check.IsProven)
            return;
        if (_services.RelaysHopByHop)
            _peer.Gossip.Tell(new GossipMessage.Relay(said));
        _peer.Participants.Tell(new ToParticipant(
            said.Newcomer.Account, new ParticipantMessage.Admitted(said.Sponsorship)));
    }

    private sealed record RequestChecked(PeerMessage.SponsorshipRequested Said, bool IsSigned);

    private sealed record OfferChecked(PeerMessage.SponsorshipOffered Said, bool IsSigned, bool IsProven);
}
