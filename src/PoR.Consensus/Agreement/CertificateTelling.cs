namespace PoR.Consensus.Agreement;

/// <summary>How a node that has ended a round tells its certificate to the others (D10).</summary>
public static class CertificateTelling
{
    /// <summary>
    /// It tells the certificate to its peers at once. The lemma of Algorand'_2 that all honest nodes end a round with
    /// the same block needs it: what one honest node has, all honest nodes have within λ. Without it one hostile
    /// node that speaks to some only can fork a round while all delays are below λ.
    /// </summary>
    public const bool IsAtOnce = true;
}
