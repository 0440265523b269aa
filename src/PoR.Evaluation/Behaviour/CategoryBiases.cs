using System.Collections.Immutable;
using PoR.Core.Canonical;
using PoR.Core.Parameters;
using PoR.Core.Transactions;

namespace PoR.Evaluation.Behaviour;

/// <summary>
/// In which categories an author rates far from everybody else, always to the same side (PoR §8.1 "biased"; D46).
/// At most <see cref="CategoriesMax"/>; of most authors none.
/// </summary>
public sealed record CategoryBiases : ICanonical<CategoryBiases>
{
    /// <summary>So many categories of an author are counted.</summary>
    public const int CategoriesMax = 8;

    private CategoryBiases(ImmutableArray<CategoryBias> all) => All = all;

    /// <summary>Of an author without outliers, or where all of them are outweighed.</summary>
    public static CategoryBiases None { get; } = new([]);

    /// <summary>Ascending by the bytes of the category's name, each once.</summary>
    public ImmutableArray<CategoryBias> All { get; }

    /// <summary>Whether one more outlier in a category is bias.</summary>
    /// <param name="parameters">The limits.</param>
    /// <param name="category">Not empty.</param>
    /// <param name="side">−1 below the subject's mean, 1 above it.</param>
    public bool IsBias(BehaviourParameters parameters, string category, int side)
    {
        if (parameters.BiasReviewsMin == 0)
            return false;
        var place = PlaceOf(category);
        return place < 0
            ? parameters.BiasReviewsMin == 1
            : side == All[place].Side && All[place].Count >= parameters.BiasReviewsMin - 1;
    }

    /// <summary>
    /// After one more review of a category. An outlier of the counted side adds one, whether it is flagged or not, up
    /// to the number that is bias. Any other review takes one off, but not with a flag, or copies and other reviews
    /// that risk nothing would wash an author clean.
    /// </summary>
    /// <param name="parameters">The limits.</param>
    /// <param name="category">Empty where there is none: the review counts nowhere.</param>
    /// <param name="side">−1 for an outlier below the subject's mean, 1 for one above it, 0 for no outlier.</param>
    /// <param name="isFlagged">Whether the review has a flag.</param>
    public CategoryBiases After(BehaviourParameters parameters, string category, int side, bool isFlagged)
    {
        if (parameters.BiasReviewsMin == 0 || category.Length == 0)
            return this;
        var place = PlaceOf(category);
        if (place < 0)
            return side == 0 ? this : With(new CategoryBias(category, side > 0, 1));
        var bias = All[place];
        if (side == bias.Side)
            return bias.Count >= parameters.BiasReviewsMin ? this : With(place, bias.Count + 1);
        return isFlagged ? this : With(place, bias.Count - 1);
    }

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Int32(All.Length);
        foreach (var bias in All)
        {
            writer.Text(bias.Category);
            writer.Boolean(bias.IsAbove);
            writer.Int32(bias.Count);
        }
    }

    /// <inheritdoc/>
    public static CategoryBiases? Read(ref CanonicalReader reader)
    {
        var all = new CategoryBias[reader.Count(CategoriesMax)];
        foreach (ref var bias in all.AsSpan())
            bias = new CategoryBias(reader.Text(Transaction.Review.NameBytesMax), reader.Boolean(), reader.Int32());
        for (var i = 0; i < all.Length && reader.Fault is null; i++)
        {
            if (all[i].Count < 1 || Utf8Order.Compare(all[i].Category, i == 0 ? "" : all[i - 1].Category) <= 0)
                reader.Fail("biased categories must have a name, ascend, each once, and count 1 or more.");
        }

        return reader.Fault is not null ? null : all.Length == 0 ? None : new CategoryBiases([.. all]);
    }

    /// <summary>Equal in every category.</summary>
    public bool Equals(CategoryBiases? other) => other is not null && All.AsSpan().SequenceEqual(other.All.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => All.Length;

    private int PlaceOf(string category)
    {
        for (var i = 0; i < All.Length; i++)
        {
            if (string.Equals(All[i].Category, category, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }

    private CategoryBiases With(int place, int count) => count > 0
        ? new(All.SetItem(place, All[place] with { Count = count }))
        : All.Length == 1 ? None : new(All.RemoveAt(place));

    /// <summary>
    /// The ninth category takes the place of the one with the least count, of equal ones of the first by name. It
    /// always comes in, since a count that could not begin would never grow.
    /// </summary>
    private CategoryBiases With(CategoryBias bias)
    {
        var kept = All.Length < CategoriesMax ? All : All.Remove(All.MinBy(static b => b.Count));
        var place = 0;
        while (place < kept.Length && Utf8Order.Compare(kept[place].Category, bias.Category) < 0)
            place++;
        return new(kept.Insert(place, bias));
    }
}

/// <summary>How biased an author seems in one category.</summary>
/// <param name="Category">Its name, not empty.</param>
/// <param name="IsAbove">Whether the outliers lie above the means of their subjects.</param>
/// <param name="Count">By how many they outnumber the author's other reviews of the category: 1 and up.</param>
public readonly record struct CategoryBias(string Category, bool IsAbove, int Count)
{
    /// <summary>−1 below, 1 above.</summary>
    public int Side => IsAbove ? 1 : -1;
}
