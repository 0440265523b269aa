namespace PoR.Exploration.Bba;

/// <summary>What the network lets an honest node hear of what honest nodes say.</summary>
public enum Delivery
{
    /// <summary>Any part of it: delays have no bound, and a deadline may pass at any time.</summary>
    Async,

    /// <summary>
    /// All of it before a deadline passes; before that, any part. Who has ended a round tells the certificate at once
    /// (D10), so nobody waits for somebody that has fallen silent.
    /// </summary>
    Sync,

    /// <summary>
    /// As <see cref="Sync"/>, but who has ended the round falls silent and tells nobody: the paper's lemma without its
    /// relay.
    /// </summary>
    NoRelay,
}
