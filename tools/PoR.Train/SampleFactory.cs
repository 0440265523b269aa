using System.Text;
using PoR.Core.Transactions;
using PoR.Evaluation.Text;

namespace PoR.Train;

/// <summary>Turns rows into samples, by the product's own tokenizer.</summary>
internal sealed class SampleFactory(TrainSettings settings)
{
    private readonly TrainSettings _settings = settings;
    private readonly int[] _memory = new int[FeatureExtractor.MemoryFor(ReviewNote.BytesMax)];

    /// <summary>The samples of a file: texts, titles, and a window of sentences of each text.</summary>
    public List<Sample> Make(List<ReviewRow> rows)
    {
        var balance = BalanceOf(rows);
        var random = new SeededRandom(_settings.Seed);
        var samples = new List<Sample>();
        foreach (var row in rows)
        {
            var weight = balance[(row.Source, row.Label)] * (row.IsAmazon ? _settings.AmazonWeight : 1);
            var fold = row.IsAmazon ? FoldOf(row.Group) : -1;
            Add(samples, row.Text, row.Target, weight, fold);
            if (row.Title.Length > 0)
                Add(samples, row.Title, row.Target, weight * _settings.TitleWeight, fold);
            if (row.Group.Length > 0 && Window(row.Text, random) is { } window)
                Add(samples, window, row.Target, weight * _settings.WindowWeight, fold);
        }
        return samples;
    }

    /// <summary>The whole texts alone, with their ratings in points.</summary>
    public List<(Sample Sample, int Points)> MakeReviews(List<ReviewRow> rows) =>
        [.. rows.Select(row => (Of(row.Text, row.Target, 1, FoldOf(row.Group)), row.Points))
            .Where(review => review.Item1.Buckets.Length > 0)];

    /// <summary>The sample of one text.</summary>
    public Sample Of(string text, float target = 0, float weight = 0, int fold = -1)
    {
        var utf8 = ReviewNote.Cut(text.Length == 0 ? " " : text, out _).Utf8;
        var folded = new byte[utf8.Length];
        var length = TextFolding.Fold(utf8, folded, out var hasForeignLetter);
        var extractor = new FeatureExtractor(_settings.Bits, length, _memory);
        extractor.Run(folded.AsSpan(0, length), !hasForeignLetter);
        return new Sample(
            extractor.Buckets.ToArray(), extractor.Words.ToArray(), target, weight, fold);
    }

    private static string? Window(string text, SeededRandom random)
    {
        var sentences = new List<string>();
        var start = 0;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] is '.' or '!' or '?' && text[i + 1] == ' ')
            {
                sentences.Add(text[start..(i + 1)]);
                start = i + 2;
            }
        }
        sentences.Add(text[start..]);
        if (sentences.Count < 3)
            return null;
        var length = 1 + random.Below(3);
        var first = random.Below(sentences.Count - length + 1);
        return string.Join(' ', sentences.Skip(first).Take(length));
    }

    /// <summary>
    /// Inverse frequency of a label within its source, cut to the settings' least and greatest; sentences have a
    /// weight of their own.
    /// </summary>
    private Dictionary<(string Source, string Label), float> BalanceOf(List<ReviewRow> rows)
    {
        var labels = rows.GroupBy(row => (row.Source, row.Label)).ToList();
        var sources = rows.GroupBy(row => row.Source).ToDictionary(
            source => source.Key,
            source => (
                Rows: source.Count(), Labels: source.Select(row => row.Label).Distinct().Count()));
        return labels.ToDictionary(
            label => label.Key,
            label => label.First().Group.Length == 0 ? _settings.SentenceWeight : Math.Clamp(
                sources[label.Key.Source].Rows
                    / (float)(sources[label.Key.Source].Labels * label.Count()),
                _settings.BalanceMin,
                _settings.BalanceMax));
    }

    private int FoldOf(string group) =>
        (int)(FeatureHash.Finish(FeatureHash.OfWord(Encoding.UTF8.GetBytes(group)))
            % (uint)_settings.Folds);

    private void Add(List<Sample> samples, string text, float target, float weight, int fold)
    {
        var sample = Of(text, target, weight, fold);
        if (sample.Buckets.Length > 0)
            samples.Add(sample);
    }
}
