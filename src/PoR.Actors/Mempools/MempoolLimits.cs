namespace PoR.Actors.Mempools;

/// <summary>
/// How much a node keeps pending. Half of the room, in count and in bytes, is for accounts that the state knows with
/// a reputation of 1 or more: keys are free, reputation is not.
/// </summary>
public sealed record MempoolLimits
{
    /// <summary>Most transactions. A full pool gives up the least of them for a better one.</summary>
    public int TransactionsMax { get; init; } = 50_000;

    /// <summary>Most bytes of transactions.</summary>
    public long BytesMax { get; init; } = 64L * 1024 * 1024;

    /// <summary>Most transactions of one sender, so that nobody fills the pool alone.</summary>
    public int PerSenderMax { get; init; } = 64;

    /// <summary>Most bytes of one sender's transactions: thirty of the longest reviews.</summary>
    public long PerSenderBytesMax { get; init; } = 256L * 1024;

    /// <summary>How long a transaction waits here at most, whatever rounds are decided meanwhile.</summary>
    public TimeSpan WaitMax { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Most pieces of evidence.</summary>
    public int EvidenceMax { get; init; } = 256;
}
