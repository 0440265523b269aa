namespace PoR.Core.Agreement;

/// <summary>Why a vote is refused.</summary>
public enum VoteFault
{
    /// <summary>The vote names another network.</summary>
    WrongNetwork = 1,

    /// <summary>The vote is of another round than the view.</summary>
    WrongRound,

    /// <summary>On another branch than the view's.</summary>
    WrongParent,

    /// <summary>The sender is not in the view: unknown, blacklisted, or below the minimum stake.</summary>
    NotEligible,

    /// <summary>The step does not know such a ballot; (0, ⊥) is one (D6).</summary>
    BadForm,

    /// <summary>The one-time signature or its chain does not hold.</summary>
    BadSignature,

    /// <summary>The credential does not prove (r, s, Q^{r−1}) under the sender's key.</summary>
    BadCredential,

    /// <summary>The credential holds, but wins no seat.</summary>
    NotSelected,
}
