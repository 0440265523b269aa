using System.Collections.Immutable;
using Akka.Actor;
using PoR.Actors.Committees;
using PoR.Actors.Gossiping;
using PoR.Actors.Ledgers;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Chain;
using PoR.Consensus.Agreement;
using PoR.Consensus.Certificates;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Hashing;
using PoR.Core.Rounds;
using PoR.Ledger.Blocks;
using PoR.Wire;

namespace PoR.Actors.Rounds;

/// <summary>All that a coordinator knows of the round that is open, on its branch.</summary>
internal sealed class OpenRound
{
    private readonly PeerActors _peer;
    private readonly NodeServices _services;
    private readonly SortedDictionary<Step, IActorRef> _committees = [];
    private readonly HashSet<Step> _quorums = [];
    private readonly HashSet<Digest> _farChecking = [];
    private readonly FarVotes _far;

    /// <summary>A round that has not started.</summary>
    public OpenRound(PeerActors peer, Branch branch, NodeServices services)
    {
        (_peer, _services) = (peer, services);
        Branch = branch;
        Machine = RoundMachine.For(branch.View);
        Step1 = new LeaderMessages(peer, branch, services);
        Certificates = new HeardCertificates(peer, branch, services);
        _far = new FarVotes(View.Round, View.Parent, View.CertificateThreshold);
    }

    /// <summary>The chain that ends with B^{r−1}.</summary>
    public Branch Branch { get; }

    /// <summary>Who may speak.</summary>
    public CommitteeView View => Branch.View;

    /// <summary>The agreement.</summary>
    public RoundMachine Machine { get; private set; }

    /// <summary>Tickets, proposals and bodies.</summary>
    public LeaderMessages Step1 { get; }

    /// <summary>Certificates of this round that peers have told.</summary>
    public HeardCertificates Certificates { get; }

    private Step LastNear => new(Machine.Step.Number + RoundMachine.StepsAheadMax);

    /// <summary>The committees that hold votes of this round.</summary>
    public IEnumerable<IActorRef> Committees => _committees.Values;

    /// <summary>Tells the machine something.</summary>
    /// <returns>What is to be done.</returns>
    public ImmutableArray<RoundEffect> Apply(RoundEvent input)
    {
        var (next, effects) = Machine.Apply(input);
        Machine = next;
        return effects;
    }

    /// <summary>
    /// Gives a vote to its step's committee, and makes that committee for the first vote of an eligible sender. A vote
    /// of a step far ahead is checked before any committee is made. A vote of a step that no longer matters is counted
    /// as late.
    /// </summary>
    public void Route(IActorContext context, UnverifiedVote vote)
    {
        var step = vote.Ballot.Step;
        VoteFault? fault = step < Step.LeaderSelection || step.Number > BallotForm.StepMax ? VoteFault.BadForm
            : View.Find(vote.Ballot.Sender) is null ? VoteFault.NotEligible
            : null;
        if (fault is { } refusal)
        {
            context.Publish(new Fact.MessageRefused(_peer.Id, new Refusal.OfVote(vote.Ballot, refusal)));
            return;
        }

        if (step > LastNear && _farChecking.Count >= _services.VotesKeptMax && !_farChecking.Contains(vote.Digest))
            _peer.Gossip.Tell(new GossipMessage.NotTaken(new PeerMessage.VoteSent(vote)));
        else if (step > LastNear)
        {
            if (_farChecking.Add(vote.Digest))
                context.Check(_services, vote, View);
        }
        else if (Machine.Counts(step))
            CommitteeOf(context, step).Tell(new CommitteeMessage.VoteReceived(vote));
    }

    /// <summary>A vote of a step far ahead has been checked: perhaps the round goes there.</summary>
    public RoundEvent? OnFarVoteChecked(IActorContext context, VoteChecked check)
    {
        if (!_farChecking.Remove(check.Vote.Digest))
            return null;
        switch (check.Verdict)
        {
            case VoteVerdict.Rejected { Fault: var fault }:
                context.Refuse(
                    _peer, new Refusal.OfVote(check.Vote.Ballot, fault), new PeerMessage.VoteSent(check.Vote));
                return null;
            case VoteVerdict.Accepted { Vote: var vote } when vote.Ballot.Step > LastNear:
                return _far.Add(vote) is { } summary ? new RoundEvent.TallyChanged(summary) : null;
            default:
                Route(context, check.Vote); // The round has come near meanwhile.
                return null;
        }
    }

    /// <summary>
    /// The round has come to another step. Committees whose votes no longer matter are stopped, and votes that were far
    /// ahead but are near now are counted.
    /// </summary>
    public void Forget(IActorContext context)
    {
        foreach (var step in _committees.Keys.Where(step => !Machine.Counts(step)).ToArray())
        {
            context.Stop(_committees[step]);
            _committees.Remove(step);
            _quorums.Remove(step);
        }

        foreach (var vote in _far.TakeUpTo(LastNear))
            Route(context, vote.Message);
    }

    /// <summary>
    /// The actor that counts a step's votes: a child of the coordinator, made when the first vote comes.
    /// </summary>
    public IActorRef CommitteeOf(IActorContext context, Step step)
    {
        if (!_committees.TryGetValue(step, out var committee))
        {
            committee = context.ActorOf(CommitteeActor.Props(_peer, View, step, _services));
            _committees.Add(step, committee);
            _peer.Gossip.Tell(new GossipMessage.CommitteeOpened(View.Parent, step, committee));
        }

        return committee;
    }

    /// <summary>True at the first quorum of a step.</summary>
    public bool IsFirstQuorum(TallySummary summary) =>
        (summary.ValueQuorum is not null || summary.HasEmptyQuorum || summary.HasZeroQuorum || summary.HasOneQuorum)
        && _quorums.Add(summary.Step);

    /// <summary>What the ledger is told when the votes of the ending are here.</summary>
    /// <returns>Null when the round has not ended here.</returns>
    public LedgerMessage.RoundEnded? CertificateOf(ImmutableArray<Vote> votes) => Machine.Ending switch
    {
        RoundEnding.WithBlock { Value: var value, Ticket: var ticket } ending => new LedgerMessage.RoundEnded(
            CertificateBuilder.OfBlock(View, ending.Step, value, ticket.Message, votes),
            Step1.BodyOf(value.Block)),
        RoundEnding.WithEmptyBlock ending => new LedgerMessage.RoundEnded(
            CertificateBuilder.OfEmptyBlock(
                View, ending.Step, BlockExecutor.EmptyBlock(Branch.State).Block.Digest, votes),
            null),
        _ => null,
    };
}
