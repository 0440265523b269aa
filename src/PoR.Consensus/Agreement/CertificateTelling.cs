namespace PoR.Consensus.Agreement;

/// <summary>How a node that has ended a round tells its certificate to the others (D10).</summary>
public static class CertificateTelling
{
    /// <summary>
    /// It tells the certificate to its peers at once. Algorand'_2's proof that all honest nodes end a round with the
    /// same block assumes that a message that one honest node has reaches all honest nodes within λ. Without this, one
    /// hostile node that speaks only to some peers can fork a round while all delays are below λ.
    /// </summary>
    public const bool IsAtOnce = true;
}
