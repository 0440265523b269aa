using PoR.Mutate;

// Called by tools/mutate: ROOT ARTIFACTS CONFIGURATION THREADS [NAME...], the tests built before.
if (args.Length < 4 || !int.TryParse(args[3], out var threads) || threads is < 1 or > 64)
{
    Console.Error.WriteLine("mutate: --threads takes a number from 1 to 64.");
    return 2;
}

var checkout = new Checkout(args[0]);
IReadOnlyList<Mutant> mutants;
try
{
    mutants = MutantList.ReadAll(Path.Combine(checkout.Root, "tools", "mutants"));
}
catch (FormatException fault)
{
    Console.Error.WriteLine($"mutate: {fault.Message}");
    return 2;
}

var names = args[4..];
if (names.FirstOrDefault(n => !mutants.Any(m => m.Name == n)) is { } unknown)
{
    Console.Error.WriteLine($"mutate: no mutant is called {unknown}; the lists are in tools/mutants.");
    return 2;
}

var chosen = names.Length == 0 ? mutants : [.. mutants.Where(m => names.Contains(m.Name))];
var faults = chosen.Select(checkout.FaultOf).OfType<string>().ToList();
foreach (var fault in faults)
    Console.Error.WriteLine($"mutate: {fault}");
if (faults.Count > 0)
    return 1;

var folder = Path.Combine(args[1], $"mutants.{Environment.ProcessId}");
IReadOnlyList<Verdict> verdicts;
try
{
    verdicts = await new MutationRun(checkout, args[1], args[2], folder).RunAsync(chosen, threads);
}
catch (InvalidOperationException fault)
{
    Console.Error.WriteLine($"mutate: {fault.Message}");
    return 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

var bad = verdicts.Where(v => !v.IsGood).ToList();
foreach (var verdict in bad)
    Console.WriteLine($"{verdict.Mutant.Name} {verdict}");
Console.WriteLine($"{verdicts.Count - bad.Count} of {verdicts.Count} mutants as they should be.");
if (names.Length == 0)
    await File.WriteAllTextAsync(Path.Combine(checkout.Root, "docs", "results", "mutants.md"), Report.Of(verdicts));
return bad.Count == 0 ? 0 : 1;
