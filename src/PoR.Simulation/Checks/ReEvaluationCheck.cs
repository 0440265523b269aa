using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Consensus.Agreement;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Simulation.Checks;

/// <summary>
/// I3: nobody honest votes for a block in step 3 that its node has not re-evaluated and found good, and a decided
/// block had the votes of enough such seats.
/// </summary>
/// <param name="chain">Whose states say who sits on a committee.</param>
/// <param name="votes">What votes are worth.</param>
/// <param name="needed">How many seats must have re-evaluated a block of a round.</param>
/// <param name="decidable">The rounds that a node may still vote in or decide.</param>
public sealed class ReEvaluationCheck(
    ReplayedChain chain, AuditedVotes votes, Func<CommitteeView, long> needed, DecidableRounds decidable)
    : IInvariantCheck
{
    private readonly RoundMemory<Dictionary<BlockDigest, OnBranch>> _branches = new(decidable);
    private readonly Dictionary<NodeId, Fact.RoundStarted> _open = [];

    /// <inheritdoc/>
    public string Name => "I3";

    /// <inheritdoc/>
    /// <remarks>
    /// The seats that have re-evaluated a block are also those of a hostile node whose honest part has done it.
    /// </remarks>
    public bool SeesHostile(Fact fact) => fact is not Fact.BlockCertified;

    /// <inheritdoc/>
    public int See(Fact fact, Action<long, string> report)
    {
        switch (fact)
        {
            case Fact.RoundStarted started:
                _open[started.Node] = started;
                return 0;
            case Fact.BlockReEvaluated { Verdict: BlockVerdict.Good } good:
                // A result that comes after its round has ended at this node cannot lead to a vote.
                if (_open.TryGetValue(good.Node, out var open) && open.Parent == good.Parent)
                    Of(open.Round, open.Parent)?.Good.Add((good.Node, good.Value.Block));
                return 0;
            case Fact.BallotSigned { Node: var node, Vote: { Ballot: { Step: var step, Value: { } value } } vote }
                when step == Step.BlockVerification:
                SeeVote(node, vote, value, report);
                return 1;
            case Fact.BlockCertified { Block: { IsEmpty: false } block }:
                return SeeDecision(block, report);
            default:
                return 0;
        }
    }

    private void SeeVote(NodeId node, UnverifiedVote vote, BlockValue value, Action<long, string> report)
    {
        if (Of(vote.Ballot.Round, vote.Ballot.Parent) is not { } branch)
            return;
        if (!branch.Good.Contains((node, value.Block)))
        {
            report(
                vote.Ballot.Round.Number,
                $"Participant {vote.Ballot.Sender} voted for block {value.Block}, which {node} has not found good.");
            return;
        }

        if (branch.Decided.Contains(value.Block))
            return;
        if (!branch.Votes.TryGetValue(value.Block, out var known))
            branch.Votes.Add(value.Block, known = []);
        known.Add(vote);
    }

    private int SeeDecision(Block block, Action<long, string> report)
    {
        var (round, parent) = (block.Header.Round, block.Header.Parent);
        if (Of(round, parent) is not { } branch || !branch.Decided.Add(block.Digest)
            || chain.BranchOf(round.Previous, parent) is not { View: var view })
            return 0;
        branch.Votes.Remove(block.Digest, out var known); // A block is judged once: its votes need no room then.
        var seats = (known ?? []).Sum(vote => votes.Of(vote, view).Seats);
        if (needed(view) is var least && seats < least)
            report(
                round.Number,
                $"Block {block.Digest} was decided, but only {seats} seats had re-evaluated it, not {least}.");
        return 1;
    }

    private OnBranch? Of(Round round, BlockDigest parent)
    {
        if (_branches.Of(round) is not { } ofRound)
            return null;
        if (!ofRound.TryGetValue(parent, out var known))
            ofRound.Add(parent, known = new OnBranch());
        return known;
    }

    private sealed class OnBranch
    {
        public HashSet<(NodeId Node, BlockDigest Block)> Good { get; } = [];

        public Dictionary<BlockDigest, List<UnverifiedVote>> Votes { get; } = [];

        public HashSet<BlockDigest> Decided { get; } = [];
    }
}
