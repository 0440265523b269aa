using AkkaSimulation;

namespace PoR.Bench.VirtualTime;

/// <summary>A vote, as it crosses the network and as it is persisted.</summary>
/// <param name="Mark">What enters the trace.</param>
internal sealed record Vote(ulong Mark) : ITraced
{
    public void WriteTo(ref TraceWriter writer) => writer.Write(Mark);
}
