using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Agreement;

/// <summary>Names a timer, so that one of another round or branch is never mistaken for it.</summary>
/// <param name="Round">r.</param>
/// <param name="Parent">H(B^{r−1}): on which branch.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Step">The step that ends its wait; for the leader's choice step 2, for a repetition step 1.</param>
public readonly record struct RoundTimer(Round Round, BlockDigest Parent, RoundTimerKind Kind, Step Step);
