namespace PoR.Consensus.Votes;

/// <summary>Why a leader's ticket is refused.</summary>
public enum TicketFault
{
    /// <summary>The ticket names another network.</summary>
    WrongNetwork = 1,

    /// <summary>The ticket is of another round than the view.</summary>
    WrongRound,

    /// <summary>The ticket is of another branch than the view.</summary>
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
