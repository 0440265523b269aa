using System.Collections.Immutable;

namespace PoR.Simulation.Networks;

/// <summary>Cities with large data centres, for networks without a matrix of measured delays.</summary>
public static class Cities
{
    /// <summary>All known cities, largest continents of the Internet alternating.</summary>
    public static ImmutableArray<City> All { get; } =
    [
        new("Frankfurt", 5011, 868),
        new("New York", 4071, -7401),
        new("Singapore", 135, 10382),
        new("Sao Paulo", -2355, -4663),
        new("London", 5151, -13),
        new("San Francisco", 3777, -12242),
        new("Tokyo", 3568, 13965),
        new("Sydney", -3387, 15121),
        new("Mumbai", 1908, 7288),
        new("Johannesburg", -2620, 2804),
        new("Paris", 4886, 235),
        new("Chicago", 4188, -8763),
        new("Seoul", 3757, 12698),
        new("Dubai", 2520, 5527),
        new("Stockholm", 5933, 1807),
        new("Toronto", 4365, -7938),
        new("Hong Kong", 2232, 11417),
        new("Madrid", 4042, -370),
        new("Dallas", 3278, -9680),
        new("Warsaw", 5223, 2101),
        new("Mexico City", 1943, -9913),
        new("Nairobi", -129, 3682),
    ];

    /// <summary>Finds a city; case does not matter.</summary>
    /// <param name="name">A name of <see cref="All"/>.</param>
    /// <returns>The city, or a sentence that lists the known ones.</returns>
    public static Parsed<City> Find(string name) =>
        All.FirstOrDefault(
            city => city.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Parsed<City>.Ok(found)
            : Parsed<City>.Wrong(
                $"The city '{name}' is unknown; known are "
                + $"{string.Join(", ", All.Select(city => city.Name))}.");
}

/// <summary>A place on the globe.</summary>
/// <param name="Name">Unique.</param>
/// <param name="LatitudeCentidegrees">Hundredths of a degree, north positive, −9000..9000.</param>
/// <param name="LongitudeCentidegrees">Hundredths of a degree, east positive, −18000..18000.</param>
public sealed record City(string Name, int LatitudeCentidegrees, int LongitudeCentidegrees);
