namespace PoR.Evaluation.Text;

/// <summary>The words that the tokenizer knows by name, in folded form ("don't" is "dont").</summary>
internal static class WordLists
{
    /// <summary>Whether a word turns the sense of the next words round.</summary>
    public static bool IsNegator(ReadOnlySpan<byte> word) => word.Length switch
    {
        2 => word.SequenceEqual("no"u8),
        3 => word.SequenceEqual("not"u8) || word.SequenceEqual("nor"u8),
        4 => word.SequenceEqual("none"u8) || word.SequenceEqual("dont"u8)
            || word.SequenceEqual("cant"u8) || word.SequenceEqual("wont"u8)
            || word.SequenceEqual("aint"u8) || word.SequenceEqual("isnt"u8),
        5 => word.SequenceEqual("never"u8) || word.SequenceEqual("didnt"u8)
            || word.SequenceEqual("arent"u8) || word.SequenceEqual("wasnt"u8)
            || word.SequenceEqual("hasnt"u8) || word.SequenceEqual("hadnt"u8),
        6 => word.SequenceEqual("nobody"u8) || word.SequenceEqual("hardly"u8)
            || word.SequenceEqual("barely"u8) || word.SequenceEqual("rarely"u8)
            || word.SequenceEqual("cannot"u8) || word.SequenceEqual("doesnt"u8)
            || word.SequenceEqual("havent"u8) || word.SequenceEqual("werent"u8),
        7 => word.SequenceEqual("nothing"u8) || word.SequenceEqual("neither"u8)
            || word.SequenceEqual("without"u8) || word.SequenceEqual("couldnt"u8)
            || word.SequenceEqual("wouldnt"u8),
        8 => word.SequenceEqual("scarcely"u8) || word.SequenceEqual("shouldnt"u8),
        _ => false,
    };

    /// <summary>Whether a word ends a negation as a clause mark does.</summary>
    public static bool EndsNegation(ReadOnlySpan<byte> word) => word.SequenceEqual("but"u8);
}
