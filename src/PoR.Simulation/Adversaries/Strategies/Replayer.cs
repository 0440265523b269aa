using PoR.Core.Transactions;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>Tells all nodes of each review that it hears of, as its author has signed it, again and again.</summary>
public sealed class Replayer : Eavesdropper
{
    private const int Times = 5;

    /// <inheritdoc/>
    protected override IEnumerable<SignedTransaction> Answer(
        HostileNode me, SignedTransaction signed, Transaction.Review review) => Enumerable.Repeat(signed, Times);
}
