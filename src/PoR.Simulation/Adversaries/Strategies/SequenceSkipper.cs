using PoR.Actors;
using PoR.Wire;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// As leader takes the later of two transactions of an author that wait, and not the earlier one, which is invalid for
/// ever if numbers must rise: transactions of other nodes with odd numbers never come into its pool.
/// </summary>
public sealed class SequenceSkipper : Adversary
{
    /// <inheritdoc/>
    public override bool Hears(HostileNode me, NodeId from, PeerMessage message) =>
        message is not PeerMessage.TransactionSent { Transaction.Body.Sequence: var number } || number % 2 == 0;
}
