using System.Diagnostics;
using System.Xml.Linq;

namespace PoR.Mutate;

/// <summary>What a run of test classes, or of scenarios, showed.</summary>
/// <param name="Classes">The names of those that were run; none when the process did not tell.</param>
/// <param name="Failed">The first that failed, a crash or a hang; null when all passed.</param>
internal sealed record TestRun(IReadOnlySet<string> Classes, string? Failed);

/// <summary>Copies of the built test projects, in which one assembly at a time is replaced by a mutant.</summary>
internal sealed class TestBench(string artifacts, string configuration, string folder, TimeSpan limit)
{
    /// <summary>
    /// Runs test classes of one project, or scenarios, with an assembly of ours in place of the built one.
    /// </summary>
    /// <param name="project">The file of the test project, or that of the tool.</param>
    /// <param name="classes">The names of the classes, none for all of them; of the tool: of scenarios.</param>
    /// <param name="mutated">The assembly's name and content, or null for the tests as they were built.</param>
    public async Task<TestRun> RunAsync(
        string project, IReadOnlyCollection<string> classes, (string Name, byte[] Bytes)? mutated)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var built = Path.Combine(artifacts, "bin", name, configuration);
        var copy = Path.Combine(folder, name);
        if (!Directory.Exists(copy))
            Copy(built, copy);
        if (mutated is not { } mutant)
            return await ExecuteAsync(copy, name, classes);

        var dll = Path.Combine(copy, mutant.Name + ".dll");
        await File.WriteAllBytesAsync(dll, mutant.Bytes);
        try
        {
            return await ExecuteAsync(copy, name, classes);
        }
        finally
        {
            File.Copy(Path.Combine(built, mutant.Name + ".dll"), dll, overwrite: true);
        }
    }

    private Task<TestRun> ExecuteAsync(string copy, string name, IReadOnlyCollection<string> classes) =>
        name == Checkout.Tool ? ScenariosAsync(copy, name, classes) : TestsAsync(copy, name, classes);

    private async Task<TestRun> TestsAsync(string copy, string name, IReadOnlyCollection<string> classes)
    {
        var results = Path.Combine(copy, "results.xml");
        File.Delete(results);
        var run = await ProcessAsync(
            [
                Path.Combine(copy, name + ".dll"), "-noColor", "-stopOnFail", "-xml", results,
                .. classes.SelectMany(static testClass => new[] { "-class", "*." + testClass }),
            ]);
        return run is var (code, _) ? Read(results, code) : Hung;
    }

    private async Task<TestRun> ScenariosAsync(string copy, string name, IReadOnlyCollection<string> scenarios)
    {
        var run = await ProcessAsync(
            [Path.Combine(copy, name + ".dll"), "scenario", .. scenarios, "--seeds", "1"], scenarios.Count);
        return run is var (code, output) ? ScenarioOutput.Read(output, code) : Hung;
    }

    private TestRun Hung => new(new HashSet<string>(), $"its time limit of {limit.TotalSeconds:0} s");

    /// <returns>Its exit code and what it wrote to its output; null when it hung.</returns>
    private async Task<(int Code, string Output)?> ProcessAsync(IEnumerable<string> arguments, int runs = 1)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["DOTNET_TieredPGO"] = "0" }, // A short run gains nothing from counting its calls.
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var run = Process.Start(start)!;
        run.StandardInput.Close();
        var (output, error) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        using var end = new CancellationTokenSource(limit * runs); // Scenarios run one after the other.
        try
        {
            await run.WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            run.Kill(entireProcessTree: true);
            return null;
        }

        await error;
        return (run.ExitCode, await output);
    }

    private static TestRun Read(string results, int exitCode)
    {
        if (!File.Exists(results))
            return new TestRun(new HashSet<string>(), $"a test process that ended with exit code {exitCode}");
        var tests = XDocument.Load(results).Descendants("test").ToList();
        var failed = tests.Find(t => (string?)t.Attribute("result") == "Fail");
        return new TestRun(
            tests.Select(ClassOf).ToHashSet(),
            failed is not null ? NameOf(failed)
                : exitCode != 0 ? $"a test process that ended with exit code {exitCode}"
                : null);
    }

    private static string NameOf(XElement test) => $"{ClassOf(test)}.{(string?)test.Attribute("method")}";

    private static string ClassOf(XElement test) => ((string?)test.Attribute("type") ?? "").Split('.')[^1];

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }
}
