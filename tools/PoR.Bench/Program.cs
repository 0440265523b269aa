using BenchmarkDotNet.Running;
using PoR.Bench.VirtualTime;

// `reference FILE` records seeded runs; anything else is a benchmark: speed claims come from there.
if (args is ["reference", var file])
{
    await using var output = new StreamWriter(file);
    output.NewLine = "\n";
    await PoR.Bench.ReferenceRecording.WriteAsync(output, file).ConfigureAwait(false);
    return 0;
}

// Speed claims come from here: run with --filter '*' for all, or name a class. `simulation` measures the runtime of
// simulations itself, in one process, beside its bars; `vrf` the processor time of the VRF's two ways,
// `memory` the live heap of a peer, a participant and a round, `links` what links over TCP carry.
if (args is ["simulation", .. var rest])
    return SimulationCommand.Run(rest);
if (args is ["links", .. var how])
    return await PoR.Bench.Links.LinkCosts.RunAsync(how is ["--baseline"]).ConfigureAwait(false);
if (args is ["memory"])
    return PoR.Bench.NetworkMemory.Run(Console.Out);
if (args is ["vrf"])
    return PoR.Bench.VrfCosts.Run(Console.Out);
if (args is ["persistence", "--sqlite", var path])
    return await PoR.Bench.Storage.StoreCosts.RunAsync(
        new PoR.Persistence.Databases.Database.Sqlite(path), Console.Out).ConfigureAwait(false);
if (args is ["persistence", "--postgresql", var text])
    return await PoR.Bench.Storage.StoreCosts.RunAsync(
        new PoR.Persistence.Databases.Database.PostgreSql(
            (await File.ReadAllTextAsync(text).ConfigureAwait(false)).Trim()), Console.Out).ConfigureAwait(false);
BenchmarkSwitcher.FromAssembly(typeof(PoR.Bench.VrfBenchmarks).Assembly).Run(args);
return 0;
