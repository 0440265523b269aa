namespace PoR.Mutate;

/// <summary>Finds the files and projects of a working tree by their names, so that a list survives a move.</summary>
internal sealed class Checkout
{
    /// <summary>The project whose program runs scenarios.</summary>
    public const string Tool = "PoR.Tool";

    private const string ScenarioPrefix = "scenario:";

    private readonly IReadOnlyList<string> _sources;
    private readonly IReadOnlyList<string> _tests;

    /// <summary>Looks at the tree below <paramref name="root"/> once.</summary>
    public Checkout(string root)
    {
        Root = root;
        _sources = FilesOf(Path.Combine(root, "src"));
        _tests = FilesOf(Path.Combine(root, "tests"));
    }

    /// <summary>The folder that holds src, tests and tools.</summary>
    public string Root { get; }

    /// <summary>The only source file with this name, or null.</summary>
    public string? Source(string name) => Only(_sources, name);

    /// <summary>The test project of a class, the project of this name, the tool of a scenario, or null.</summary>
    /// <returns>The project's file, and the class or scenario, null for the whole project.</returns>
    public (string Project, string? Class)? Test(string name)
    {
        if (name.StartsWith(ScenarioPrefix, StringComparison.Ordinal))
        {
            var scenario = name[ScenarioPrefix.Length..];
            return File.Exists(Path.Combine(Root, "hocon", "scenarios", scenario + ".conf"))
                ? (Path.Combine(Root, "tools", Tool, Tool + ".csproj"), scenario)
                : null;
        }

        var whole = Path.Combine(Root, "tests", name, name + ".csproj");
        if (File.Exists(whole))
            return (whole, null);
        return Only(_tests, name + ".cs") is { } file && ProjectOf(file) is { } project ? (project, name) : null;
    }

    /// <summary>The project that a source file belongs to: the nearest one above it.</summary>
    public static string? ProjectOf(string file)
    {
        for (var folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.GetFiles(folder, "*.csproj") is [var project])
                return project;
        }

        return null;
    }

    /// <summary>What is wrong with a mutant as the tree stands, in one sentence, or null.</summary>
    public string? FaultOf(Mutant mutant)
    {
        if (Source(mutant.File) is not { } path)
            return $"{mutant.Name}: src has no file {mutant.File}, or more than one.";
        if (mutant.Apply(File.ReadAllText(path)) is null)
            return $"{mutant.Name}: its text does not occur exactly once in {mutant.File}.";
        return mutant.Tests.FirstOrDefault(t => Test(t) is null) is { } test
            ? $"{mutant.Name}: there is no test class, project or scenario {test}."
            : null;
    }

    private static string? Only(IReadOnlyList<string> files, string name)
    {
        var ending = Path.DirectorySeparatorChar + name.Replace('/', Path.DirectorySeparatorChar);
        var found = files.Where(f => f.EndsWith(ending, StringComparison.Ordinal)).Take(2).ToList();
        return found is [var only] ? only : null;
    }

    private static string[] FilesOf(string folder) =>
        Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories);
}
