using PoR.Actors;
using PoR.Core.Identities;
using PoR.Wire;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Leaves half of the authors out: their transactions never come into its pool, and so into no block that it leads.
/// </summary>
public sealed class Censor : Adversary
{
    /// <inheritdoc/>
    public override bool Hears(HostileNode me, NodeId from, PeerMessage message) =>
        message is not PeerMessage.TransactionSent { Transaction.Body.Sender: var author } || !IsLeftOut(author);

    /// <summary>Whether it leaves an author out.</summary>
    public static bool IsLeftOut(PublicKey author) => author.Bytes.Prefix % 2 == 0;
}
