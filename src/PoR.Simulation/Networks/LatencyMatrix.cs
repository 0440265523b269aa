using System.Collections.Immutable;

namespace PoR.Simulation.Networks;

/// <summary>One-way delays between named regions.</summary>
public sealed class LatencyMatrix
{
    private readonly long[] _microseconds;

    internal LatencyMatrix(ImmutableArray<string> regions, long[] microseconds)
    {
        if (microseconds.Length != regions.Length * regions.Length)
            throw new ArgumentException("The matrix is not square.", nameof(microseconds));
        Regions = regions;
        _microseconds = microseconds;
    }

    /// <summary>Names in the order of the numbers; at least one.</summary>
    public ImmutableArray<string> Regions { get; }

    /// <summary>The delays between cities by <see cref="GreatCircle"/>.</summary>
    /// <param name="cities">At least one.</param>
    /// <returns>A symmetric matrix, in the order of the cities.</returns>
    public static LatencyMatrix Between(IReadOnlyList<City> cities)
    {
        ArgumentOutOfRangeException.ThrowIfZero(cities.Count);
        var delays = from one in cities
                     from other in cities
                     select GreatCircle.OneWayMicroseconds(one, other);
        return new([.. cities.Select(city => city.Name)], [.. delays]);
    }

    /// <summary>The mean delay of a letter, without jitter and bandwidth.</summary>
    /// <param name="from">A region's number.</param>
    /// <param name="to">A region's number; the same one is allowed.</param>
    /// <returns>Microseconds, one way.</returns>
    public long OneWayMicroseconds(int from, int to) =>
        _microseconds[(from * Regions.Length) + to];

    /// <summary>How many links, of each region to each, have a mean delay below a time.</summary>
    public int LinksBelow(TimeSpan time) => _microseconds.Count(mean => mean < time.TotalMicroseconds);
}
