namespace Places;

/// <summary>Review and latency files that are no part of the repository. Linked into every test project.</summary>
internal static class RealData
{
    /// <summary>The folder that POR_DATA names, else ../shared/data beside the repository; it may be absent.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable("POR_DATA") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Repository.Root, "..", "shared", "data");

    /// <summary>A file, or a folder, in it.</summary>
    public static string File(params string[] names) => Path.Combine([Folder, .. names]);
}
