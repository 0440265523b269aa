namespace Places;

/// <summary>Where this repository lies. Linked into every test project.</summary>
internal static class Repository
{
    /// <summary>The folder that holds PoR.Actors.sln.</summary>
    public static string Root { get; } = RootAbove(AppContext.BaseDirectory);

    private static string RootAbove(string? folder) => folder is null
        ? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds PoR.Actors.sln.")
        : File.Exists(Path.Combine(folder, "PoR.Actors.sln")) ? folder : RootAbove(Path.GetDirectoryName(folder));
}
