namespace PoR.Ledger.Chain;

/// <summary>Which of two children of one parent is preferred (design decision 14).</summary>
public static class ForkChoice
{
    /// <summary>
    /// Above 0 when the first is preferred: the non-empty one; of two non-empty ones, which must never both be
    /// certified, that of the lower digest, so that all nodes at least choose alike.
    /// </summary>
    public static int Compare(ChainNode first, ChainNode second) =>
        first.IsEmpty == second.IsEmpty
            ? second.Digest.CompareTo(first.Digest)
            : first.IsEmpty ? -1 : 1;
}
