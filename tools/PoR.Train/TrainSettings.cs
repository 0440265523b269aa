namespace PoR.Train;

/// <summary>How a model is trained. The defaults made the model that the project ships.</summary>
internal sealed record TrainSettings
{
    /// <summary>Buckets are 2^bits.</summary>
    public int Bits { get; init; } = 22;

    /// <summary>The known-word filter has 2^bits bits.</summary>
    public int KnownBits { get; init; } = 18;

    /// <summary>Passes over the samples.</summary>
    public int Passes { get; init; } = 6;

    /// <summary>AdaGrad's rate.</summary>
    public float Rate { get; init; } = 0.3f;

    /// <summary>Where AdaGrad's sums of squares start; more means gentler first steps.</summary>
    public float StartOfSquares { get; init; } = 1e-3f;

    /// <summary>Strength of the pull back to the lexicon.</summary>
    public float PriorPull { get; init; } = 3e-4f;

    /// <summary>Words in fewer training texts are not known words.</summary>
    public int KnownMinimum { get; init; } = 8;

    /// <summary>Steepness of the scale.</summary>
    public float Gain { get; init; } = 2.3f;

    /// <summary>
    /// Added to the calibrated shift. More than half of the Amazon reviews are of musical
    /// instruments and nearly all glad, which pulls every other kind of text down; this gives a
    /// part of it back at the cost of about one point between the two sides' flags.
    /// </summary>
    public float ShiftCorrection { get; init; } = 0.05f;

    /// <summary>Parts of the Amazon products for calibration on what a part did not see.</summary>
    public int Folds { get; init; } = 4;

    /// <summary>Seed of the order of samples and of the sentence windows.</summary>
    public uint Seed { get; init; } = 1;

    /// <summary>Rows taken of each training file; all without it.</summary>
    public int Slice { get; init; } = int.MaxValue;

    /// <summary>Least weight of a sample by the rarity of its label within its source.</summary>
    public float BalanceMin { get; init; } = 0.4f;

    /// <summary>Greatest weight of a sample by the rarity of its label within its source.</summary>
    public float BalanceMax { get; init; } = 9f;

    /// <summary>Factor on Amazon reviews, titles and windows.</summary>
    public float AmazonWeight { get; init; } = 1.5f;

    /// <summary>Factor on titles.</summary>
    public float TitleWeight { get; init; } = 0.5f;

    /// <summary>Factor on windows of sentences.</summary>
    public float WindowWeight { get; init; } = 0.4f;

    /// <summary>Factor on sentences that people rated.</summary>
    public float SentenceWeight { get; init; } = 1f;

    /// <summary>
    /// Added to a text's sum of weights: it lifts short texts, which need less of the shift.
    /// </summary>
    public float ShortTextLift { get; init; } = 2f;

    /// <summary>Weights are cut to ± this before they become bytes.</summary>
    public float Clip { get; init; } = 4f;
}
