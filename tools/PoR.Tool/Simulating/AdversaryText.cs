using System.Globalization;
using PoR.Configuration.Profiles;
using PoR.Reports.Results;
using PoR.Simulation.Adversaries;

namespace PoR.Tool.Simulating;

/// <summary>What became of adversaries in a run, in words.</summary>
internal static class AdversaryText
{
    /// <summary>
    /// For example <c>split-voter 20% at nodes 16-19: 20.0 % of the eligible weight in round 1, 0.0 % in round 12; 4 of
    /// 4 accounts blacklisted, reputation 10.0 to 11.5</c>.
    /// </summary>
    public static string Of(AdversaryResult adversary)
    {
        var weighed = adversary.Shares.Select((share, place) => (share, round: place + 1))
            .Where(static one => one.share is not null).ToArray();
        return $"{adversary.Label} at nodes {NodeRanges.Of(adversary.Nodes)}: "
            + (weighed.Length == 0
                ? "no round began"
                : $"{Weight(weighed[0])} of the eligible weight in round {weighed[0].round}, "
                    + $"{Weight(weighed[^1])} in round {weighed[^1].round}")
            + $"; {adversary.Blacklisted} of {Count.Of(adversary.Accounts, "account")} blacklisted"
            + (adversary.Joined == 0 ? "" : $", {Count.Of(adversary.Joined, "newcomer")} joined")
            + Of(adversary.Reputation);
    }

    /// <summary>What became of honest accounts beside them.</summary>
    public static string OfHonest(RunResult run) =>
        $"{Count.Of(run.HonestBlacklisted, "account")} blacklisted, {Count.Of(run.HonestWithheld, "review")} withheld"
        + Of(run.HonestReputation);

    /// <summary>Why peers in real time do not start with adversaries, as one sentence; null: there are none.</summary>
    public static string? RefusalInRealTime(SimulationSettings settings) =>
        settings.Run.Adversaries is [var first, ..]
            ? $"{first.Where}running peers have no strategies but honest behaviour; leave the key out, or use por "
                + "simulate."
            : null;

    private static string Of((double Before, double After) reputation) => string.Create(
        CultureInfo.InvariantCulture, $", reputation {reputation.Before:0.0} to {reputation.After:0.0}");

    private static string Weight((double? Share, int Round) one) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * one.Share:0.0} %");
}
