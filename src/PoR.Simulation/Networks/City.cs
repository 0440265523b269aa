namespace PoR.Simulation.Networks;

/// <summary>A place on the globe.</summary>
/// <param name="Name">Unique.</param>
/// <param name="LatitudeCentidegrees">Hundredths of a degree, north positive, −9000..9000.</param>
/// <param name="LongitudeCentidegrees">Hundredths of a degree, east positive, −18000..18000.</param>
public sealed record City(string Name, int LatitudeCentidegrees, int LongitudeCentidegrees);
