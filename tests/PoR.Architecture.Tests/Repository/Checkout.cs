namespace PoR.Architecture.Tests.Repository;

/// <summary>The files of this repository as they lie on the disk, read once.</summary>
public sealed class Checkout
{
    private static readonly string[] SkippedFolders =
        [".git", ".vs", ".idea", "artifacts", "bin", "obj", "runs", "TestResults"];

    private static readonly Lazy<Checkout> Loaded = new(() => new Checkout(Places.Repository.Root));

    private Checkout(string root)
    {
        Root = root;
        Files = [.. Walk(root).Select(ToPath).Order(StringComparer.Ordinal)];
        Sources = [.. Files.Where(IsSource).Select(path => new SourceFile(path, Read(path)))];
        Projects = [.. Files.Where(path => path.EndsWith(".csproj", StringComparison.Ordinal)
                && path.Split('/')[0] != "templates")
            .Select(path => new ProjectFile(path, Read(path)))];
    }

    /// <summary>The checkout that these tests were built from.</summary>
    public static Checkout Current => Loaded.Value;

    /// <summary>The folder that holds PoR.Actors.sln.</summary>
    public string Root { get; }

    /// <summary>All files but build output, from the root, with forward slashes, in order.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The C# files under src, tests and tools.</summary>
    public IReadOnlyList<SourceFile> Sources { get; }

    /// <summary>The csproj files but those of templates, which are a stranger's.</summary>
    public IReadOnlyList<ProjectFile> Projects { get; }

    /// <summary>A file's text.</summary>
    /// <param name="path">From the root.</param>
    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static bool IsSource(string path) =>
        path.EndsWith(".cs", StringComparison.Ordinal)
        && path.Split('/')[0] is "src" or "tests" or "tools";

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Concat(
            Directory.EnumerateDirectories(folder)
                .Where(child => !SkippedFolders.Contains(Path.GetFileName(child)))
                .SelectMany(Walk));

    private string ToPath(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');
}
