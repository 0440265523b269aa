namespace PoR.Consensus.Votes;

/// <summary>Why a leader's ticket is refused.</summary>
public enum TicketFault
{
    /// <summary>Of another network.</summary>
    WrongNetwork = 1,

    /// <summary>Of another round than the view's.</summary>
    WrongRound,

    /// <summary>On another branch than the view's.</summary>
    WrongParent,

    /// <summary>The sender is not in the view: unknown, blacklisted, or below the minimum stake.</summary>
    NotEligible,

    /// <summary>The credential does not prove (r, 1, Q^{r−1}) under the sender's key.</summary>
    BadCredential,

    /// <summary>The credential holds, but wins no seat of step 1.</summary>
    NotSelected,

    /// <summary>SIG_i(Q^{r−1}) does not hold.</summary>
    BadSeedProof,
}
