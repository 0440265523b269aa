namespace PoR.Train;

/// <summary>How good scores are, against ratings in points, 0..100.</summary>
internal static class Metrics
{
    /// <summary>Mean of the accuracies on low (1-2 star) and on high (4-5 star) ratings.</summary>
    public static double Balanced(List<(int Score, int Points)> reviews) =>
        (Share(reviews.Where(IsLow), review => review.Score < 50)
            + Share(reviews.Where(IsHigh), review => review.Score >= 50)) / 2;

    /// <summary>Mean absolute difference of score and rating.</summary>
    public static double MeanError(List<(int Score, int Points)> reviews) =>
        reviews.Average(review => Math.Abs(review.Score - review.Points));

    /// <summary>Share of honest low or high ratings that differ by more than the band.</summary>
    public static double FlagRate(List<(int Score, int Points)> reviews, int band, bool isLow) =>
        Share(
            reviews.Where(isLow ? IsLow : IsHigh),
            review => Math.Abs(review.Score - review.Points) > band);

    /// <summary>Share of swapped ratings (100 − rating) that are accepted within the band.</summary>
    public static double MissRate(List<(int Score, int Points)> reviews, int band) => Share(
        reviews.Where(review => review.Points != 50),
        review => Math.Abs(review.Score - (100 - review.Points)) <= band);

    /// <summary>How well |score − rating| tells swapped ratings from genuine ones: the AUC.</summary>
    public static double SwappedAuc(List<(int Score, int Points)> reviews)
    {
        var genuine = new long[101];
        var swapped = new long[101];
        foreach (var (score, points) in reviews.Where(review => review.Points != 50))
        {
            genuine[Math.Abs(score - points)]++;
            swapped[Math.Abs(score - (100 - points))]++;
        }
        double wins = 0;
        long below = 0;
        for (var difference = 0; difference <= 100; difference++)
        {
            wins += swapped[difference] * (below + genuine[difference] / 2.0);
            below += genuine[difference];
        }
        return below == 0 ? 0 : wins / below / below;
    }

    private static bool IsLow((int Score, int Points) review) => review.Points < 50;

    private static bool IsHigh((int Score, int Points) review) => review.Points > 50;

    private static double Share<T>(IEnumerable<T> items, Func<T, bool> predicate)
    {
        int all = 0, hits = 0;
        foreach (var item in items)
        {
            all++;
            hits += predicate(item) ? 1 : 0;
        }
        return all == 0 ? 0 : hits / (double)all;
    }
}
