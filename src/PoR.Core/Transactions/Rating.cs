using PoR.Core.Canonical;

namespace PoR.Core.Transactions;

/// <summary>ReviewRate: a value v on a scale [a, b], e.g. 4 of 1..5 stars (PoR §3.6, §3.7).</summary>
/// <param name="Value">v, a..b.</param>
/// <param name="Min">a, 0..1000.</param>
/// <param name="Max">b, above a, at most 1000.</param>
public readonly record struct Rating(int Value, int Min, int Max) : ICanonical<Rating>
{
    /// <summary>The largest end of a scale.</summary>
    public const int ScaleMax = 1000;

    /// <summary>True when 0 ≤ a &lt; b ≤ 1000 and v is on the scale.</summary>
    public bool IsValid => Min >= 0 && Min < Max && Max <= ScaleMax && Value >= Min && Value <= Max;

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Int32(Value);
        writer.Int32(Min);
        writer.Int32(Max);
    }

    /// <inheritdoc/>
    public static Rating Read(ref CanonicalReader reader)
    {
        var rating = new Rating(reader.Int32(), reader.Int32(), reader.Int32());
        if (!rating.IsValid)
            reader.Fail($"a rating must lie on its scale 0 ≤ a < b ≤ {ScaleMax}, not {rating}.");
        return rating;
    }

    /// <summary>For example <c>4 of 1-5</c>.</summary>
    public override string ToString() => $"{Value} of {Min}-{Max}";
}
