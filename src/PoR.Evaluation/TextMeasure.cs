namespace PoR.Evaluation;

/// <summary>The sums over a text from which its score follows.</summary>
/// <param name="Sum">Sum of the weights of its distinct features.</param>
/// <param name="Features">Number of its distinct features.</param>
/// <param name="Words">Number of words with a letter, repetitions included.</param>
/// <param name="KnownWords">How many of them the model knows.</param>
/// <param name="SidedSigns">Number of plainly glad or sad emoticons and emoji.</param>
internal readonly record struct TextMeasure(
    int Sum, int Features, int Words, int KnownWords, int SidedSigns)
{
    /// <summary>
    /// Whether the text says something that the model understands: at least one known word or
    /// sided sign, and at least half of the words known.
    /// </summary>
    /// <remarks>An empty, numeric, foreign-language or made-up text is no evidence.</remarks>
    public bool HasEvidence => KnownWords + SidedSigns > 0 && 2 * KnownWords >= Words;
}
