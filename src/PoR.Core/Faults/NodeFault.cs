namespace PoR.Core.Faults;

/// <summary>A fault of machines; only a simulation has them.</summary>
/// <param name="Effect">What it does to each.</param>
/// <param name="Of">Which ones.</param>
/// <param name="Start">When it begins, by the run's clock.</param>
/// <param name="Length">How long it lasts, above zero.</param>
public sealed record NodeFault(NodeEffect Effect, NodeSet Of, TimeSpan Start, TimeSpan Length) : Fault(Start, Length)
{
    /// <inheritdoc/>
    public override AimedNode? AimedNode => (Of as NodeSet.Aimed)?.Node;

    /// <inheritdoc/>
    public override string? FaultIn(int nodes) => Of.FaultIn(nodes);

    /// <inheritdoc/>
    private protected override Fault Befalling(int node) => this with { Of = new NodeSet.Numbers([node]) };
}

/// <summary>What a fault does to a machine. Closed: every case is nested here.</summary>
public abstract record NodeEffect
{
    private NodeEffect()
    {
    }

    /// <summary>It dies without a word, and starts again at the end, from its disk.</summary>
    public sealed record Crash : NodeEffect;

    /// <summary>
    /// It dies, and its disk had lied: when it starts again at the end, the last events of each journal are gone.
    /// </summary>
    /// <param name="Events">How many of each, 1 and up.</param>
    public sealed record LostTail(int Events) : NodeEffect;

    /// <summary>It dies, and starts again at the end with an empty disk; its keys are still there.</summary>
    public sealed record Wipe : NodeEffect;

    /// <summary>It stands still, as after SIGSTOP, and goes on at the end with all that has waited.</summary>
    public sealed record Pause : NodeEffect;

    /// <summary>It is slow: nothing else runs for so long after each message that an actor has taken.</summary>
    /// <param name="PerMessage">Above zero.</param>
    public sealed record Busy(TimeSpan PerMessage) : NodeEffect;

    /// <summary>Its wall clock is off by so much; its timers are right.</summary>
    /// <param name="By">Positive: fast.</param>
    public sealed record Skew(TimeSpan By) : NodeEffect;

    /// <summary>Its clocks, and so its timers, run at another rate.</summary>
    /// <param name="PartsPerMillion">Positive: fast; −500,000 to 1,000,000.</param>
    public sealed record Drift(int PartsPerMillion) : NodeEffect;

    /// <summary>No write to its disk succeeds.</summary>
    public sealed record FailingDisk : NodeEffect;

    /// <summary>Its disk is full: nothing more fits on it. Needs disks that keep bytes.</summary>
    public sealed record FullDisk : NodeEffect;

    /// <summary>Its disk takes so long to confirm a write.</summary>
    /// <param name="Latency">Above zero.</param>
    public sealed record SlowDisk(TimeSpan Latency) : NodeEffect;
}
