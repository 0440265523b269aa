using Places;
using PoR.Simulation.Networks;

namespace PoR.Simulation.Tests.Networks;

/// <summary>Matrices from files, and distances on the globe.</summary>
public sealed class LatencyTests
{
    [Theory]
    [InlineData("London", "New York", 35, 45)]
    [InlineData("Frankfurt", "Paris", 3, 6)]
    [InlineData("Sydney", "London", 120, 135)]
    [InlineData("Singapore", "Tokyo", 38, 43)]
    public void The_delay_between_cities_follows_their_distance(
        string one, string other, int atLeastMs, int atMostMs)
    {
        var (a, b) = (Cities.Find(one).Value!, Cities.Find(other.ToUpperInvariant()).Value!);

        Assert.InRange(GreatCircle.OneWayMicroseconds(a, b), atLeastMs * 1000, atMostMs * 1000);
        Assert.Equal(GreatCircle.OneWayMicroseconds(a, b), GreatCircle.OneWayMicroseconds(b, a));
        Assert.Equal(1_000, GreatCircle.OneWayMicroseconds(a, a));
    }

    [Fact]
    public void The_portable_functions_agree_with_the_library()
    {
        var random = new AkkaSimulation.RandomStream(1);
        for (var i = 0; i < 2_000; i++)
        {
            var a = new City("a", random.Next(18_001) - 9_000, random.Next(36_001) - 18_000);
            var b = new City("b", random.Next(18_001) - 9_000, random.Next(36_001) - 18_000);
            Assert.Equal(LibraryKm(a, b), GreatCircle.DistanceKm(a, b), 1e-3);
        }

        Assert.Equal(
            6371 * Math.PI,
            GreatCircle.DistanceKm(new("n", 9_000, 0), new("s", -9_000, 0)),
            1e-3);
    }

    [Fact]
    public void A_round_trip_matrix_is_halved()
    {
        const string Text = "from\\to,x,y\r\nx,1,100\r\ny,90.5,2\r\n";
        var roundTrip = LatencyMatrixReader.Read(Text, "f", isRoundTrip: true).Value!;
        var oneWay = LatencyMatrixReader.Read(Text, "f", isRoundTrip: false).Value!;

        Assert.Equal(["x", "y"], roundTrip.Regions);
        Assert.Equal(50_000, roundTrip.OneWayMicroseconds(0, 1));
        Assert.Equal(45_250, roundTrip.OneWayMicroseconds(1, 0));
        Assert.Equal(90_500, oneWay.OneWayMicroseconds(1, 0));
    }

    [Fact]
    public void A_region_may_have_a_comma_in_quotes()
    {
        const string Text = "_,\"Paris, TX\",y\n\"Paris, TX\",1,100\ny,90,2\n";

        Assert.Equal(["Paris, TX", "y"], LatencyMatrixReader.Read(Text, "f.csv", isRoundTrip: false).Value!.Regions);
    }

    [Theory]
    [InlineData("_,x,y\nx,\"1,2\n", "f.csv:2:3: A quote that opens here does not close")]
    [InlineData("", "f.csv: the file is empty")]
    [InlineData("x\nx,1", "f.csv, line 1, column 2: the header names 0 regions")]
    [InlineData("_,x,x\nx,1,1\nx,1,1", "f.csv, line 1, column 3: the region name 'x' is empty or repeated")]
    [InlineData("_,x,\nx,1,1", "f.csv, line 1, column 3")]
    [InlineData("_,x,y\nx,1,2", "f.csv, line 2, column 1: the header names 2 regions, but 1 rows")]
    [InlineData("_,x,y\nx,1,2\nz,1,2", "f.csv, line 3, column 1: the row is named 'z'")]
    [InlineData("_,x,y\nx,1,2\ny,1", "f.csv, line 3, column 2: the row has 2 cells, 3 are right")]
    [InlineData("_,x,y\nx,1,fast\ny,1,2", "f.csv, line 2, column 3: 'fast' is no number")]
    [InlineData("_,x,y\nx,1,-2\ny,1,2", "f.csv, line 2, column 3: '-2' is no number")]
    [InlineData("_,x,y\n\nx,1,2\ny,1,1e3", "f.csv, line 4, column 3: '1e3' is no number")]
    public void A_malformed_matrix_names_line_and_column(string text, string error) =>
        Assert.StartsWith(error, LatencyMatrixReader.Read(text, "f.csv", false).Error!);

    [Fact]
    public void The_matrix_of_21_regions_can_be_read()
    {
        var path = RealData.File("latency", "aws-21-regions-rtt.csv");
        Assert.SkipUnless(File.Exists(path), $"{path} is absent.");
        var matrix = LatencyMatrixReader.Read(File.ReadAllText(path), path, isRoundTrip: true);

        Assert.Null(matrix.Error);
        Assert.Equal(21, matrix.Value!.Regions.Length);
        Assert.Equal(120_000, matrix.Value.OneWayMicroseconds(0, 1));
    }

    private static double LibraryKm(City a, City b)
    {
        static double Rad(int c) => c * Math.PI / 18_000;
        var h = Math.Pow(Math.Sin(Rad(b.LatitudeCentidegrees - a.LatitudeCentidegrees) / 2), 2)
            + (Math.Cos(Rad(a.LatitudeCentidegrees)) * Math.Cos(Rad(b.LatitudeCentidegrees))
                * Math.Pow(Math.Sin(Rad(b.LongitudeCentidegrees - a.LongitudeCentidegrees) / 2), 2));
        return 2 * 6371 * Math.Asin(Math.Sqrt(Math.Min(1, h)));
    }
}
