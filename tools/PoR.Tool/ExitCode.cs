namespace PoR.Tool;

/// <summary>What <c>por</c> ends with.</summary>
internal static class ExitCode
{
    /// <summary>All went well: all invariants held, all rows were good, the chain is sound.</summary>
    public const int Success = 0;

    /// <summary>An invariant was violated, or a chain does not hold.</summary>
    public const int Violated = 1;

    /// <summary>Wrong use, or input that cannot be used: one sentence on standard error says what.</summary>
    public const int WrongUse = 2;

    /// <summary>A mistake of ours, or an installation without the library that belongs to it.</summary>
    public const int Crash = 70;

    /// <summary>The cluster has removed this member, which must be started again.</summary>
    public const int Removed = 75;

    /// <summary>Ended by Ctrl-C or by a request to terminate.</summary>
    public const int Stopped = 130;
}
