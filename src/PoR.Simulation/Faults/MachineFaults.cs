using AkkaSimulation.Disks;
using AkkaSimulation.Nodes;
using PoR.Core.Faults;

namespace PoR.Simulation.Faults;

/// <summary>Makes faults of simulated machines when their time comes.</summary>
public static class MachineFaults
{
    /// <summary>Plans the faults of machines among some faults.</summary>
    /// <param name="simulation">Whose nodes they befall; at its start.</param>
    /// <param name="faults">Of two of one kind at one time on one node, the one that ends first ends both.</param>
    public static void Plan(AkkaSimulation.Simulation simulation, IEnumerable<Fault> faults)
    {
        foreach (var fault in faults)
        {
            fault.RequirePlaced();
            if (fault is not NodeFault { Effect: var effect, Of: var of })
                continue;
            foreach (var number in of.In(simulation.Nodes.Count))
            {
                var node = simulation.Nodes[number];
                simulation.At(fault.Start, () => Begin(node, effect));
                simulation.At(fault.End, () => End(node, effect));
            }
        }
    }

    private static void Begin(SimulatedNode node, NodeEffect effect)
    {
        switch (effect)
        {
            case NodeEffect.Crash:
                node.Crash();
                break;
            case NodeEffect.LostTail { Events: var events }:
                node.Crash();
                foreach (var id in node.Disk.PersistenceIds)
                    node.Disk.LoseTail(id, events);
                break;
            case NodeEffect.Wipe:
                node.Crash();
                node.Disk.Wipe();
                break;
            case NodeEffect.Pause:
                node.Pause();
                break;
            case NodeEffect.Busy { PerMessage: var each }:
                node.ServiceTime = (_, _) => each;
                break;
            case NodeEffect.Skew { By: var by }:
                node.Clock.Skew(by);
                break;
            case NodeEffect.Drift { PartsPerMillion: var rate }:
                node.Clock.Drift(rate);
                break;
            case NodeEffect.FailingDisk:
                node.Disk.OnWrite = static _ => WriteFault.Fail;
                break;
            case NodeEffect.FullDisk:
                node.Disk.CapacityBytes = node.Disk.UsedBytes;
                break;
            case NodeEffect.SlowDisk { Latency: var latency }:
                node.Disk.Latency = latency;
                break;
        }
    }

    private static void End(SimulatedNode node, NodeEffect effect)
    {
        switch (effect)
        {
            case NodeEffect.Crash or NodeEffect.LostTail or NodeEffect.Wipe:
                node.Restart();
                break;
            case NodeEffect.Pause:
                node.Resume();
                break;
            case NodeEffect.Busy:
                node.ServiceTime = null;
                break;
            case NodeEffect.Skew:
                node.Clock.Skew(TimeSpan.Zero);
                break;
            case NodeEffect.Drift:
                node.Clock.Drift(0);
                break;
            case NodeEffect.FailingDisk:
                node.Disk.OnWrite = null;
                break;
            case NodeEffect.FullDisk:
                node.Disk.CapacityBytes = null;
                break;
            case NodeEffect.SlowDisk:
                node.Disk.Latency = TimeSpan.Zero;
                break;
        }
    }
}
