using System.Collections.Concurrent;

namespace PoR.Mutate;

/// <summary>Tries mutants one by one, several at a time on benches of their own.</summary>
internal sealed class MutationRun(Checkout checkout, string artifacts, string configuration, string folder)
{
    /// <summary>A hung test counts as a killed mutant; the watchdog of the tests ends most of them before.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, Lazy<CompiledProject>> _projects = new();

    /// <summary>Tries each mutant and prints each verdict as it comes.</summary>
    /// <returns>The verdicts in the order of the list.</returns>
    /// <exception cref="InvalidOperationException">The tests fail, or do not exist, without a mutant, too.</exception>
    public async Task<IReadOnlyList<Verdict>> RunAsync(IReadOnlyList<Mutant> mutants, int threads)
    {
        if (await FaultWithoutAsync(mutants) is { } fault)
            throw new InvalidOperationException(fault);
        var verdicts = new Verdict[mutants.Count];
        var (next, done) = (-1, 0);
        await Task.WhenAll(Enumerable.Range(0, threads).Select(worker => Task.Run(async () =>
        {
            var bench = BenchOf(worker);
            for (int i; (i = Interlocked.Increment(ref next)) < mutants.Count;)
            {
                verdicts[i] = await TryAsync(mutants[i], bench);
                var count = Interlocked.Increment(ref done);
                Console.WriteLine($"[{count}/{mutants.Count}] {mutants[i].Name} {verdicts[i]}");
            }
        })));
        return verdicts;
    }

    // A test that fails anyway, or a class without tests, would say nothing about a mutant.
    private async Task<string?> FaultWithoutAsync(IReadOnlyList<Mutant> mutants)
    {
        foreach (var (project, classes) in TestsOf(mutants.SelectMany(m => m.Tests)))
        {
            var run = await BenchOf(0).RunAsync(project, classes, null);
            if (run.Failed is not null)
                return $"The tests of {Path.GetFileName(project)} fail without a mutant, too: {run.Failed}.";
            foreach (var empty in classes.Where(c => !run.Classes.Contains(c)))
                return $"Nothing of {empty} ran.";
        }

        return null;
    }

    private async Task<Verdict> TryAsync(Mutant mutant, TestBench bench)
    {
        var file = checkout.Source(mutant.File)!;
        var path = Checkout.ProjectOf(file)!;
        var project = _projects.GetOrAdd(
            path, p => new Lazy<CompiledProject>(() => CompiledProject.Load(p, configuration, artifacts))).Value;
        var bytes = project.Compile(file, mutant.Apply(await File.ReadAllTextAsync(file))!, out var error);
        if (bytes is null)
            return new Verdict(mutant, null, $"it does not compile: {error}");
        foreach (var (test, classes) in TestsOf(mutant.Tests))
        {
            var run = await bench.RunAsync(test, classes, (project.Name, bytes));
            if (run.Failed is { } failed)
                return new Verdict(mutant, failed, null);
        }

        return new Verdict(mutant, null, null);
    }

    // By project, in the order in which the list names them; no class means all classes.
    private IEnumerable<(string Project, IReadOnlyCollection<string> Classes)> TestsOf(IEnumerable<string> names) =>
        names.Distinct().Select(n => checkout.Test(n)!.Value)
            .GroupBy(t => t.Project)
            .Select(g => (g.Key, (IReadOnlyCollection<string>)(g.Any(t => t.Class is null)
                ? [] : [.. g.Select(t => Path.GetFileName(t.Class!))])));

    private TestBench BenchOf(int worker) =>
        new(artifacts, configuration, Path.Combine(folder, $"{worker}"), Limit);
}
