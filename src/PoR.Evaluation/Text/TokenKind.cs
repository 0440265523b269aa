namespace PoR.Evaluation.Text;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>Letters, digits and inner apostrophes.</summary>
    Word,

    /// <summary>A run of exclamation and question marks; also ends a clause.</summary>
    Mark,

    /// <summary>An emoticon or emoji.</summary>
    Sign,

    /// <summary>A mark that ends a clause and is no feature.</summary>
    Clause,
}
