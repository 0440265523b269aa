namespace PoR.Configuration.Hocon;

/// <summary>Walks over the characters of one text and knows the line.</summary>
internal sealed class HoconCursor(string file, string text)
{
    private int _index = text.StartsWith('\uFEFF') ? 1 : 0;
    private int _line = 1;

    /// <summary>Where the next character stands.</summary>
    public SourcePosition Position => new(file, _line);

    /// <summary>Whether all characters are taken.</summary>
    public bool AtEnd => _index >= text.Length;

    /// <summary>The next character, or NUL at the end.</summary>
    public char Current => AtEnd ? '\0' : text[_index];

    /// <summary>Whether a comment opens here.</summary>
    public bool AtComment => Current == '#' || StartsWith("//");

    /// <summary>Whether a value that is no object and no list ends here.</summary>
    public bool AtEndOfValue => AtEnd || Current is '\n' or ',' or '}' or ']' || AtComment;

    /// <summary>Whether these characters come next.</summary>
    public bool StartsWith(string word) =>
        string.CompareOrdinal(text, _index, word, 0, word.Length) == 0;

    /// <summary>The character after so many others, or NUL beyond the end.</summary>
    public char Ahead(int count) => _index + count < text.Length ? text[_index + count] : '\0';

    /// <summary>Takes the next character.</summary>
    public char Take()
    {
        var taken = Current;
        _index++;
        if (taken == '\n') _line++;
        return taken;
    }

    /// <summary>Takes so many characters of one line.</summary>
    public void Skip(int count) => _index += count;

    /// <summary>Gives up the rest: every loop over this cursor then ends.</summary>
    public void SkipToEnd() => _index = text.Length;

    /// <summary>Takes the blanks of one line and returns them.</summary>
    public string TakeBlanks()
    {
        var start = _index;
        while (Current is ' ' or '\t' or '\r' or '\u00A0') _index++;
        return text[start.._index];
    }

    /// <summary>Takes characters while they fit, within one line.</summary>
    public string TakeWhile(Func<char, bool> fits)
    {
        var start = _index;
        while (!AtEnd && Current != '\n' && !AtComment && fits(Current)) _index++;
        return text[start.._index];
    }

    /// <summary>Skips blanks, new lines and comments.</summary>
    public void SkipSpace()
    {
        while (!AtEnd)
        {
            TakeBlanks();
            if (AtComment)
                while (!AtEnd && Current != '\n') _index++;
            if (Current != '\n') return;
            Take();
        }
    }
}
