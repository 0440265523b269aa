namespace PoR.Tool.Tests;

/// <summary>Review and latency files that are no part of the repository.</summary>
internal static class RealData
{
    /// <summary>A file of the folder that POR_DATA names, else of ../shared/data beside the repository.</summary>
    public static string Path(string name)
    {
        if (Environment.GetEnvironmentVariable("POR_DATA") is { Length: > 0 } folder)
            return System.IO.Path.Combine(folder, name);
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(System.IO.Path.Combine(root.FullName, "PoR.Actors.sln")))
            root = root.Parent;
        return System.IO.Path.Combine(root?.FullName ?? "", "..", "shared", "data", name);
    }
}
