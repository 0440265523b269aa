using System.Globalization;
using PoR.Exploration.Bba;

namespace PoR.Tool.Exploring;

/// <summary>The result of explorations, for people.</summary>
internal sealed class ExplorePage(TextWriter output)
{
    private readonly List<(ExploreRow Row, BbaFinding Finding)> _findings = [];
    private readonly List<(ExploreRow Row, BbaFinding Limit)> _limits = [];
    private readonly List<ExploreRow> _unfinished = [];

    /// <summary>Whether all explorations came to their end and found nothing.</summary>
    public bool IsClean => _findings.Count == 0 && _unfinished.Count == 0;

    /// <summary>The columns.</summary>
    public void WriteHead() =>
        Line(Columns("model", "adversary", "f", "states", "transitions", "rule calls", "s", "verdict"));

    /// <summary>One exploration.</summary>
    public void WriteRow(ExploreRow row, BbaResult result, TimeSpan took)
    {
        var found = result.Findings.Where(finding => !finding.IsLimit).ToList();
        var limits = result.Findings.Where(finding => finding.IsLimit).ToList();
        Line(Columns(
            ExploreOptions.NameOf(row.Setting.Delivery), row.Name, Number(row.Setting.Hostile), Number(result.States),
            Number(result.Transitions), Number(result.RuleCalls),
            took.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture), Verdict(result.IsWhole, found, limits)));
        output.Flush();
        if (!result.IsWhole)
            _unfinished.Add(row);
        _findings.AddRange(found.Where(IsNew).Select(finding => (row, finding)));
        _limits.AddRange(limits.Where(limit => _limits.TrueForAll(known => known.Limit.Promise != limit.Promise))
            .Select(limit => (row, limit)));
    }

    /// <summary>Each broken promise with its path, once, and what that means.</summary>
    public void WriteEnd(bool isExpected)
    {
        foreach (var (row, finding) in _findings)
        {
            Line("");
            var model = ExploreOptions.NameOf(row.Setting.Delivery);
            Line($"{finding.Promise} is broken ({model}, {row.Name}): {finding.Sentence}.");
            foreach (var line in finding.Path)
                Line(line);
        }

        Line("");
        foreach (var (_, limit) in _limits)
            Line($"Known limit without a bound on delays: {limit.Promise} can be broken ({limit.Sentence}).");
        if (_unfinished.Count > 0)
            Line("A limit of states was reached before the last one, so this proves nothing; --states-max raises it.");
        if (_findings.Count > 0)
            Line(isExpected ? "Found, as expected." : "FOUND: the rules do not keep what they promise.");
        else if (_unfinished.Count == 0)
            Line(isExpected ? "Nothing was found, although a violation was expected." : "Nothing was found.");
    }

    private bool IsNew(BbaFinding finding) =>
        _findings.TrueForAll(known => known.Finding.Promise != finding.Promise);

    private static string Verdict(bool isWhole, List<BbaFinding> found, List<BbaFinding> limits)
    {
        var parts = new List<string>();
        if (!isWhole)
            parts.Add("LIMIT OF STATES REACHED, nothing is proved");
        if (found.Count > 0)
            parts.Add($"FOUND {string.Join(", ", found.Select(finding => finding.Promise))}");
        else if (isWhole)
            parts.Add("nothing found");
        if (limits.Count > 0)
            parts.Add($"known limit {string.Join(", ", limits.Select(limit => limit.Promise))}");
        return string.Join("; ", parts);
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Columns(
        string model, string adversary, string f, string states, string transitions, string calls, string seconds,
        string verdict) =>
        $"{model,-9} {adversary,-14} {f,2} {states,9} {transitions,12} {calls,13} {seconds,7}  {verdict}";

    private void Line(string text)
    {
        output.Write(text);
        output.Write('\n');
    }
}
