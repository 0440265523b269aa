using System.Text;

namespace PoR.Mutate;

/// <summary>docs/results/mutants.md.</summary>
internal static class Report
{
    /// <summary>The page for a run of the whole list.</summary>
    public static string Of(IReadOnlyList<Verdict> verdicts)
    {
        var page = new StringBuilder();
        var equivalent = verdicts.Where(v => v.Mutant.Equivalent is not null).ToList();
        var survivors = verdicts.Count(v => !v.IsGood);
        page.AppendLine("# Mutation run");
        page.AppendLine();
        page.AppendLine(
            "Written by `./tools/mutate`, which breaks one rule of the core at a time and runs the tests that must "
            + "notice. The list is in `tools/mutants/`, whose README says how to add to it.");
        page.AppendLine();
        page.AppendLine(
            $"{verdicts.Count - equivalent.Count} mutants, {survivors} not as they should be; "
            + $"{equivalent.Count} more change nothing that can be seen.");
        foreach (var subject in verdicts.Where(v => v.Mutant.Equivalent is null).GroupBy(v => v.Mutant.Subject))
        {
            page.AppendLine();
            page.AppendLine($"## {subject.Key}");
            page.AppendLine();
            page.AppendLine("| rule | place | change | killed by |");
            page.AppendLine("|---|---|---|---|");
            foreach (var verdict in subject)
                page.AppendLine(
                    $"| {Cell(verdict.Mutant.Rule)} | {verdict.Mutant.File} | {ChangeOf(verdict.Mutant)} "
                    + $"| {Cell(verdict.Fault ?? verdict.KilledBy ?? "**nothing**")} |");
        }

        if (equivalent.Count > 0)
        {
            page.AppendLine();
            page.AppendLine("## Equivalent mutants");
            page.AppendLine();
            page.AppendLine("| place | change | why no test can fail |");
            page.AppendLine("|---|---|---|");
            foreach (var verdict in equivalent)
                page.AppendLine(
                    $"| {verdict.Mutant.File} | {ChangeOf(verdict.Mutant)} | {Cell(verdict.Mutant.Equivalent!)} "
                    + (verdict.IsGood ? "|" : $"**{Cell(verdict.ToString())}** |"));
        }

        return page.ToString();
    }

    private static string ChangeOf(Mutant mutant) => string.Join("; ", mutant.Edits.Select(static edit =>
        $"`{Cell(edit.Text)}` → " + (edit.Change.Length == 0 ? "nothing" : $"`{Cell(edit.Change)}`")));

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
