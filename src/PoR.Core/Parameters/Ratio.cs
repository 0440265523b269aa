using PoR.Core.Canonical;

namespace PoR.Core.Parameters;

/// <summary>A non-negative exact fraction.</summary>
/// <param name="Numerator">0 and up.</param>
/// <param name="Denominator">1 and up.</param>
public readonly record struct Ratio(int Numerator, int Denominator) : ICanonical<Ratio>
{
    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Int32(Numerator);
        writer.Int32(Denominator);
    }

    /// <inheritdoc/>
    public static Ratio Read(ref CanonicalReader reader)
    {
        var ratio = new Ratio(reader.Int32(), reader.Int32());
        if (ratio.Numerator < 0 || ratio.Denominator < 1)
            reader.Fail($"a ratio must be at least 0, not {ratio}.");
        return ratio;
    }

    /// <summary>For example <c>1/4</c>.</summary>
    public override string ToString() => $"{Numerator}/{Denominator}";
}
