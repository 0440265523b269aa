using System.IO.Compression;
using System.Text.RegularExpressions;

namespace PoR.TestKit.Tests;

/// <summary>A stranger has the packages, and nothing else of this repository.</summary>
public sealed class PackageTests(Packages packages) : IClassFixture<Packages>
{
    private const int LimitMs = 300_000;

    private static string Templates => Path.Combine(Places.Repository.Root, "templates");

    [Fact(DisplayName = "Each library is a package with its README and its symbols, and por is a .NET tool")]
    public void All_are_packed()
    {
        string[] unpacked = ["PoR.Exploration", "PoR.Node"]; // Parts of the tool alone.
        var libraries = Directory.EnumerateDirectories(Path.Combine(Places.Repository.Root, "src"))
            .Select(folder => Path.GetFileName(folder)).Except(unpacked).Order(StringComparer.Ordinal).ToArray();

        Assert.Equal(libraries, packages.SymbolNames);
        Assert.Equal(libraries.Append("PoR.Tool").Order(StringComparer.Ordinal), packages.Names);
        Assert.All(Directory.EnumerateFiles(packages.Folder, "*.nupkg"), static file =>
        {
            using var package = ZipFile.OpenRead(file);
            Assert.NotNull(package.GetEntry("README.md"));
        });
    }

    [Theory(DisplayName = "The template's tests pass from the packages alone, under xunit v3 and xunit 2",
        Timeout = LimitMs)]
    [InlineData("NetworkTests", "", "Total: 2, Errors: 0, Failed: 0")]
    [InlineData("NetworkTests.Xunit2", "vstest", "Passed: 2")]
    public async Task A_stranger_tests_networks(string project, string runner, string ends)
    {
        CopyOf("NetworkTests");
        CopyOf(project);
        var folder = packages.In(project);
        var output = Path.Combine(folder, "out");
        await packages.DotnetAsync("build", folder, "-o", output, "-v", "q", "-nodeReuse:false");

        string[] program = [Path.Combine(output, $"{project}.dll")];
        var said = await packages.DotnetAsync(runner.Length == 0 ? program : [runner, .. program]);
        Assert.Contains(ends, Regex.Replace(said, " +", " "), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "por runs as a .NET tool, without a script, and finds its libsodium", Timeout = LimitMs)]
    public async Task The_tool_is_installed()
    {
        await packages.DotnetAsync(
            "tool", "install", "PoR.Tool", "--tool-path", packages.In("tools"), "--configfile",
            packages.In("NuGet.config"));
        var por = packages.In("tools", OperatingSystem.IsWindows() ? "por.exe" : "por");

        Assert.Equal("0.1.0", (await packages.RunAsync(por, "--version")).Trim());
        var said = await packages.RunAsync(por, "simulate", "--profile", "unit", "--rounds", "2", "--crypto", "shared");
        Assert.Contains("2 with a block, 0 empty", said, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "What a README shows of tests is the template's")]
    [InlineData("src/PoR.TestKit/README.md", "FirstTest.cs")]
    [InlineData("README.md", "OwnAdversaryTest.cs")]
    public void Readmes_show_the_template(string document, string file)
    {
        var readme = File.ReadAllText(Path.Combine(Places.Repository.Root, document));
        var template = File.ReadAllText(Path.Combine(Templates, "NetworkTests", file));
        Assert.Contains($"```csharp\n{template}```", readme, StringComparison.Ordinal);
    }

    /// <summary>Nothing but what is in git: no output of a build.</summary>
    private void CopyOf(string project)
    {
        Directory.CreateDirectory(packages.In(project));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Templates, project)))
            File.Copy(file, packages.In(project, Path.GetFileName(file)), overwrite: true);
    }
}
