using PoR.Core.Agreement;
using PoR.Core.Genesis;
using PoR.Reports.Results;

namespace PoR.Simulation.Runs;

/// <summary>A finished run.</summary>
/// <param name="Result">What reports are made of.</param>
/// <param name="Genesis">Of its chain.</param>
/// <param name="Chain">The decided blocks with their certificates, oldest first; each is made when it is read.</param>
/// <param name="Metrics">Transactions as the first nodes saw them, one list for each node; likewise.</param>
public sealed record RunOutcome(
    RunResult Result,
    GenesisDocument Genesis,
    IReadOnlyList<CertifiedBlock> Chain,
    IReadOnlyList<IEnumerable<TransactionResult>> Metrics);
