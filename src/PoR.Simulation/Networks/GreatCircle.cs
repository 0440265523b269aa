namespace PoR.Simulation.Networks;

/// <summary>
/// The delay between two cities by their distance on the globe.
/// </summary>
/// <remarks>
/// Light in fibre travels 200 km per millisecond (2/3 of c), cables are 1.5 times as long as the
/// great circle d, and each letter pays 1 ms for the routers at its ends: one way,
/// 1,000 µs + d·7.5 µs with d in kilometres, rounded to whole microseconds. The functions of the
/// globe use only + − · / and the square root, which IEEE 754 defines to the last bit, so that
/// the delay is the same on every machine; a library's sine is not.
/// </remarks>
internal static class GreatCircle
{
    private const double EarthRadiusKm = 6371;
    private const double MicrosecondsPerKm = 1.5 * 1000 / 200;
    private const long ConstantMicroseconds = 1_000;
    private const double Pi = Math.PI;

    /// <summary>The delay of a letter.</summary>
    /// <param name="one">A city.</param>
    /// <param name="other">A city, the same one is allowed.</param>
    /// <returns>Microseconds, at least 1,000.</returns>
    public static long OneWayMicroseconds(City one, City other) =>
        ConstantMicroseconds + (long)((DistanceKm(one, other) * MicrosecondsPerKm) + 0.5);

    /// <summary>The distance on the globe, by the haversine formula.</summary>
    /// <param name="one">A city.</param>
    /// <param name="other">A city.</param>
    /// <returns>Kilometres.</returns>
    public static double DistanceKm(City one, City other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var halfLatitude =
            Sine(Radians(other.LatitudeCentidegrees - one.LatitudeCentidegrees) / 2);
        var halfLongitude =
            Sine(Radians(other.LongitudeCentidegrees - one.LongitudeCentidegrees) / 2);
        var haversine = (halfLatitude * halfLatitude)
            + (Cosine(Radians(one.LatitudeCentidegrees))
                * Cosine(Radians(other.LatitudeCentidegrees))
                * halfLongitude * halfLongitude);
        haversine = Math.Min(haversine, 1);
        return 2 * EarthRadiusKm * ArcSine(Math.Sqrt(haversine));
    }

    private static double Radians(int centidegrees) => centidegrees * Pi / 18_000;

    private static double Cosine(double x) => Sine((Pi / 2) - x);

    /// <summary>Taylor's series around 0; |x| ≤ π gives 1e-13 or better with 16 terms.</summary>
    private static double Sine(double x)
    {
        var term = x;
        var sum = x;
        for (var n = 1; n <= 16; n++)
        {
            term = -term * x * x / (2 * n * ((2 * n) + 1));
            sum += term;
        }

        return sum;
    }

    /// <summary>asin x = 2·atan(x / (1 + √(1−x²))), for x in 0..1.</summary>
    private static double ArcSine(double x) => 2 * ArcTangent(x / (1 + Math.Sqrt(1 - (x * x))));

    /// <summary>Halves the angle three times, then Taylor's series with |x| below 0.1.</summary>
    private static double ArcTangent(double x)
    {
        for (var i = 0; i < 3; i++)
            x /= 1 + Math.Sqrt(1 + (x * x));
        var power = x;
        var sum = x;
        for (var n = 1; n <= 8; n++)
        {
            power = -power * x * x;
            sum += power / ((2 * n) + 1);
        }

        return 8 * sum;
    }
}
