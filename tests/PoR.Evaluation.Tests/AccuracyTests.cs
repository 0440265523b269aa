using System.IO.Compression;
using System.Text;
using Places;
using PoR.Core.Transactions;
using PoR.Train;

namespace PoR.Evaluation.Tests;

/// <summary>Accuracy on real reviews; skipped where the data is absent.</summary>
public sealed class AccuracyTests
{
    [Fact(DisplayName = "Amazon reviews that were not trained on: accuracy, separation, fairness")]
    public void Unseen_amazon_reviews()
    {
        var reviews = Score("amazon_dev.tsv.gz");

        Assert.InRange(Metrics.Balanced(reviews), 0.87, 1);
        Assert.InRange(Metrics.SwappedAuc(reviews), 0.945, 1);
        Assert.InRange(Metrics.MeanError(reviews), 0, 18);
        var low = Metrics.FlagRate(reviews, 50, isLow: true);
        var high = Metrics.FlagRate(reviews, 50, isLow: false);
        Assert.InRange(Math.Abs(low - high), 0, 0.04);
    }

    [Fact(DisplayName = "Film reviews and single sentences are understood too")]
    public void Other_texts()
    {
        Assert.InRange(Metrics.Balanced(Score("imdb_dev.tsv.gz")), 0.86, 1);
        Assert.InRange(Metrics.Balanced(Score("sentences_dev.tsv.gz", "uci-imdb")), 0.84, 1);
    }

    [Fact(DisplayName = "A training on a small slice repeats and is far better than chance")]
    public void A_small_training_works()
    {
        var folder = RequireData();
        var options = new TrainOptions
        {
            Data = folder,
            Settings = new TrainSettings { Slice = 1500, Bits = 18, Passes = 3, Folds = 2 },
        };

        var first = TrainingRun.Run(options);
        var second = TrainingRun.Run(options);

        Assert.Equal(first, second);
        var model = EvaluationModel.Load(first);
        Assert.InRange(Metrics.Balanced(Score(model, folder, "amazon_dev.tsv.gz")), 0.75, 1);
    }

    [Theory(DisplayName = "A wrong command line of the trainer is told in one sentence")]
    [InlineData("--data")]
    [InlineData("--out", "x")]
    [InlineData("--data", "x", "--passes", "many")]
    [InlineData("--data", "x", "--colour", "red")]
    public void Wrong_options(params string[] arguments) =>
        Assert.Throws<UserErrorException>(() => TrainOptions.Parse(arguments));

    [Fact(DisplayName = "A folder without data is told in one sentence")]
    public void Missing_data() => Assert.Throws<UserErrorException>(
        () => TrainingRun.Run(new TrainOptions { Data = "/nowhere" }));

    [Fact(DisplayName = "A training file that is cut off is refused, not silently shortened")]
    public void A_cut_file_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("por-train-").FullName;
        try
        {
            using var whole = new MemoryStream();
            using (var gzip = new GZipStream(whole, CompressionLevel.Optimal, leaveOpen: true))
                gzip.Write(Encoding.UTF8.GetBytes(
                    "id\tsource\tscale\tvalue\ttext\n" + string.Concat(
                        Enumerable.Range(0, 500).Select(i => $"{i}\tx\t0..1\t1\tword{i * i}\n"))));
            File.WriteAllBytes(Path.Combine(folder, "a.tsv.gz"), whole.ToArray());
            File.WriteAllBytes(Path.Combine(folder, "b.tsv.gz"), whole.ToArray()[..^500]);

            Assert.Equal(500, ReviewFiles.Read(folder, "a.tsv.gz").Count);
            Assert.Throws<UserErrorException>(() => ReviewFiles.Read(folder, "b.tsv.gz"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<(int Score, int Points)> Score(string file, string? source = null) =>
        Score(EvaluationModel.Embedded, RequireData(), file, source);

    private static List<(int Score, int Points)> Score(
        EvaluationModel model, string folder, string file, string? source = null) =>
        [.. ReviewFiles.Read(folder, file)
            .Where(row => source is null || row.Source == source)
            .Select(row => (
                (int)model.Evaluate(ReviewNote.Cut(row.Text, out _).Utf8).Score, row.Points))];

    private static string RequireData()
    {
        if (!File.Exists(RealData.File("reviews", "amazon_dev.tsv.gz")))
            Assert.Skip("The review data is absent; POR_DATA may name its folder.");
        return ReviewFiles.Find(RealData.Folder);
    }
}
