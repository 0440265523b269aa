using Limits;

namespace PoR.TestKit.Tests;

/// <summary>
/// What <c>dotnet pack</c> makes of this build, in a folder of its own; what uses it restores without a network.
/// </summary>
public sealed class Packages : IAsyncLifetime
{
    private const string Version = "0.1.0";

    // artifacts/bin/PROJECT/CONFIGURATION
    private static readonly DirectoryInfo s_build = new(AppContext.BaseDirectory);

    private static readonly string s_known = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
        ? set
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("por-packages-");

    /// <summary>The packages.</summary>
    public string Folder => In("packages");

    /// <summary>Their names without version, in order; without symbols.</summary>
    public IEnumerable<string> Names => NamesOf("nupkg");

    /// <summary>The names of packages of symbols.</summary>
    public IEnumerable<string> SymbolNames => NamesOf("snupkg");

    /// <summary>A path in a folder that nobody else uses.</summary>
    public string In(params string[] names) => Path.Combine([_scratch.FullName, .. names]);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Assert.False(
            Directory.Exists(Path.Combine(s_known, "por.testkit", Version)),
            $"{s_known} has a PoR.TestKit {Version}, which would be used instead of the tested one: delete it.");
        await DotnetAsync(
            "pack", Path.Combine(Places.Repository.Root, "PoR.Actors.sln"), "--no-build",
            "-c", s_build.Name,
            $"-p:ArtifactsPath={s_build.Parent!.Parent!.Parent!.FullName}", "-o", Folder, "-v", "q",
            "-nodeReuse:false");
        await File.WriteAllTextAsync(
            In("NuGet.config"),
            $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="tested" value="{Folder}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="known" value="{s_known}" />
              </fallbackPackageFolders>
            </configuration>
            """);
    }

    /// <summary>Runs <c>dotnet</c>; it must end well.</summary>
    /// <returns>What it says.</returns>
    public Task<string> DotnetAsync(params string[] args) => RunAsync("dotnet", args);

    /// <summary>Runs a program; it must end well.</summary>
    /// <returns>What it says.</returns>
    public async Task<string> RunAsync(string program, params string[] args)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        using var process = ChildProcess.Start(program, args, environment: new Dictionary<string, string>
        {
            ["NUGET_PACKAGES"] = In("unpacked"),
            ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..")),
            ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        });
        var (code, output, error) = await process.EndAsync();
        Assert.True(code == 0, $"{program} {string.Join(' ', args)} ended with {code}:\n{output}\n{error}");
        return output;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _scratch.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private IEnumerable<string> NamesOf(string extension) => Directory
        .EnumerateFiles(Folder, $"*.{Version}.{extension}")
        .Select(file => Path.GetFileName(file)[..^$".{Version}.{extension}".Length]).Order(StringComparer.Ordinal);
}
