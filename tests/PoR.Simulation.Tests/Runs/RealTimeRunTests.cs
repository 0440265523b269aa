using System.Collections.Immutable;
using PoR.Actors.Messages;
using PoR.Core.Canonical;
using PoR.Core.Rounds;
using PoR.Reports.Results;
using PoR.Simulation.Runs;

namespace PoR.Simulation.Tests.Runs;

/// <summary>What peers record of a run gives the rounds that an observer of all of them sees.</summary>
public sealed class RealTimeRunTests
{
    [Theory(DisplayName = "A run put together from what its peers recorded has the rounds of the run itself")]
    [InlineData(null)]
    [InlineData("halves@10s+20s")]
    public void Recorded_rounds_are_those_of_the_run(string? cut)
    {
        var settings = Lab.Unit(rounds: 8, seed: 1);
        var (whole, lives) = Run(cut is null ? settings : settings.WithFaults(cut));
        var recorded = RealTimeRun.Of(whole.Genesis, lives);

        var result = recorded.Result("a test", "none", [], out var fault);

        Assert.Null(fault);
        // The run ends when all have decided its last round; some have gone on by then.
        RoundResult[] rounds = [.. result!.Rounds.Take(8)];
        Assert.Equal(8, rounds.Length);
        foreach (var (seen, known) in rounds.Zip(whole.Result.Rounds))
        {
            Assert.Equal(
                (known.Round, known.Block, known.Reviews, known.Congruent, known.Step, known.Ballots),
                (seen.Round, seen.Block, seen.Reviews, seen.Congruent, seen.Step, seen.Ballots));
            Assert.Equal(known.TotalWeight, seen.TotalWeight);
            Assert.Equal(known.LatencySeconds!.Value, seen.LatencySeconds!.Value, tolerance: 0.002);
            Assert.Equal(known.Steps.Select(step => step.Step), seen.Steps.Select(step => step.Step));
            Assert.Equal<long>(known.ReputationQuantiles, seen.ReputationQuantiles);
        }

        Assert.Equal(8 * lives.Length, recorded.PeerRounds.Count(round => round.Round.Number <= 8));
    }

    [Fact(DisplayName = "A round that a peer did not end in the life in which it started it has no latency there")]
    public void A_broken_round_has_no_latency()
    {
        var (whole, lives) = Run(Lab.Unit(rounds: 3, seed: 1));
        var facts = lives[0].Facts;
        var second = facts.TakeWhile(fact => fact.Round.Number < 2 || fact.Kind != RecordedKind.StepEntered).Count();

        var recorded = RealTimeRun.Of(
            whole.Genesis,
            [new RecordedLife(0, facts[..second]), new RecordedLife(0, facts[second..]), .. lives[1..]]);

        Assert.DoesNotContain(recorded.PeerRounds, round => round.Node == 0 && round.Round.Number == 2);
        Assert.Contains(recorded.PeerRounds, round => round.Node == 1 && round.Round.Number == 2);
    }

    [Fact(DisplayName = "A chain with a missing block is refused")]
    public void A_missing_block_is_refused()
    {
        var (whole, lives) = Run(Lab.Unit(rounds: 3, seed: 1));
        var without = lives.Select(life => new RecordedLife(
            life.Node, [.. life.Facts.Where(fact => fact.Block is null || fact.Round.Number != 2)]));

        Assert.Null(RealTimeRun.Of(whole.Genesis, [.. without]).Result("a test", "none", [], out var fault));
        Assert.StartsWith("round 1: ", fault, StringComparison.Ordinal);
    }

    private static (RunOutcome Whole, RecordedLife[] Lives) Run(Configuration.Profiles.SimulationSettings settings)
    {
        var facts = new SortedDictionary<int, ImmutableArray<RecordedFact>.Builder>();
        var run = new SimulationRun(settings, Lab.NetworkOf(settings), threads: 1, "a test")
        {
            Observer = (now, fact) =>
            {
                var at = new Timestamp((long)now.TotalMilliseconds);
                if (RecordedFact.Of(at, fact) is not { } record || NodeOf(fact) is not { } node)
                    return;
                if (!facts.TryGetValue(node, out var own))
                    facts.Add(node, own = ImmutableArray.CreateBuilder<RecordedFact>());
                own.Add(CanonicalBytes.Decode<RecordedFact>(CanonicalBytes.Of(record), out _)!);
            },
        };
        var whole = run.Execute(
            _ => DraftSource.Generated((ulong)settings.Run.Seed), progress: null,
            TestContext.Current.CancellationToken);
        return (whole, [.. facts.Select(node => new RecordedLife(node.Key, node.Value.ToImmutable()))]);
    }

    private static int? NodeOf(Fact fact) => fact switch
    {
        Fact.RoundStarted f => f.Node.Index,
        Fact.StepEntered f => f.Node.Index,
        Fact.QuorumSeen f => f.Node.Index,
        Fact.BallotSigned f => f.Node.Index,
        Fact.RoundDecided f => f.Node.Index,
        Fact.BlockCertified f => f.Node.Index,
        _ => null,
    };
}
