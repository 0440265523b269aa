using System.Globalization;
using PoR.Evaluation;

namespace PoR.Train;

/// <summary>The whole recipe: read, train, calibrate, write, report.</summary>
internal static class TrainingRun
{
    /// <summary>Trains as the options say.</summary>
    /// <returns>The bytes of the model.</returns>
    public static byte[] Run(TrainOptions options)
    {
        var settings = options.Settings;
        if (options.Out is { } target
            && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(target))))
            throw new UserErrorException($"--out '{target}' lies in a folder that does not exist.");
        var folder = ReviewFiles.Find(options.Data);
        var amazon = ReviewFiles.Read(folder, "amazon_train.tsv.gz", settings.Slice);
        var leftOut = TakeLeftOut(amazon, options.LeaveOut);
        List<ReviewRow> rows =
        [
            .. amazon,
            .. ReviewFiles.Read(folder, "imdb_train.tsv.gz", settings.Slice),
            .. ReviewFiles.Read(folder, "sentences_train.tsv.gz", settings.Slice),
        ];
        var factory = new SampleFactory(settings);
        var samples = factory.Make(rows);
        Console.WriteLine($"read {rows.Count} texts, made {samples.Count} samples");

        var start = Lexicon.StartWeights(ReviewFiles.ReadLexicon(folder), settings);
        var trainer = new LogisticTrainer(settings, start);
        var weights = trainer.Train(samples);
        Console.WriteLine("trained on all");

        var unseen = Calibration.UnseenLogits(
            samples, factory.MakeReviews(amazon), trainer, settings);
        var shift = Calibration.FindShift(unseen, settings) + settings.ShiftCorrection;
        PrintUnseen(unseen, shift, settings);

        var bytes = ModelBuilder.Write(
            ModelBuilder.Quantize(weights, settings),
            ModelBuilder.KnownWordsOf(samples, settings), shift, settings);
        var model = EvaluationModel.Load(bytes);
        new DevReport(model, folder).Print(leftOut);
        if (options.Out is { } path)
            Write(path, bytes);
        Console.WriteLine($"model {model.Digest}, {bytes.Length} bytes");
        return bytes;
    }

    private static void PrintUnseen(
        List<(double Logit, int Points)> unseen, double shift, TrainSettings settings)
    {
        var scored = unseen.Select(
            review => (Calibration.ScoreOf(review.Logit + shift, settings), review.Points)).ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"shift {shift:F3}; amazon train by models that did not see the product: "
            + $"bal {Metrics.Balanced(scored):P1} auc {Metrics.SwappedAuc(scored):F4} "
            + $"mae {Metrics.MeanError(scored):F1} "
            + $"fp {Metrics.FlagRate(scored, 50, true):P1} / {Metrics.FlagRate(scored, 50, false):P1}"));
    }

    private static List<ReviewRow> TakeLeftOut(List<ReviewRow> rows, string? source)
    {
        if (source is null)
            return [];
        var leftOut = rows.Where(row => row.Source == source).ToList();
        if (leftOut.Count == 0)
            throw new UserErrorException($"--leave-out names '{source}', of which there is no review.");
        rows.RemoveAll(row => row.Source == source);
        return leftOut;
    }

    private static void Write(string path, byte[] bytes)
    {
        try
        {
            File.WriteAllBytes(path, bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"'{path}' cannot be written: {error.Message}");
        }
    }
}
