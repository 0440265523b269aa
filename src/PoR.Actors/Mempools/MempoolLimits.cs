namespace PoR.Actors.Mempools;

/// <summary>How much a node keeps pending.</summary>
public sealed record MempoolLimits
{
    /// <summary>Most transactions; a newer one is refused when the pool is full.</summary>
    public int TransactionsMax { get; init; } = 50_000;

    /// <summary>Most transactions of one sender, so that nobody fills the pool alone.</summary>
    public int PerSenderMax { get; init; } = 64;

    /// <summary>Most pieces of evidence.</summary>
    public int EvidenceMax { get; init; } = 256;
}
