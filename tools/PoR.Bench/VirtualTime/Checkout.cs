namespace PoR.Bench.VirtualTime;

/// <summary>Where the repository lies from which this program was built.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "PoR.Actors.sln")))
                return at.FullName;
        }

        throw new DirectoryNotFoundException(
            $"PoR.Bench runs from within the repository, and PoR.Actors.sln is not above {AppContext.BaseDirectory}.");
    }
}
