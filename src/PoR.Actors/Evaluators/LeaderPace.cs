namespace PoR.Actors.Evaluators;

/// <summary>
/// How many entries a leader takes into a block: once a block was late, no more than it then had time for within
/// E_lead, and more again as blocks take less. A block that takes longer may miss step 2; then the round ends empty,
/// more is pending for the next one, and no block would ever be in time again.
/// </summary>
/// <param name="EntriesMax">The most entries of the next block.</param>
internal readonly record struct LeaderPace(int EntriesMax)
{
    // So few are evaluated within milliseconds. If they take longer, it is not because of their number.
    private const int Least = 100;

    /// <summary>Of a leader that has not made a block yet.</summary>
    public static LeaderPace Unknown { get; } = new(int.MaxValue);

    /// <summary>The pace after a block.</summary>
    /// <param name="entries">Of the block.</param>
    /// <param name="took">From the order until it was made.</param>
    /// <param name="budget">E_lead; 0 sets no bound.</param>
    public LeaderPace After(int entries, TimeSpan took, TimeSpan budget)
    {
        if (budget <= TimeSpan.Zero)
            return this;
        var within = took > TimeSpan.Zero ? entries * budget.Ticks / took.Ticks : int.MaxValue;
        var most = took > budget ? Math.Max(Least, within) : Math.Max(EntriesMax, Math.Min(within, 2L * entries));
        return new((int)Math.Min(int.MaxValue, most));
    }
}
