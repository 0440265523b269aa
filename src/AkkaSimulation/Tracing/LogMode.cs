namespace AkkaSimulation;

/// <summary>What a simulation logs.</summary>
public readonly record struct LogMode
{
    private LogMode(int perNode) => PerNode = perNode;

    /// <summary>Nothing.</summary>
    public static LogMode Off { get; }

    /// <summary>Everything; memory grows with the run.</summary>
    public static LogMode All { get; } = new(int.MaxValue);

    /// <summary>Entries kept for each node; 0: none.</summary>
    internal int PerNode { get; }

    /// <summary>The latest entries.</summary>
    /// <param name="count">How many for each node; at least 1.</param>
    /// <returns>A mode.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public static LogMode Last(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new LogMode(count);
    }
}
