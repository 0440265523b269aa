using PoR.Core.Parameters;
using PoR.Core.Transactions;

namespace PoR.Evaluation;

/// <summary>Compares the score of a text with its rating (PoR §3.6 "Mapping", "Comparing").</summary>
/// <remarks>
/// Deviation D20: the paper's f(v) = 100·v/(b−a) exceeds 100 when a &gt; 0 ([1, 5], v = 5 gives 125), so a is taken off
/// first; for a = 0 the two agree. Nothing is divided: both sides are multiplied by b − a, so the verdict is exact on
/// every scale.
/// </remarks>
public sealed record CongruenceRule
{
    /// <summary>The rule by these bands.</summary>
    /// <param name="fullBand">Points, 0..100.</param>
    /// <param name="halfBand">Points, <paramref name="fullBand"/>..100.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bands are not 0 ≤ full ≤ half ≤ 100.</exception>
    public CongruenceRule(int fullBand, int halfBand)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fullBand);
        ArgumentOutOfRangeException.ThrowIfLessThan(halfBand, fullBand);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(halfBand, ReviewEvaluation.ScoreMax);
        (FullBand, HalfBand) = (fullBand, halfBand);
    }

    /// <summary>Greatest difference that is congruent, inclusive. Points.</summary>
    public int FullBand { get; }

    /// <summary>Greatest difference that is mostly congruent, inclusive. Points.</summary>
    public int HalfBand { get; }

    /// <summary>The rule that the protocol's parameters state.</summary>
    public static CongruenceRule Of(ProtocolParameters parameters) =>
        new(parameters.FullBand, parameters.HalfBand);

    /// <summary>The verdict on one review.</summary>
    /// <param name="text">What the evaluator says of the text.</param>
    /// <param name="rating">On its scale [a, b].</param>
    /// <exception cref="ArgumentOutOfRangeException">The score or the rating is off its scale.</exception>
    public CongruenceVerdict Judge(TextScore text, Rating rating)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Score, ReviewEvaluation.ScoreMax);
        if (!rating.IsValid)
            throw new ArgumentOutOfRangeException(nameof(rating), $"{rating} is off its scale.");
        if (!text.HasEvidence)
            return CongruenceVerdict.NoEvidence;

        var scale = rating.Max - rating.Min;
        var difference = Math.Abs(text.Score * scale - (rating.Value - rating.Min) * 100);
        return difference <= FullBand * scale ? CongruenceVerdict.Congruent
            : difference <= HalfBand * scale ? CongruenceVerdict.MostlyCongruent
            : CongruenceVerdict.Incongruent;
    }
}
