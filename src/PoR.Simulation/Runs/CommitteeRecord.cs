using System.Collections.Immutable;
using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Reports.Results;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Runs;

/// <summary>Who spoke in which round, and which seats weights promised (PoR §5.2: sortition).</summary>
/// <remarks>
/// Its size does not grow with the run: where the columns are used up, two of them become one, so that each stands for
/// twice as many rounds.
/// </remarks>
internal sealed class CommitteeRecord
{
    /// <summary>The most columns.</summary>
    internal const int ColumnsMax = 512;

    private readonly World _world;
    private readonly long _roundsMax;
    private readonly Dictionary<PublicKey, int> _numbers;
    private readonly OpenRound[] _open; // Of each node.
    private readonly List<ushort[]> _columns = []; // Steps of each participant.
    private readonly long[] _seats;
    private readonly double[] _expected;
    private readonly double[] _variance;
    private int _roundsPerColumn = 1;
    private long _rounds;

    /// <summary>A record of nothing.</summary>
    /// <param name="world">The network.</param>
    /// <param name="roundsMax">Later rounds are none of the run's.</param>
    public CommitteeRecord(World world, long roundsMax)
    {
        (_world, _roundsMax) = (world, roundsMax);
        var population = world.Population;
        var count = population.Keys.Length;
        _numbers = Enumerable.Range(0, count).ToDictionary(number => population.Keys[number].PublicKey);
        _open = new OpenRound[world.Nodes];
        (_seats, _expected, _variance) = (new long[count], new double[count], new double[count]);
    }

    /// <summary>Something happened.</summary>
    public void See(Fact fact)
    {
        switch (fact)
        {
            case Fact.RoundStarted { Node: var node, Round: var round, Parent: var parent }:
                _open[node.Index] = new OpenRound(
                    round, Step.LeaderSelection, _world.ChainOf(node)?.BranchOf(parent)?.View);
                break;
            case Fact.StepEntered { Node: var node, Round: var round, Step: var step }
                when round.Number <= _roundsMax && _open[node.Index] is { View: { } view } open && open.Round == round:
                // Its participants have been asked for the step before, unless the node went further to reach others.
                if (step == open.Step.Next)
                    Expect(_world.Population.LivingOn(node), view, open.Step);
                _open[node.Index] = open with { Step = step };
                break;
            case Fact.BallotSigned { Vote.Ballot: { Round.Number: var round } ballot, Seats: var seats }
                when round <= _roundsMax && _numbers.TryGetValue(ballot.Sender, out var speaker):
                ref var steps = ref ColumnOf(round)[speaker];
                steps = (ushort)Math.Min(steps + 1, ushort.MaxValue);
                if (ballot.Step > Step.BlockProposal)
                    _seats[speaker] += seats;
                break;
        }
    }

    /// <summary>The record as a report shows it.</summary>
    /// <param name="reputationOf">At the end; 0 for who has no account.</param>
    /// <param name="rounds">Of the chain.</param>
    public CommitteeResult ToResult(Func<PublicKey, long> reputationOf, ImmutableArray<RoundResult> rounds)
    {
        var led = rounds.ToLookup(static round => round.Leader, static round => round.Round);
        var keys = _world.Population.Keys;
        return new CommitteeResult(
            _rounds,
            _roundsPerColumn,
            [
                .. Enumerable.Range(0, keys.Length)
                    .Select(number => new ParticipantSeats(
                        keys[number].PublicKey.ToString(),
                        _world.Population.Nodes[number].Index,
                        reputationOf(keys[number].PublicKey),
                        _seats[number],
                        _expected[number],
                        _variance[number],
                        [.. _columns.Select(column => column[number])],
                        [.. led[keys[number].PublicKey.ToString()]]))
                    .OrderByDescending(static one => one.Reputation),
            ]);
    }

    /// <summary>A member of weight w wins binomially many seats: w draws, each with τ/W.</summary>
    private void Expect(IEnumerable<int> participants, CommitteeView view, Step step)
    {
        var chance = view.TotalWeight == 0 ? 0 : (double)view.ExpectedSeats(step) / view.TotalWeight;
        foreach (var number in participants)
        {
            if (view.Find(_world.Population.Keys[number].PublicKey) is not { Weight: var weight })
                continue;
            _expected[number] += weight * chance;
            _variance[number] += weight * chance * (1 - chance);
        }
    }

    private ushort[] ColumnOf(long round)
    {
        _rounds = Math.Max(_rounds, round);
        while ((round - 1) / _roundsPerColumn >= ColumnsMax)
            Halve();
        var place = (int)((round - 1) / _roundsPerColumn);
        while (_columns.Count <= place)
            _columns.Add(new ushort[_seats.Length]);
        return _columns[place];
    }

    private void Halve()
    {
        for (var place = 0; place < _columns.Count; place += 2)
        {
            var joined = _columns[place];
            for (var number = 0; place + 1 < _columns.Count && number < joined.Length; number++)
                joined[number] = (ushort)Math.Min(joined[number] + _columns[place + 1][number], ushort.MaxValue);
            _columns[place / 2] = joined;
        }

        _columns.RemoveRange((_columns.Count + 1) / 2, _columns.Count / 2);
        _roundsPerColumn *= 2;
    }

    /// <summary>Where a node is; its view is null where it has gone.</summary>
    private readonly record struct OpenRound(Round Round, Step Step, CommitteeView? View);
}
