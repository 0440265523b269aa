namespace PoR.Ledger.Stake;

/// <summary>An exact quotient of two large integers; compared by multiplication, never divided.</summary>
/// <param name="Numerator">0 and up.</param>
/// <param name="Denominator">1 and up.</param>
public readonly record struct ExactFraction(Int128 Numerator, Int128 Denominator)
{
    /// <summary>Whether a whole number is at least this.</summary>
    public bool IsAtMost(long value) => Numerator <= value * Denominator;

    /// <summary>The largest whole number that is not above this.</summary>
    public Int128 Floor => Numerator / Denominator;
}
