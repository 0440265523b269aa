using Akka.Actor;
using PoR.Actors.Gossiping;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Actors.Rounds;
using PoR.Actors.Services;
using PoR.Consensus.Agreement;
using PoR.Consensus.EvidenceRules;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Hashing;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Committees;

/// <summary>
/// One step's votes at one peer, on one branch: takes them checked from the peer's door, counts seats, sees
/// equivocation, and tells the coordinator, whose child it is, when something changed that matters.
/// </summary>
internal sealed class CommitteeActor : ReceiveActor
{
    /// <summary>
    /// The most valid votes of one sender that are looked at. Two prove an equivocation, which is all that a tally
    /// asks. A member can sign new votes without limit, so without this bound one member could fill the queue for all.
    /// </summary>
    public const int VotesPerSenderMax = 4;

    private readonly PeerActors _peer;
    private readonly NodeServices _services;
    private readonly CommitteeView _view;
    private readonly StepTally _tally;
    private readonly Step _step;
    private readonly HashSet<Digest> _underWay = [];
    private readonly Dictionary<int, int> _furtherOf = []; // By member: how many after its first.
    private BlockValue? _distrusted;
    private int _reported;

    public CommitteeActor(PeerActors peer, CommitteeView view, Step step, NodeServices services)
    {
        (_peer, _view, _step, _services) = (peer, view, step, services);
        _tally = StepTally.For(view, step);
        Receive<CommitteeMessage.VoteReceived>(m => Verify(m.Vote));
        Receive<VoteChecked>(check =>
        {
            _underWay.Remove(check.Vote.Digest);
            OnChecked(check);
        });
        Receive<CommitteeMessage.CertificateRequested>(m => SendCertificateVotes(m.Value));
        Receive<Status.Failure>(
            f => throw new InvalidOperationException("A vote could not be checked.", f.Cause));
    }

    /// <summary>A count without votes.</summary>
    /// <param name="peer">Of which peer.</param>
    /// <param name="view">Who may speak, on which branch.</param>
    /// <param name="step">s.</param>
    /// <param name="services">What the peer works with.</param>
    public static Props Props(PeerActors peer, CommitteeView view, Step step, NodeServices services) =>
        Akka.Actor.Props.Create(() => new CommitteeActor(peer, view, step, services));

    /// <summary>
    /// Nearly all messages are checked votes, so they are handled before Akka's list of handlers, which would cost as
    /// much as counting one.
    /// </summary>
    protected override bool AroundReceive(Receive receive, object message)
    {
        if (message is not VotesChecked checks)
            return base.AroundReceive(receive, message);
        OnChecked(checks);
        return true;
    }

    /// <summary>A vote that arrives before the peer's door knows this committee comes here without a check.</summary>
    private void Verify(UnverifiedVote vote)
    {
        if (_services.Checks.MemberOf(vote, _view) is not (>= 0 and var member)
            || AcceptedOf(member) >= VotesPerSenderMax)
            return;
        if (_underWay.Count < _services.VotesKeptMax && _underWay.Add(vote.Digest))
            Context.Check(_services, vote, _view);
    }

    private void OnChecked(VotesChecked checks)
    {
        foreach (var check in checks.Checks)
            OnChecked(check);
    }

    private void OnChecked(VoteChecked check)
    {
        switch (check.Verdict)
        {
            case VoteVerdict.Accepted { Vote: var vote }:
                if (!_tally.Holds(vote) && Accept(vote.Member))
                {
                    _services.Arrivals.OnVote();
                    Count(vote);
                }

                break;
            case VoteVerdict.Rejected { Fault: var fault }:
                Context.Refuse(
                    _peer, new Refusal.OfVote(check.Vote.Ballot, fault), new PeerMessage.VoteSent(check.Vote));
                break;
        }
    }

    /// <summary>
    /// Whether one more vote of a member is looked at. When it is the last one, the peer's door is told, so that it
    /// stops sending them.
    /// </summary>
    private bool Accept(int member)
    {
        var accepted = AcceptedOf(member);
        if (accepted >= VotesPerSenderMax)
            return false;
        if (accepted > 0)
            _furtherOf[member] = accepted;
        if (accepted + 1 == VotesPerSenderMax)
            _peer.Gossip.Tell(new GossipMessage.MemberClosed(_view.Parent, _step, member));
        return true;
    }

    private int AcceptedOf(int member) =>
        _tally.HasSpoken(member) ? 1 + _furtherOf.GetValueOrDefault(member) : 0;

    private void Count(Vote vote)
    {
        var before = (_tally.SeatsHeard, _tally.Contradictions.Count);
        var changed = _tally.Add(vote);

        // A member can sign any number of votes, so a vote that the count ignores is not passed on to other peers.
        if (before == (_tally.SeatsHeard, _tally.Contradictions.Count))
            return;
        if (_services.RelaysHopByHop)
            _peer.Gossip.Tell(new GossipMessage.Relay(new PeerMessage.VoteSent(vote.Message)));
        if (changed is not { } summary)
            return;
        Context.Parent.Tell(new CoordinatorMessage.TallyChanged(summary));
        foreach (var contradiction in _tally.Contradictions.Skip(_reported))
            Accuse(
                EvidenceBuilder.Contradiction(contradiction.First.Message, contradiction.Second.Message));
        _reported = _tally.Contradictions.Count;
        if (summary.NoConfidenceQuorum is { } value && !value.Equals(_distrusted))
        {
            _distrusted = value;
            if (EvidenceBuilder.NoConfidence(_view, value, _tally.VotesForNoConfidence(value)) is { } evidence)
                Accuse(evidence);
        }
    }

    private void Accuse(Evidence evidence) =>
        _peer.Mempool.Tell(new MempoolMessage.EvidenceFound(evidence));

    private void SendCertificateVotes(BlockValue? value)
    {
        var votes = value is null ? _tally.VotesForEmptyBlock() : _tally.VotesForBlock(value);
        Context.Parent.Tell(new CoordinatorMessage.CertificateVotes(_view.Parent, votes));
    }
}
