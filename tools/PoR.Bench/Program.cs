using BenchmarkDotNet.Running;
using PoR.Bench.VirtualTime;

// `reference FILE` records seeded runs; anything else is a benchmark: speed claims come from there.
if (args is ["reference", var recording])
{
    await using var output = new StreamWriter(recording);
    output.NewLine = "\n";
    await PoR.Bench.ReferenceRecording.WriteAsync(output, recording).ConfigureAwait(false);
    return 0;
}

// Speed claims come from here: run with --filter '*' for all, or name a class. `simulation` measures the runtime of
// simulations itself, in one process, beside its bars; `vrf` the processor time of the VRF's two ways,
// `memory` the live heap of a peer, a participant and a round, `links` what links over TCP carry.
if (args is ["simulation", .. var rest])
    return SimulationCommand.Run(rest);
if (args is ["links", .. var how])
    return await PoR.Bench.Links.LinkCosts.RunAsync(how is ["--baseline"]).ConfigureAwait(false);
if (args is ["throughput", .. var options])
    return await PoR.Bench.RealTime.ThroughputCommand.RunAsync(options).ConfigureAwait(false);
if (args is ["shares", .. var settings])
    return await PoR.Bench.RealTime.SharesCommand.RunAsync(settings).ConfigureAwait(false);
if (args is ["node-memory", .. var size])
    return await PoR.Bench.RealTime.NodeMemoryCommand.RunAsync(size).ConfigureAwait(false);
if (args is ["flood", .. var flood])
    return await PoR.Bench.Links.FloodRun.RunAsync(
        TimeSpan.FromSeconds(flood is [var seconds, ..] ? Number(seconds) : 60),
        flood is [_, var turns, ..] ? Number(turns) : 2,
        flood is [_, _, var rate] ? Number(rate) : 500).ConfigureAwait(false);
if (args is ["flood-strangers", var perSecond, .. var ports])
    return await PoR.Bench.Links.FloodStrangers.RunAsync(
        Number(perSecond), [.. ports.Select(Number)]).ConfigureAwait(false);
if (args is ["rounds", .. var run])
    return PoR.Bench.LongRunCosts.Run(run);
if (args is ["faults", .. var isBaseline])
    return PoR.Bench.FaultCosts.Run(isBaseline);
if (args is ["catch-up", .. var chain])
    return await PoR.Bench.Storage.CatchUpCosts.RunAsync(chain).ConfigureAwait(false);
if (args is ["memory"])
    return PoR.Bench.NetworkMemory.Run(Console.Out);
if (args is ["vrf"])
    return PoR.Bench.VrfCosts.Run(Console.Out);
if (args is ["persistence" or "recovery", "--sqlite" or "--postgresql", var file, .. var more])
    return await PoR.Bench.Storage.StoreCommand.RunAsync(args[0], args[1], file, more).ConfigureAwait(false);
BenchmarkSwitcher.FromAssembly(typeof(PoR.Bench.VrfBenchmarks).Assembly).Run(args);
return 0;

static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
