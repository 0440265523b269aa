namespace PoR.Hosting.Network;

/// <summary>
/// Decides when, and whether, letters between nodes arrive. Deterministic: the answer depends on the
/// model's seed and on the crossings asked for before.
/// </summary>
public interface INetworkModel
{
    /// <summary>Takes one letter. Called in the order of sending; SentAt never goes back.</summary>
    /// <param name="crossing">The letter.</param>
    /// <returns>Its delay, or why it is dropped.</returns>
    Passage Route(in Crossing crossing);
}
