using Akka.Configuration;

namespace AkkaSimulation;

/// <summary>Which of the mailboxes that are ready runs next.</summary>
public enum Schedule
{
    /// <summary>The one that became ready first.</summary>
    Fifo,

    /// <summary>
    /// One drawn by the seed, among all that are due at one time: each schedule is a legal one of Akka.
    /// </summary>
    Random,
}

/// <summary>How a simulation runs.</summary>
public sealed record SimulationOptions
{
    /// <summary>All that is drawn follows from it.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Threads that run lanes and offloaded work, the driver's included; at least 1. No result depends on it.
    /// </summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether a violation, an unhandled message or a failed guardian's child ends the run.</summary>
    public bool Strict { get; init; } = true;

    /// <summary>Whether a dead letter within a node is a violation.</summary>
    public bool DeadLettersFail { get; init; }

    /// <summary>Which ready mailbox runs next.</summary>
    public Schedule Schedule { get; init; } = Schedule.Fifo;

    /// <summary>What is logged.</summary>
    public LogMode Log { get; init; } = LogMode.Off;

    /// <summary>
    /// Whether a message is compared at its delivery with what it was when it was sent, by its trace bytes.
    /// </summary>
    public bool VerifyMessages { get; init; }

    /// <summary>HOCON that goes before the simulation's own; null: none.</summary>
    public Config? Config { get; init; }

    /// <summary>Letters that an actor takes in one go; at least 1. Akka's default in production is 30.</summary>
    public int Throughput { get; init; } = 1;

    /// <summary>
    /// After this time, or the network's minimum delay where that is longer, watchers on other nodes learn that a node
    /// is gone; at least zero.
    /// </summary>
    public TimeSpan DetectionTime { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>What wall clocks show at the start.</summary>
    public DateTimeOffset Epoch { get; init; } = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What a comparison of two runs looks at; null: nothing.</summary>
    internal Tracing.TraceWatch? Watch { get; init; }

    internal SimulationOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Throughput, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(DetectionTime, TimeSpan.Zero);
        return this;
    }
}
