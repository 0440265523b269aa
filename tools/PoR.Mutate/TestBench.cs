using System.Diagnostics;
using System.Xml.Linq;

namespace PoR.Mutate;

/// <summary>What a run of test classes showed.</summary>
/// <param name="Classes">The names of the classes whose tests were run; none when the process did not tell.</param>
/// <param name="Failed">The first test that failed, a crash or a hang; null when all passed.</param>
internal sealed record TestRun(IReadOnlySet<string> Classes, string? Failed);

/// <summary>Copies of the built test projects, in which one assembly at a time is replaced by a mutant.</summary>
internal sealed class TestBench(string artifacts, string configuration, string folder, TimeSpan limit)
{
    /// <summary>Runs test classes of one project, with an assembly of ours in place of the built one.</summary>
    /// <param name="project">The test project's file.</param>
    /// <param name="classes">The names of the classes, none for all of them.</param>
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

    private async Task<TestRun> ExecuteAsync(string copy, string name, IReadOnlyCollection<string> classes)
    {
        var results = Path.Combine(copy, "results.xml");
        File.Delete(results);
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["DOTNET_TieredPGO"] = "0" }, // A short run gains nothing from counting its calls.
        };
        string[] arguments = [Path.Combine(copy, name + ".dll"), "-noColor", "-stopOnFail", "-xml", results];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var testClass in classes)
        {
            start.ArgumentList.Add("-class");
            start.ArgumentList.Add("*." + testClass);
        }

        using var run = Process.Start(start)!;
        run.StandardInput.Close();
        var output = Task.WhenAll(run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        using var end = new CancellationTokenSource(limit);
        try
        {
            await run.WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            run.Kill(entireProcessTree: true);
            return new TestRun(new HashSet<string>(), $"its time limit of {limit.TotalSeconds:0} s");
        }

        await output;
        return Read(results, run.ExitCode);
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
