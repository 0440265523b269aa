using PoR.Core.Transactions;
using PoR.Reviews;
using PoR.Reviews.MadeUp;

namespace PoR.Simulation.Runs;

/// <summary>Where the reviews of a run come from.</summary>
public static class DraftSource
{
    /// <summary>Why a good row of a file cannot be a review: it has no rating.</summary>
    public const string NoRating = "NoRating";

    /// <summary>Made-up reviews without end, a function of the seed.</summary>
    public static IEnumerable<ReviewDraft> Generated(ulong seed)
    {
        var generator = new ReviewGenerator(seed);
        for (var index = 0L; ; index++)
        {
            var review = generator.Draw(index);
            yield return new ReviewDraft(
                null, review.Subject, review.Category, ReviewNote.Cut(review.Text, out _), review.Rating);
        }
    }

    /// <summary>The reviews of a file in its order; rows that cannot be reviews are counted by reason.</summary>
    /// <param name="reader">Open; the caller disposes it when the run is over.</param>
    /// <param name="refused">Counts each reason.</param>
    /// <param name="faults">Told where and what; null when nobody asks.</param>
    public static IEnumerable<ReviewDraft> FromFile(
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
                case ReviewItem.Good { Row: { Rating: { } rating } row }:
                    yield return new ReviewDraft(
                        row.Reviewer ?? row.Id, NameOf(row.Product ?? row.Id), NameOf(row.Category ?? ""),
                        row.Text, rating);
                    break;
                default:
                    refused(NoRating);
                    break;
            }
        }
    }

    /// <summary>A name that fits a transaction: a longer one is cut at a code point's boundary.</summary>
    private static string NameOf(string name) => name.Length == 0
        ? name
        : Cut(System.Text.Encoding.UTF8.GetBytes(name));

    private static string Cut(byte[] utf8)
    {
        var length = Math.Min(utf8.Length, Transaction.NameBytesMax);
        while (length < utf8.Length && (utf8[length] & 0xC0) == 0x80)
            length--;
        return System.Text.Encoding.UTF8.GetString(utf8, 0, length);
    }
}
