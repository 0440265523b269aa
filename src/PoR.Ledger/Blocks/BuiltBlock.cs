using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Blocks;
using PoR.Ledger.State;
using PoR.Ledger.Transactions;

namespace PoR.Ledger.Blocks;

/// <summary>What a leader made.</summary>
/// <param name="Block">The block.</param>
/// <param name="Next">The state after it.</param>
/// <param name="Rejected">Candidates that it does not hold, in the order in which they were tried.</param>
/// <param name="LeftEvidence">Evidence that is repeated, out of time, against nobody, or has no room.</param>
public sealed record BuiltBlock(
    Block Block,
    LedgerState Next,
    ImmutableArray<RejectedTransaction> Rejected,
    ImmutableArray<Evidence> LeftEvidence);
