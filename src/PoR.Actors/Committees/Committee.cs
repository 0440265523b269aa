using PoR.Actors.Contract;
using PoR.Actors.Messages;
using PoR.Actors.Services;
using PoR.Consensus.Agreement;
using PoR.Consensus.EvidenceRules;
using PoR.Consensus.Votes;
using PoR.Core;
using PoR.Core.Agreement;
using PoR.Core.Hashing;
using PoR.Core.Protocol;

namespace PoR.Actors.Committees;

/// <summary>
/// One step's votes at one node, on one branch: has each verified once, counts seats, sees equivocation, and tells
/// the coordinator when something changed that matters (design §3).
/// </summary>
public sealed class Committee : IActor
{
    /// <summary>
    /// Valid votes of one sender that are looked at. Two prove all that a tally asks; a member can sign what it
    /// said anew without end, and must not fill the place of others.
    /// </summary>
    public const int VotesPerSenderMax = 4;

    private const string VerifyKey = "verify";

    private readonly NodeId _node;
    private readonly NodeServices _services;
    private readonly HashSet<Digest> _known = [];
    private readonly Dictionary<PublicKey, int> _acceptedOf = [];
    private StepTally? _tally;
    private CommitteeView? _view;
    private BlockValue? _distrusted;
    private int _reported;

    /// <summary>An empty count.</summary>
    public Committee(NodeId node, NodeServices services)
    {
        _node = node;
        _services = services;
    }

    /// <inheritdoc/>
    public void OnStart(IContext context)
    {
    }

    /// <inheritdoc/>
    public void OnMessage(IContext context, IMessage message)
    {
        switch (message)
        {
            case CommitteeMessage.VoteReceived { Vote: var vote, View: var view }:
                Receive(context, vote, view);
                break;
            case JobDone { Result: VoteChecked check }:
                OnChecked(context, check);
                break;
            case JobDone { Error: { } error }:
                throw new InvalidOperationException($"A vote could not be checked: {error}");
            case CommitteeMessage.CertificateRequested { Value: var value }:
                SendCertificateVotes(context, value);
                break;
            case CommitteeMessage.Close:
                context.Stop();
                break;
            default:
                context.Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    public void OnStop(IContext context, StopReason why)
    {
    }

    private void Receive(IContext context, UnverifiedVote vote, CommitteeView view)
    {
        _view ??= view;
        _tally ??= StepTally.For(view, vote.Ballot.Step);
        if (_acceptedOf.GetValueOrDefault(vote.Ballot.Sender) >= VotesPerSenderMax)
            return;
        if (_known.Count < _services.VotesKeptMax && _known.Add(vote.Digest))
            context.Offload(new VerifyVoteJob(_services, vote, _view), VerifyKey);
    }

    /// <summary>A refused vote is forgotten: what others forge must not use up the room of what is real.</summary>
    private void OnChecked(IContext context, VoteChecked check)
    {
        switch (check.Verdict)
        {
            case VoteVerdict.Accepted { Vote: var vote }:
                var accepted = _acceptedOf[vote.Ballot.Sender] = _acceptedOf.GetValueOrDefault(vote.Ballot.Sender) + 1;
                if (accepted <= VotesPerSenderMax)
                    Count(context, vote);
                else
                    _known.Remove(check.Vote.Digest); // Several were on their way at once.
                break;
            case VoteVerdict.Rejected { Fault: var fault }:
                _known.Remove(check.Vote.Digest);
                context.Publish(Addresses.Facts, new Fact.MessageRefused(_node, "vote", fault.ToString()));
                break;
        }
    }

    private void Count(IContext context, Vote vote)
    {
        var before = (_tally!.SeatsHeard, _tally.Contradictions.Count);
        var changed = _tally.Add(vote);
        if (before == (_tally.SeatsHeard, _tally.Contradictions.Count))
        {
            // A member may sign as many votes as it likes: what the count ignores neither takes room nor travels on.
            _known.Remove(vote.Message.Digest);
            return;
        }

        if (_services.RelaysHopByHop)
            context.Send(
                Addresses.Gossip(_node), new GossipMessage.Relay(new PeerMessage.VoteSent(vote.Message)));
        if (changed is not { } summary)
            return;
        context.Send(Addresses.Coordinator(_node), new CoordinatorMessage.TallyChanged(summary));
        foreach (var contradiction in _tally.Contradictions.Skip(_reported))
            Accuse(
                context, EvidenceBuilder.Contradiction(contradiction.First.Message, contradiction.Second.Message));
        _reported = _tally.Contradictions.Count;
        if (summary.NoConfidenceQuorum is { } value && !value.Equals(_distrusted))
        {
            _distrusted = value;
            if (EvidenceBuilder.NoConfidence(_view!, value, _tally.VotesForNoConfidence(value)) is { } evidence)
                Accuse(context, evidence);
        }
    }

    private void Accuse(IContext context, Evidence evidence) =>
        context.Send(Addresses.Mempool(_node), new MempoolMessage.EvidenceFound(evidence));

    private void SendCertificateVotes(IContext context, BlockValue? value)
    {
        InvariantViolationException.Require(_tally is not null, "Votes are asked of the step that ended the round.");
        var votes = value is null ? _tally!.VotesForEmptyBlock() : _tally!.VotesForBlock(value);
        context.Send(
            Addresses.Coordinator(_node), new CoordinatorMessage.CertificateVotes(_view!.Parent, votes));
    }
}
