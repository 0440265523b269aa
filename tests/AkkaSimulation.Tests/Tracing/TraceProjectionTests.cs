using Akka.Actor;
using AkkaSimulation.Tracing;

namespace AkkaSimulation.Tests.Tracing;

/// <summary>How a message that is not one's own enters the trace.</summary>
public sealed class TraceProjectionTests
{
    [Fact(DisplayName = "A message without a mark enters the trace by its type only; a projection adds what it writes")]
    public void A_projection_writes_the_message()
    {
        Assert.Equal(HashOf(new Plain(1, true)), HashOf(new Plain(2, false)));

        Assert.NotEqual(HashOf(new Plain(1, true), ByNumber), HashOf(new Plain(2, true), ByNumber));
        Assert.Equal(HashOf(new Plain(1, true), ByNumber), HashOf(new Plain(1, false), ByNumber));
    }

    [Fact(DisplayName = "The projection of the most derived type writes the message")]
    public void The_most_derived_projection_counts()
    {
        Assert.NotEqual(HashOf(new Derived(1, true), ByNumber), HashOf(new Derived(2, true), ByNumber));

        Assert.Equal(HashOf(new Derived(1, true), Both), HashOf(new Derived(2, true), Both));
        Assert.NotEqual(HashOf(new Derived(1, true), Both), HashOf(new Derived(1, false), Both));
    }

    [Fact(DisplayName = "A trace has one form: a projection comes before the first node")]
    public void A_late_projection_is_refused()
    {
        using var simulation = new Simulation();
        simulation.AddNode(static _ => { });

        Assert.Throws<InvalidOperationException>(() => ByNumber(simulation.Trace));
    }

    private static void ByNumber(Trace trace) =>
        trace.Project<Foreign>(static (Foreign message, ref TraceWriter writer) => writer.Write(message.Number));

    private static void Both(Trace trace)
    {
        ByNumber(trace);
        trace.Project<Derived>(static (Derived message, ref TraceWriter writer) => writer.Write(message.IsLast));
    }

    private static string HashOf(Foreign message, Action<Trace>? project = null)
    {
        using var simulation = new Simulation();
        project?.Invoke(simulation.Trace);
        var node = simulation.AddActor("worker", static actor => actor.On<Foreign>(static _ => { }));
        node.Find("/user/worker").Tell(message);
        simulation.Settle();
        return simulation.Trace.Hash;
    }

    private abstract record Foreign(long Number, bool IsLast);

    private sealed record Plain(long Number, bool IsLast) : Foreign(Number, IsLast);

    private sealed record Derived(long Number, bool IsLast) : Foreign(Number, IsLast);
}
