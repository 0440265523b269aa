using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Genesis;
using PoR.Reports.Results;

namespace PoR.Simulation.Runs;

/// <summary>A finished run.</summary>
/// <param name="Result">What reports are made of.</param>
/// <param name="Genesis">Of its chain.</param>
/// <param name="Chain">The decided blocks with their certificates, oldest first.</param>
/// <param name="Metrics">Transactions as the first nodes saw them, one list for each node.</param>
public sealed record RunOutcome(
    RunResult Result,
    GenesisDocument Genesis,
    ImmutableArray<CertifiedBlock> Chain,
    IReadOnlyList<IReadOnlyList<TransactionResult>> Metrics);
