using PoR.Core.Agreement;
using PoR.Exploration.Bba;
using PoR.Exploration.Searching;

namespace PoR.Exploration.Tests;

/// <summary>Explores, and fails when the search does not come to its end.</summary>
internal static class Explored
{
    /// <summary>Milliseconds; the longest one takes seconds.</summary>
    public const int LimitMs = 300_000;

    /// <summary>More states than any of these searches has.</summary>
    public const int StatesMax = 100_000;

    public static Exploration<BbaState> Of(BbaSetting setting, Func<CommitteeView, BbaRules>? mutate = null)
    {
        var found = new Explorer<BbaState>(new BbaModel(setting, mutate), StatesMax).Run(
            stop: TestContext.Current.CancellationToken);
        Assert.True(found.IsWhole);
        return found;
    }

    /// <summary>Names of the promises that are broken: findings first, then known limits in brackets.</summary>
    public static string Broken(this Exploration<BbaState> found) => string.Join(' ', found.Findings
        .OrderBy(finding => finding.Promise.IsLimit)
        .Select(finding => finding.Promise.Name.Replace(' ', '-') is var name && finding.Promise.IsLimit
            ? $"[{name}]"
            : name));
}
