using AkkaSimulation;

namespace PoR.Bench.VirtualTime;

/// <summary>A vote, as it crosses the network and as it is persisted.</summary>
/// <param name="Mark">What enters the trace.</param>
internal sealed record Vote(ulong Mark) : ITraced
{
    public void WriteTo(ref TraceWriter writer) => writer.Write(Mark);
}

/// <summary>A participant may speak in a step.</summary>
/// <param name="Step">0, 1, … in the run.</param>
internal sealed record Speak(int Step);

/// <summary>A participant's vote goes to all nodes.</summary>
/// <param name="Vote">The vote.</param>
internal sealed record Say(Vote Vote);

/// <summary>A hundred more votes were counted.</summary>
internal sealed record Tally
{
    public static readonly Tally Instance = new();
}

/// <summary>A step is due.</summary>
internal sealed record StepDue
{
    public static readonly StepDue Instance = new();
}
