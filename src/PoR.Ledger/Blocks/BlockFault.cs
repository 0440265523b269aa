namespace PoR.Ledger.Blocks;

/// <summary>One thing that is wrong with a block.</summary>
/// <param name="Kind">What.</param>
/// <param name="Entry">Index in the payset, or in the evidence for its kinds; null for the whole block.</param>
/// <param name="Reason">In one sentence.</param>
public sealed record BlockFault(BlockFaultKind Kind, int? Entry, string Reason);
