using PoR.Examples;
using PoR.Reports;

// The toy in a network that is cut: the first violation, and a folder with the page of the run.
var (fault, folder) = (args.ElementAtOrDefault(0) ?? "halves@20s+30s", args.ElementAtOrDefault(1) ?? "toy-run");
var outcome = ToyRun.Of(seed: 1, fault);
foreach (var violation in outcome.Result.Violations.Take(1))
    Console.WriteLine($"{violation.Invariant} in round {violation.Round}: {violation.Description}");
Console.WriteLine(RunFolder.Write(outcome.Result, outcome.Metrics, folder) ?? $"{folder}/report.html shows the run.");
