using BenchmarkDotNet.Running;

// Speed claims come from here: run with --filter '*' for all, or name a class.
BenchmarkSwitcher.FromAssembly(typeof(PoR.Bench.VrfBenchmarks).Assembly).Run(args);
return 0;
