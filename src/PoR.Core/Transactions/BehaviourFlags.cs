namespace PoR.Core.Transactions;

/// <summary>Behavioural maliciousness seen in a review (PoR §3.2, §8.1, §8.3; D23, D24, D46).</summary>
[Flags]
public enum BehaviourFlags : byte
{
    /// <summary>Nothing was seen.</summary>
    None = 0,

    /// <summary>Sooner after the author's previous review than a human writes: blacklisted.</summary>
    ShortInterval = 1,

    /// <summary>The last 100 reviews lie within too short a time: blacklisted.</summary>
    TooFrequent = 2,

    /// <summary>The same text as an earlier review: the adjustment is withheld.</summary>
    DuplicateText = 4,

    /// <summary>One-sided ratings together with incongruence: withheld.</summary>
    OneSided = 8,

    /// <summary>A burst of accounts on one subject: withheld.</summary>
    Burst = 16,

    /// <summary>Too often an outlier against the majority: withheld.</summary>
    Outlier = 32,

    /// <summary>Reviews a subject under a category that is not the subject's: withheld.</summary>
    WrongSubject = 64,

    /// <summary>Rates one category far from everybody else, always to the same side: withheld.</summary>
    Biased = 128,
}
