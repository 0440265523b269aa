namespace PoR.Consensus.Certificates;

/// <summary>Why a certificate proves nothing.</summary>
public enum CertificateFault
{
    /// <summary>Of another round than the view's.</summary>
    WrongRound = 1,

    /// <summary>On another branch than the view's.</summary>
    WrongParent,

    /// <summary>Its step cannot end a round this way: 4, 7, … with a block; 5, 8, … without.</summary>
    WrongStep,

    /// <summary>Senders are not in strictly ascending order.</summary>
    BadOrder,

    /// <summary>More votes than t_H: each has a seat, so some are superfluous.</summary>
    TooManyVotes,

    /// <summary>A vote is for something else, or of another step.</summary>
    ForeignVote,

    /// <summary>The leader's ticket does not hold, or is another sender's.</summary>
    BadTicket,

    /// <summary>A vote does not verify.</summary>
    BadVote,

    /// <summary>Less than t_H seats.</summary>
    TooFewSeats,
}
