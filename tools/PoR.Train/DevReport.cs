using System.Diagnostics;
using System.Globalization;
using PoR.Core.Transactions;
using PoR.Evaluation;

namespace PoR.Train;

/// <summary>Prints what a model reaches on texts that it did not see.</summary>
internal sealed class DevReport(EvaluationModel model, string folder)
{
    private static readonly int[] ClearCongruent = [3, 5, 6, 7, 8, 10, 15];
    private static readonly int[] ClearIncongruent = [2, 12, 14, 16];

    private readonly EvaluationModel _model = model;
    private readonly string _folder = folder;

    /// <summary>Prints the whole table.</summary>
    /// <param name="leftOut">Rows of a source that was kept from training; may be empty.</param>
    public void Print(List<ReviewRow> leftOut)
    {
        Console.WriteLine("texts                rows   bal    auc    mae  fp-low fp-high fn   reviews/s");
        if (leftOut.Count > 0)
            PrintReviews("left out", leftOut);
        var amazon = ReviewFiles.Read(_folder, "amazon_dev.tsv.gz");
        PrintReviews("amazon", amazon);
        foreach (var source in amazon.GroupBy(row => row.Source).OrderBy(source => source.Key, StringComparer.Ordinal))
            PrintReviews(source.Key, [.. source]);
        PrintReviews("imdb", ReviewFiles.Read(_folder, "imdb_dev.tsv.gz"));
        foreach (var source in ReviewFiles.Read(_folder, "sentences_dev.tsv.gz")
            .GroupBy(row => row.Source).OrderBy(source => source.Key, StringComparer.Ordinal))
            PrintReviews(source.Key, [.. source]);
        PrintFigure12();
    }

    private void PrintReviews(string name, List<ReviewRow> rows)
    {
        var texts = rows.Select(row => ReviewNote.Cut(row.Text, out _)).ToList();
        var watch = Stopwatch.StartNew();
        var scores = texts.Select(text => (int)_model.Evaluate(text.Utf8).Score).ToList();
        var speed = rows.Count / watch.Elapsed.TotalSeconds;
        var scored = scores.Zip(rows, (score, row) => (score, row.Points)).ToList();
        var noEvidence = texts.Count(text => !_model.Evaluate(text.Utf8).HasEvidence);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-18} {rows.Count,6} {Metrics.Balanced(scored),6:P1} "
            + $"{Metrics.SwappedAuc(scored),6:F4} {Metrics.MeanError(scored),5:F1} "
            + $"{Metrics.FlagRate(scored, 50, true),6:P1} {Metrics.FlagRate(scored, 50, false),6:P1} "
            + $"{Metrics.MissRate(scored, 50),6:P1} {speed,8:F0} no-evidence {noEvidence}"));
    }

    private void PrintFigure12()
    {
        var rule = new CongruenceRule(30, 50);
        var right = 0;
        foreach (var (id, text, stars) in ReviewFiles.ReadFigure12(_folder))
        {
            var score = _model.Evaluate(ReviewNote.Cut(text, out _).Utf8);
            var verdict = rule.Judge(score, new Rating(stars, 1, 5));
            var isIncongruent = verdict == CongruenceVerdict.Incongruent;
            right += ClearCongruent.Contains(id) && !isIncongruent ? 1 : 0;
            right += ClearIncongruent.Contains(id) && isIncongruent ? 1 : 0;
            Console.WriteLine($"figure 12 row {id,2}: {stars} stars, score {score.Score,3}, {verdict}");
        }
        Console.WriteLine($"figure 12: {right} of 11 clear rows right");
    }
}
