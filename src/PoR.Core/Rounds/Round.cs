namespace PoR.Core.Rounds;

/// <summary>r: a round; round r decides block r. 0 is genesis.</summary>
public readonly record struct Round(long Number) : IComparable<Round>
{
    /// <summary>Round 0: the genesis block.</summary>
    public static Round Genesis => new(0);

    /// <summary>r + 1.</summary>
    public Round Next => new(Number + 1);

    /// <summary>r − 1.</summary>
    public Round Previous => new(Number - 1);

    /// <inheritdoc/>
    public int CompareTo(Round other) => Number.CompareTo(other.Number);

    /// <summary>The number alone.</summary>
    public override string ToString() => Number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The round that lies <paramref name="rounds"/> later.</summary>
    public static Round operator +(Round round, long rounds) => new(round.Number + rounds);

    /// <summary>The round that lies <paramref name="rounds"/> earlier.</summary>
    public static Round operator -(Round round, long rounds) => new(round.Number - rounds);

    /// <summary>Earlier than.</summary>
    public static bool operator <(Round left, Round right) => left.Number < right.Number;

    /// <summary>Later than.</summary>
    public static bool operator >(Round left, Round right) => left.Number > right.Number;

    /// <summary>Not later than.</summary>
    public static bool operator <=(Round left, Round right) => left.Number <= right.Number;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(Round left, Round right) => left.Number >= right.Number;
}
