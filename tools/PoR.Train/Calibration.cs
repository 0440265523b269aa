namespace PoR.Train;

/// <summary>
/// Finds the shift at which honest low and high ratings are flagged equally often at ±50.
/// </summary>
internal static class Calibration
{
    private const int Band = 50;

    /// <summary>The logits of Amazon reviews, each by a model that did not see its product.</summary>
    public static List<(double Logit, int Points)> UnseenLogits(
        List<Sample> samples, List<(Sample Sample, int Points)> reviews, LogisticTrainer trainer,
        TrainSettings settings)
    {
        var logits = new List<(double, int)>();
        for (var fold = 0; fold < settings.Folds; fold++)
        {
            var weights = ModelBuilder.Quantize(trainer.Train(samples, fold), settings);
            logits.AddRange(reviews.Where(review => review.Sample.Fold == fold)
                .Select(review => (LogitOf(review.Sample, weights, settings), review.Points)));
            Console.WriteLine($"calibration: part {fold + 1} of {settings.Folds}");
        }
        return logits;
    }

    /// <summary>The shift that makes both sides' flags equally frequent.</summary>
    public static double FindShift(List<(double Logit, int Points)> reviews, TrainSettings settings)
    {
        double low = -3, high = 3;
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            var scored = reviews.Select(
                review => (ScoreOf(review.Logit + middle, settings), review.Points)).ToList();
            if (Metrics.FlagRate(scored, Band, isLow: true)
                < Metrics.FlagRate(scored, Band, isLow: false))
                low = middle;
            else
                high = middle;
        }
        return (low + high) / 2;
    }

    /// <summary>The score of a logit, 0..100.</summary>
    public static int ScoreOf(double logit, TrainSettings settings) =>
        (int)Math.Round(100 / (1 + Math.Exp(-settings.Gain * logit)));

    private static double LogitOf(Sample sample, sbyte[] weights, TrainSettings settings) =>
        (sample.Buckets.Sum(bucket => weights[bucket]) + ModelBuilder.OffsetOf(settings))
            * settings.Clip / 127 / Math.Sqrt(sample.Buckets.Length);
}
