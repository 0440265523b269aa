using System.Collections.Immutable;
using PoR.Ledger.State;

namespace PoR.Ledger.Blocks;

/// <summary>What executing a block comes to. Closed: every case is nested here.</summary>
public abstract record BlockOutcome
{
    private BlockOutcome()
    {
    }

    /// <summary>The block keeps every rule.</summary>
    /// <param name="Next">The state after it.</param>
    /// <param name="Tolerated">Evaluations that differ, fewer than reject a block.</param>
    public sealed record Valid(LedgerState Next, ImmutableArray<BlockFault> Tolerated) : BlockOutcome;

    /// <summary>The block breaks rules.</summary>
    /// <param name="Faults">In the order in which they were found; the last one ended the search.</param>
    public sealed record Invalid(ImmutableArray<BlockFault> Faults) : BlockOutcome;
}
