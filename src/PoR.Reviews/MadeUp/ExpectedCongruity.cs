namespace PoR.Reviews.MadeUp;

/// <summary>What an ideal evaluator would find in a generated review.</summary>
public enum ExpectedCongruity
{
    /// <summary>The rating fits the text.</summary>
    Congruent,

    /// <summary>The rating says the opposite of the text.</summary>
    Incongruent,

    /// <summary>The text says nothing that can be scored.</summary>
    NoEvidence,
}
