using System.Text.Json;
using System.Text.RegularExpressions;
using Places;
using static System.StringComparison;

namespace PoR.Tool.Tests.Deployment;

/// <summary><c>docker/Dockerfile</c> against the program and its build.</summary>
public sealed class DockerfileTests
{
    private static readonly (string Name, string Text)[] s_lines = DeployFile.Dockerfile();

    [Fact(DisplayName = "The image is built by the SDK of global.json, and runs on the framework of the build")]
    public void Images()
    {
        var build = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props"));
        var framework = Regex.Match(build, "<TargetFramework>net([0-9.]+)<").Groups[1].Value;
        using var sdk = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "global.json")));
        Assert.StartsWith(
            framework + ".", sdk.RootElement.GetProperty("sdk").GetProperty("version").GetString(), Ordinal);
        Assert.Equal(
            [
                $"mcr.microsoft.com/dotnet/sdk:{framework} AS build", $"mcr.microsoft.com/dotnet/aspnet:{framework}",
            ],
            Of("FROM"));
    }

    [Fact(DisplayName = "The image runs por as a user without rights, and writes to /data alone", Timeout = 60_000)]
    public void Program()
    {
        var program = $"{typeof(CommandLine).Assembly.GetName().Name}.dll";
        var published = Of("RUN").Single().Split(' ').Single(word => word.EndsWith(".csproj", Ordinal));
        Assert.True(File.Exists(Path.Combine(Repository.Root, published)));
        Assert.Equal(Path.GetFileNameWithoutExtension(published) + ".dll", program);
        Assert.Equal(["dotnet", program], Listed(Of("ENTRYPOINT").Single()));
        NodeEnvironment.AreArguments(Listed(Of("CMD").Single()));
        Assert.Equal(["/data"], Of("VOLUME"));
        Assert.Equal(["10001"], Of("USER"));
        Assert.Equal(["SIGTERM"], Of("STOPSIGNAL"));
        var asking = Listed(Of("HEALTHCHECK").Single().Split(" CMD ")[1]);
        Assert.Equal(["dotnet", program], asking[..2]);
        NodeEnvironment.AreArguments(asking[2..]);
    }

    [Fact(DisplayName = "No secret enters the image, and nothing that its build reads stays out")]
    public void Context()
    {
        var left = File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore"));
        Assert.Contains("docker/secrets", left);
        Assert.Contains("artifacts", left);
        Assert.All(
            new[] { "src", "tools", "hocon", "Directory.Packages.props", "global.json" },
            needed => Assert.DoesNotContain(needed, left));
        var ignored = File.ReadAllLines(Path.Combine(Repository.Root, ".gitignore"));
        Assert.Contains("docker/secrets/made/", ignored);
    }

    /// <summary>The variables of the image.</summary>
    internal static IEnumerable<(string Name, string Value)> Environment() =>
        Of("ENV").SelectMany(line => line.Split(' ')).Select(pair => pair.Split('=', 2))
            .Select(pair => (pair[0], pair[1]));

    private static string[] Of(string name) => [.. s_lines.Where(line => line.Name == name).Select(line => line.Text)];

    private static string[] Listed(string json) => JsonSerializer.Deserialize<string[]>(json)!;
}
