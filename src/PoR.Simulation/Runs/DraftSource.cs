using PoR.Reviews;
using PoR.Reviews.MadeUp;

namespace PoR.Simulation.Runs;

/// <summary>Where the reviews of a run come from.</summary>
public static class DraftSource
{
    /// <summary>Why a good row of a file cannot be a review: it has no rating.</summary>
    public const string NoRating = "NoRating";

    /// <summary>Made-up reviews without end, a function of the seed.</summary>
    public static IEnumerable<WrittenReview> Generated(ulong seed)
    {
        var generator = new ReviewGenerator(seed);
        for (var index = 0L; ; index++)
            yield return generator.Draw(index).Review;
    }

    /// <summary>The reviews of a file in its order; rows that cannot be reviews are counted by reason.</summary>
    /// <param name="reader">Open; the caller disposes it when the run is over.</param>
    /// <param name="refused">Counts each reason.</param>
    /// <param name="faults">Told where and what; null when nobody asks.</param>
    public static IEnumerable<WrittenReview> FromFile(
        ReviewFileReader reader, Action<string> refused, Action<ReviewFault>? faults = null)
    {
        foreach (var item in reader.ReadRows())
        {
            switch (item)
            {
                case ReviewItem.Malformed { Fault: var fault }:
                    refused(fault.Kind.ToString());
                    faults?.Invoke(fault);
                    break;
                case ReviewItem.Good { Row.Review: { } review }:
                    yield return review;
                    break;
                default:
                    refused(NoRating);
                    break;
            }
        }
    }
}
