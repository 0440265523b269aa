using BenchmarkDotNet.Running;

// `reference FILE` records seeded runs; anything else is a benchmark: speed claims come from there.
if (args is ["reference", var file])
{
    await using var output = new StreamWriter(file);
    output.NewLine = "\n";
    await PoR.Bench.ReferenceRecording.WriteAsync(output).ConfigureAwait(false);
    return 0;
}

// Run with --filter '*' for all, or name a class.
BenchmarkSwitcher.FromAssembly(typeof(PoR.Bench.VrfBenchmarks).Assembly).Run(args);
return 0;
