namespace PoR.Core.Transactions;

/// <summary>How a review's rating fits its text (PoR §3.6).</summary>
public enum CongruenceVerdict : byte
{
    /// <summary>The text says nothing that can be scored: neither reward nor penalty.</summary>
    NoEvidence = 0,

    /// <summary>Within the inner band: the larger step up.</summary>
    Congruent = 1,

    /// <summary>Within the outer band: the smaller step up.</summary>
    MostlyCongruent = 2,

    /// <summary>Outside both bands: reputation is halved.</summary>
    Incongruent = 3,
}
