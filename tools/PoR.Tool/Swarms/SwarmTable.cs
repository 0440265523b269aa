using System.Collections.Immutable;
using System.Globalization;
using PoR.Configuration.Profiles;
using PoR.Reports.Results;
using PoR.Simulation.Swarms;

namespace PoR.Tool.Swarms;

/// <summary>What came of a swarm, for people.</summary>
internal static class SwarmTable
{
    /// <summary>Writes it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="runs">At least one, by ascending seed.</param>
    /// <returns>Whether nothing was violated, and recoveries keep within the bound.</returns>
    public static bool Write(TextWriter output, ImmutableArray<SwarmRun> runs)
    {
        var draws = runs.Select(static run => SwarmDice.Draw(run.Seed)).ToImmutableArray();
        var (rounds, hours) = (runs.Sum(static r => (long)r.Rounds), runs.Sum(static r => r.VirtualSeconds) / 3600);
        output.Write(Said(
            $"swarm       {Count.Of(runs.Length, "seed")}, {runs[0].Seed} to {runs[^1].Seed}; ")
            + Said($"{Count.Of(rounds, "round")}, {hours:0.0} h of virtual time\n"));
        var direct = draws.Count(static draw => draw.GossipDegree is null);
        output.Write(Said(
            $"networks    {draws.Min(static draw => draw.Nodes)} to {draws.Max(static draw => draw.Nodes)} nodes; ")
            + Said($"{direct:N0} direct, {draws.Length - direct:N0} gossip\n"));
        foreach (var kind in SwarmDice.Kinds)
        {
            var (faults, seeds) = (
                draws.Sum(draw => draw.Faults.Count(fault => fault.Kind == kind)),
                draws.Count(draw => draw.Faults.Any(fault => fault.Kind == kind)));
            output.Write(Said(
                $"{(kind == SwarmDice.Kinds[0] ? "faults" : ""),-11} {kind,-9} {faults,7:N0} in {seeds:N0} seeds\n"));
        }

        foreach (var (i, strategy) in draws.Select(static draw => draw.Adversary?.Split(' ')[0]).OfType<string>()
                     .CountBy(static name => name).OrderBy(static one => one.Key, StringComparer.Ordinal).Index())
            output.Write(Said(
                $"{(i == 0 ? "adversaries" : ""),-11} {strategy.Key,-17} in {Count.Of(strategy.Value, "seed")}\n"));
        if (runs.Count(static run => run.Outgrown is not null) is > 0 and var outgrown)
            output.Write(Said(
                $"            in {Count.Of(outgrown, "seed")} it outgrew what a quorum can spare: I9 was not asked\n"));
        output.Write(Said(
            $"forks       {runs.Sum(static r => r.Forks):N0} with the empty block, while messages were late, in ")
            + Said($"{Count.Of(runs.Count(static r => r.Forks > 0), "seed")}\n"));
        var violated = runs.Where(static run => run.Violation is not null).ToImmutableArray();
        output.Write(Said(
            $"invariants  {runs.Sum(static r => r.Checks):N0} checks; {violated.Length:N0} of ")
            + Said($"{Count.Of(runs.Length, "seed")} violated one\n"));
        foreach (var seeds in violated.GroupBy(static run => run.Violation!.Invariant, StringComparer.Ordinal))
            output.Write(Said(
                $"            {seeds.Key}: seed {string.Join(", ", seeds.Select(static run => run.Seed))}\n"));
        return Recovery(output, runs) && violated.IsEmpty;
    }

    /// <summary>From the end of the faults to the first block: the mean within H, 99 % within 3 H.</summary>
    private static bool Recovery(TextWriter output, ImmutableArray<SwarmRun> runs)
    {
        var sorted = runs.Select(static run => run.RecoverySeconds).OfType<double>().Order().ToImmutableArray();
        if (sorted.IsEmpty)
            return true;
        var protocol = ProfileLoader.Load(SwarmDraw.Profile).Settings!.Protocol;
        var bound = ((20.0 * protocol.SmallLambdaMs) + protocol.BigLambdaMs + protocol.LeaderEvaluationMs) / 1000;
        var (mean, late) = (sorted.Average(), NearestRank.Of(sorted, 99));
        var isHeld = mean <= bound && late <= 3 * bound;
        output.Write(Said(
            $"recovery    {(isHeld ? "held" : "NOT HELD")}: mean {mean:0.0} s, 99 % within {late:0.0} s, ")
            + Said($"all within {sorted[^1]:0.0} s; H = {bound:0.0} s\n"));
        return isHeld;
    }

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
