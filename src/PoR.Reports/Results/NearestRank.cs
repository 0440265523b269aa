namespace PoR.Reports.Results;

/// <summary>Percentiles by nearest rank: each is one of the values, and nothing is interpolated.</summary>
public static class NearestRank
{
    /// <summary>The least value that at least so many per cent of the values do not exceed.</summary>
    /// <param name="ascending">At least one.</param>
    /// <param name="percent">0..100; 0 gives the least of all.</param>
    /// <remarks>In integers, since ⌈0.9·10⌉ in doubles may be 10.</remarks>
    public static T Of<T>(IReadOnlyList<T> ascending, long percent) =>
        ascending[(int)Math.Max(0, (((percent * ascending.Count) + 99) / 100) - 1)];
}
