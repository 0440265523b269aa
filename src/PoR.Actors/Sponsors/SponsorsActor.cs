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
    private readonly Dictionary<SponsorRight, HeldRight> _rights = []; // Of participants here, until they lapse.
    private readonly HashSet<SponsorRight> _offered = []; // By anybody, passed on once.
    private Branch _branch;

    public SponsorsActor(PeerActors peer, NodeServices services)
    {
        (_peer, _services, _admission) = (peer, services, services.Parameters.Admission);
        _branch = services.Chain.Genesis;
        Receive<SponsorMessage.TipMoved>(m => OnTipMoved(m.Branch));
        Receive<SponsorMessage.RightsDrawn>(m => OnDrawn(m.Rights));
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

    /// <summary>
    /// Drops what has lapsed, is used, or was drawn on a branch that this node has left. A word for a newcomer that is
    /// not registered yet is said again: its node may not have had the right's round when it heard it.
    /// </summary>
    private void OnTipMoved(Branch branch)
    {
        _branch = branch;
        if (_admission is null)
            return;
        _waiting.Recheck(branch.State);
        _offered.RemoveWhere(HasLapsed);
        foreach (var (right, held) in _rights.ToArray())
        {
            if (HasLapsed(right) || branch.State.IsUsed(right)
                || (right.Round < Next && branch.ViewForRights(right.Round, held.Seed) is null))
                _rights.Remove(right);
            else if (held.For is { } newcomer)
                Say(right, held.Seed, newcomer);
        }

        foreach (var (right, held) in _rights.Where(r => IsUsable(r.Key, r.Value)).OrderBy(r => r.Key).ToArray())
        {
            if (!IsForAnybody(held))
                continue;
            if (_waiting.Next(Next) is not { } request)
                return;
            Sponsor(right, held, request);
        }
    }

    private void OnDrawn(DrawnRights drawn)
    {
        for (var seat = 0L; seat < drawn.Count; seat++)
            _rights.TryAdd(
                new SponsorRight(drawn.Holder, drawn.Round, seat), new HeldRight(drawn.Seed, drawn.Choice, null));
    }

    private bool HasLapsed(SponsorRight right) => right.Round + _admission!.RightRounds < Next;

    private bool IsUsable(SponsorRight right, HeldRight held) => right.Round < Next && held.For is null;

    private bool IsForAnybody(HeldRight held) =>
        (UInt128)held.Choice * (uint)_services.SponsorShare.Denominator
            < ((UInt128)(uint)_services.SponsorShare.Numerator << 64);

    private SponsorAnswer Use(PublicKey newcomer)
    {
        if (_admission is null)
            return new SponsorAnswer(null, "Nobody needs a sponsor in this network.");
        if (_waiting.Find(newcomer, Next, out var isPromised) is not { } request)
            return new SponsorAnswer(null, isPromised
                ? $"A right is on its way to {newcomer} already."
                : $"No account {newcomer} is looking for a sponsor.");
        if (_rights.Where(r => IsUsable(r.Key, r.Value)).OrderBy(r => r.Key).FirstOrDefault() is not
            { Value: { } held, Key: var right })
            return new SponsorAnswer(
                null, "No participant of this node holds a right to sponsor: sortition gives them, and they lapse "
                + $"after {_admission.RightRounds} rounds.");
        Sponsor(right, held, request);
        return new SponsorAnswer(right, $"{right.Holder} sponsors {newcomer} by its right of round {right.Round}.");
    }

    private void Sponsor(SponsorRight right, HeldRight held, SponsorshipRequest request)
    {
        _rights[right] = held with { For = request.Keys };
        _waiting.Promise(request.Keys.Account, right.Round + _admission!.RightRounds);
        Say(right, held.Seed, request.Keys);
    }

    private void Say(SponsorRight right, Seed seed, NewcomerKeys newcomer) => _peer.Participants.Tell(
        new ToParticipant(right.Holder, new ParticipantMessage.Sponsor(right, seed, newcomer)));

    private void OnRequested(PeerMessage.SponsorshipRequested said)
    {
        var request = said.Request;
        if (_admission is null || !_waiting.Takes(request, _branch.State))
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
        if (!check.IsSigned || !_waiting.Takes(said.Request, _branch.State))
            return;
        _waiting.Add(said.Request, _branch.State);
        if (_services.RelaysHopByHop)
            _peer.Gossip.Tell(new GossipMessage.Relay(said));
        Context.Publish(new Fact.SponsorSought(_peer.Id, said.Request));
    }

    private void OnOffered(PeerMessage.SponsorshipOffered said)
    {
        var (newcomer, sponsorship) = said;
        var branch = _branch;
        if (_admission is null || HasLapsed(sponsorship.Right) || branch.State.IsUsed(sponsorship.Right)
            || _offered.Contains(sponsorship.Right)
            || branch.State.FindAccount(newcomer.Account)?.RegisteredRound is not null)
            return;
        Context.Work(
            _services,
            WorkPart.Checks,
            () =>
            {
                var message = Sponsorship.SigningBytes(
                    branch.State.Genesis.Network, sponsorship.Right, sponsorship.Seed, newcomer);
                var isSigned = _services.Cryptography.Verify(
                    sponsorship.Right.Holder, message, sponsorship.Signature);
                return new OfferChecked(
                    said,
                    isSigned,
                    isSigned && new BranchRules(branch, _services.Checks).Fault(sponsorship, branch.State) is null);
            },
            _services.Costs.Verify);
    }

    private void OnChecked(OfferChecked check)
    {
        var said = check.Said;
        var right = said.Sponsorship.Right;
        if (!check.IsSigned)
            _peer.Gossip.Tell(new GossipMessage.Forged(said));
        if (!check.IsProven || !_offered.Add(right))
            return;
        _waiting.Promise(said.Newcomer.Account, right.Round + _admission!.RightRounds);
        if (_services.RelaysHopByHop)
            _peer.Gossip.Tell(new GossipMessage.Relay(said));
        _peer.Participants.Tell(new ToParticipant(
            said.Newcomer.Account, new ParticipantMessage.Admitted(said.Sponsorship)));
    }

    /// <summary>A right of a participant of this node.</summary>
    /// <param name="Seed">Q^{r−1}, with which it was drawn.</param>
    /// <param name="Choice">From the lot.</param>
    /// <param name="For">Whom it admits; null: nobody yet.</param>
    private sealed record HeldRight(Seed Seed, ulong Choice, NewcomerKeys? For);

    private sealed record RequestChecked(PeerMessage.SponsorshipRequested Said, bool IsSigned);

    private sealed record OfferChecked(PeerMessage.SponsorshipOffered Said, bool IsSigned, bool IsProven);
}
