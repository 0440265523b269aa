using System.Diagnostics;
using Akka.Actor;
using PoR.Actors.Links;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Consensus.EvidenceRules;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Gossiping;

/// <summary>
/// Finds who says two things in one step, each to other peers (D39). Peers tell each other a digest of the votes that
/// they have heard in a step. Whoever has heard other ones answers with a list, and hears from the first peer each vote
/// in which the two differ. So both hold both votes after three ways, and where all have heard the same, which is
/// nearly always, nothing follows the digests.
/// </summary>
/// <param name="peer">Whose gossip this is.</param>
/// <param name="services">What the peer works with.</param>
/// <param name="options">To whom it speaks.</param>
/// <param name="link">The way to them.</param>
internal sealed class VoteComparison(PeerActors peer, NodeServices services, GossipOptions options, IPeerLink link)
{
    /// <summary>
    /// The most that one peer is shown of a round: far more than a third of the members can contradict.
    /// </summary>
    private const int ShownBytesMax = 1024 * 1024;

    /// <summary>How often a peer's digest or list of one step is answered: within the round, and after it.</summary>
    private const int AnswersMax = 2;

    private const int PairsMax = 1_000;

    /// <summary>
    /// The open round and two before it: what is compared λ after a round's end takes three ways, and the next round
    /// may be as short as that.
    /// </summary>
    private const int RoundsKept = 3;

    private readonly Stack<UnverifiedVote?[]> _spare = [];
    private readonly Dictionary<(NodeId Peer, BlockDigest Parent, Step Step, bool IsList), int> _answered = [];
    private readonly Dictionary<(NodeId Peer, BlockDigest Parent), long> _shownBytes = [];
    private readonly HashSet<(PublicKey Accused, Round Round, BlockDigest? On)> _accused = [];
    private readonly LinkedList<HeardVotes> _rounds = []; // The open one first.
    private int _pairs;

    /// <summary>A round begins; the votes of those before it are kept for a while, since some still come.</summary>
    /// <returns>For the votes of the new round.</returns>
    public HeardVotes Open(CommitteeView view)
    {
        _rounds.AddFirst(new HeardVotes(view, services.Checks, _spare));
        if (_rounds.Count > RoundsKept)
        {
            _rounds.Last!.Value.Recycle();
            _rounds.RemoveLast();
        }

        Forget(_answered, key => key.Parent);
        Forget(_shownBytes, key => key.Parent);
        _accused.RemoveWhere(accused => accused.Round + RoundsKept <= view.Round);
        return _rounds.First!.Value;
    }

    /// <summary>The votes of the open round or one of those before; null: of another branch or round.</summary>
    public HeardVotes? Of(BlockDigest parent)
    {
        foreach (var round in _rounds)
        {
            if (round.View.Parent == parent)
                return round;
        }

        return null;
    }

    /// <summary>
    /// A vote that no committee counts, since its round is over or its step is 1, where a proposal is more than a vote.
    /// </summary>
    /// <returns>Whether it was not heard before.</returns>
    public bool Enter(IActorContext context, UnverifiedVote vote)
    {
        if (Of(vote.Ballot.Parent) is not { } heard)
            return false;
        var entry = heard.Enter(vote);
        if (entry == VoteEntry.Another && heard.FirstOf(vote) is { } first && _pairs < PairsMax)
        {
            _pairs++;
            context.Work(
                services,
                WorkPart.Checks,
                () => new ComparisonMessage.PairChecked(
                    services.Checks.Check(first, heard.View), services.Checks.Check(vote, heard.View)),
                services.Costs.Verify);
        }

        return entry is VoteEntry.First or VoteEntry.Another;
    }

    /// <summary>Something has happened that this search goes on with.</summary>
    public void Handle(IActorContext context, ComparisonMessage message)
    {
        switch (message)
        {
            case ComparisonMessage.StepEntered entered:
                OnEntered(entered);
                break;
            case ComparisonMessage.RoundSettled { Parent: var parent }:
                Tell(parent, Step.BlockProposal, new Step(HeardStep.StepMax));
                break;
            case ComparisonMessage.NotCounted { Vote: var vote }:
                Of(vote.Ballot.Parent)?.Drop(vote);
                break;
            case ComparisonMessage.PairChecked pair:
                OnChecked(context, pair);
                break;
            case ComparisonMessage.DifferingChecked differing:
                OnChecked(context, differing);
                break;
            case ComparisonMessage.EvidenceChecked { Evidence: var evidence, Fault: null }:
                Accuse(evidence);
                break;
            case ComparisonMessage.EvidenceChecked { Told: var told, Fault: not null and var fault }:
                // Perhaps it holds on the other peer's branch.
                if (fault is not EvidenceFault.AccusedNotEligible || told is PeerMessage.WrongCredentialSent)
                    context.Self.Tell(new GossipMessage.Forged(told));
                break;
            case ComparisonMessage.Caught { Evidence: var evidence }:
                link.SendAll(options.FloodPeers, EncodedMessage.Of(MessageOf(evidence)));
                break;
            default:
                throw new UnreachableException($"No handler for {message.GetType().Name}.");
        }
    }

    /// <summary>A peer says something in this search.</summary>
    public void Receive(IActorContext context, NodeId from, PeerMessage message)
    {
        switch (message)
        {
            case PeerMessage.VotesHeard heard:
                Answer(from, heard);
                break;
            case PeerMessage.VotesListed listed:
                Show(context, from, listed);
                break;
            case PeerMessage.ContradictionSent { Evidence: var evidence }:
                Check(context, message, evidence, RoundOf(evidence.Round));
                break;
            case PeerMessage.WrongCredentialSent { Evidence: var evidence }:
                Check(context, message, evidence, Of(evidence.Vote.Ballot.Parent)?.View);
                break;
            default:
                throw new UnreachableException($"No handler for {message.GetType().Name}.");
        }
    }

    /// <summary>
    /// Within a round that lasts longer than a good one, which ends in step 5, what was heard in a step is told when
    /// the step after the next begins, so that who misleads this round is caught before the next block is made.
    /// </summary>
    private void OnEntered(ComparisonMessage.StepEntered entered)
    {
        var (parent, step) = entered;
        var first = Step.BlockDecision.Next;
        if (step >= first)
            Tell(parent, step == first ? Step.BlockProposal : step.Previous.Previous, step.Previous.Previous);
    }

    private void Tell(BlockDigest parent, Step from, Step to)
    {
        if (services.ComparesVotes && Of(parent)?.Digests(from, to) is { IsEmpty: false } steps)
            link.SendAll(options.Peers, EncodedMessage.Of(new PeerMessage.VotesHeard(parent, steps)));
    }

    private void Answer(NodeId asker, PeerMessage.VotesHeard told)
    {
        if (Of(told.Parent) is not { } heard)
            return;
        foreach (var (step, digest) in told.Steps)
        {
            if (heard.DigestOf(step) is { } own && own != digest && IsAnswered((asker, told.Parent, step, false)))
                link.Send(asker, EncodedMessage.Of(
                    new PeerMessage.VotesListed(told.Parent, step, heard.ListOf(step))));
        }
    }

    /// <summary>
    /// A peer is shown the votes of members who have told it something else, once they are checked: a forgery that this
    /// peer has passed on would be its own fault.
    /// </summary>
    private void Show(IActorContext context, NodeId asker, PeerMessage.VotesListed listed)
    {
        if (Of(listed.Parent) is not { } heard || !IsAnswered((asker, listed.Parent, listed.Step, true)))
            return;
        var shown = _shownBytes.GetValueOrDefault((asker, listed.Parent));
        var differing = heard.Differing(listed)
            .TakeWhile(vote => (shown += vote.ByteCount) <= ShownBytesMax)
            .ToArray();
        if (differing.Length == 0)
            return;
        _shownBytes[(asker, listed.Parent)] = shown;
        context.Work(
            services,
            WorkPart.Checks,
            () => new ComparisonMessage.DifferingChecked(asker, services.Checks.Check(differing, heard.View)),
            services.Costs.Verify);
    }

    private void OnChecked(IActorContext context, ComparisonMessage.DifferingChecked differing)
    {
        foreach (var check in differing.Checks.Checks)
        {
            if (check.Verdict is VoteVerdict.Accepted)
                link.Send(differing.Peer, EncodedMessage.Of(new PeerMessage.VoteSent(check.Vote)));
            else
                Refuse(context, check);
        }
    }

    private void OnChecked(IActorContext context, ComparisonMessage.PairChecked pair)
    {
        _pairs--;
        Refuse(context, pair.First);
        Refuse(context, pair.Second);
        if (pair is { First.Verdict: VoteVerdict.Accepted, Second.Verdict: VoteVerdict.Accepted }
            && pair.First.Vote.Ballot != pair.Second.Vote.Ballot)
            Accuse(EvidenceBuilder.Contradiction(pair.First.Vote, pair.Second.Vote));
    }

    private void Check(IActorContext context, PeerMessage told, Evidence evidence, CommitteeView? view)
    {
        if (view is null || _accused.Contains(AccusationOf(evidence)))
            return;
        context.Work(
            services,
            WorkPart.Checks,
            () => new ComparisonMessage.EvidenceChecked(
                told, evidence, EvidenceVerifier.Verify(evidence, view, services.Checks)),
            services.Costs.Verify);
    }

    private void Accuse(Evidence evidence)
    {
        if (_accused.Add(AccusationOf(evidence)))
            peer.Mempool.Tell(new MempoolMessage.EvidenceFound(evidence));
    }

    private CommitteeView? RoundOf(Round round) => _rounds.FirstOrDefault(heard => heard.View.Round == round)?.View;

    /// <summary>
    /// What is passed on once: of a member and round one contradiction, which may lie on any branches, and for each
    /// branch that is known here one wrong credential, which proves nothing on another.
    /// </summary>
    private static (PublicKey Accused, Round Round, BlockDigest? On) AccusationOf(Evidence evidence) =>
        (evidence.Accused, evidence.Round, (evidence as Evidence.WrongCredential)?.Vote.Ballot.Parent);

    private static PeerMessage MessageOf(Evidence evidence) => evidence switch
    {
        Evidence.Contradiction e => new PeerMessage.ContradictionSent(e),
        Evidence.WrongCredential e => new PeerMessage.WrongCredentialSent(e),
        _ => throw new UnreachableException($"No message of {evidence.GetType().Name}."),
    };

    private void Refuse(IActorContext context, VoteChecked check)
    {
        if (check.Verdict is VoteVerdict.Rejected { Fault: var fault })
            context.Refuse(peer, new Refusal.OfVote(check.Vote.Ballot, fault), new PeerMessage.VoteSent(check.Vote));
    }

    private bool IsAnswered((NodeId, BlockDigest, Step, bool) question)
    {
        var answers = _answered.GetValueOrDefault(question);
        _answered[question] = Math.Min(answers + 1, AnswersMax);
        return answers < AnswersMax;
    }

    private void Forget<TKey, TValue>(Dictionary<TKey, TValue> byParent, Func<TKey, BlockDigest> parentOf)
        where TKey : notnull
    {
        foreach (var key in byParent.Keys.Where(key => Of(parentOf(key)) is null).ToArray())
            byParent.Remove(key);
    }
}
