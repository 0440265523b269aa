namespace PoR.Consensus.EvidenceRules;

/// <summary>Why evidence proves nothing.</summary>
public enum EvidenceFault
{
    /// <summary>Of another network.</summary>
    WrongNetwork = 1,

    /// <summary>Of another round than the view's.</summary>
    WrongRound,

    /// <summary>On another branch than the view's.</summary>
    WrongParent,

    /// <summary>The accused was not eligible in that round.</summary>
    AccusedNotEligible,

    /// <summary>Senders are not in strictly ascending order, or the two votes not in that of their digests.</summary>
    BadOrder,

    /// <summary>More votes than the threshold: each has a seat, so some are superfluous.</summary>
    TooManyVotes,

    /// <summary>A vote is of another step, or its flag does not name exactly the accused block and leader.</summary>
    ForeignVote,

    /// <summary>A vote does not verify.</summary>
    BadVote,

    /// <summary>Less seats than the threshold.</summary>
    TooFewSeats,

    /// <summary>The two votes are of different senders or steps, or say the same.</summary>
    NoContradiction,

    /// <summary>A one-time signature does not hold.</summary>
    BadSignature,
}
