using System.Globalization;
using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Runs;

/// <summary>Says which weight is missing in the round that a run could not decide.</summary>
public sealed class OpenRoundWeight
{
    private readonly HashSet<PublicKey> _speakers = [];
    private (Round Round, BlockDigest Parent) _latest;

    /// <summary>Something happened.</summary>
    public void See(Fact fact)
    {
        if (fact is not Fact.BallotSigned { Vote.Ballot: var ballot } || ballot.Round < _latest.Round)
            return;
        if (_latest != (ballot.Round, ballot.Parent))
            _speakers.Clear();
        _latest = (ballot.Round, ballot.Parent);
        _speakers.Add(ballot.Sender);
    }

    /// <summary>One sentence about the round that the foremost node has open; empty before one has started.</summary>
    public string Describe(World world)
    {
        var foremost = Enumerable.Range(0, world.Nodes)
            .Select(node => world.ChainOf(new NodeId(node))?.Tip.View)
            .OfType<CommitteeView>().MaxBy(view => view.Round);
        return foremost is null ? string.Empty : Describe(foremost);
    }

    /// <summary>One sentence about a view.</summary>
    public string Describe(CommitteeView view)
    {
        var banned = view.TotalWeight - view.Members.Sum(member => member.Weight);
        var isEverybodySeated = view.ExpectedSeats(Step.LeaderSelection) == view.TotalWeight;
        var silent = view.Members.Where(member => !_speakers.Contains(member.Key)).Sum(member => member.Weight);
        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"In round {view.Round} a quorum is {view.CertificateThreshold} seats; of the weight {view.TotalWeight}, "
            + $"{banned} is banned since the stake was taken");

        // With sampled committees most of the weight is silent in each step, so silence says nothing.
        return isEverybodySeated && _latest == (view.Round, view.Parent)
            ? string.Create(CultureInfo.InvariantCulture, $"{sentence}, {silent} has said nothing.")
            : $"{sentence}.";
    }
}
