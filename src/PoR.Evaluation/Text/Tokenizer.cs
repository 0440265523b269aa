using System.Runtime.CompilerServices;

namespace PoR.Evaluation.Text;

/// <summary>Reads folded text token by token; linear, allocates nothing.</summary>
/// <param name="text">Folded text.</param>
/// <param name="word">Working space of <see cref="WordBuilder.MaxBytes"/> + 3 bytes or more.</param>
/// <param name="foldLoneLookalikes">
/// Whether a word that consists of Greek or Cyrillic lookalikes only is read as Latin. In a word
/// with a Latin letter they always are.
/// </param>
internal ref struct Tokenizer(ReadOnlySpan<byte> text, Span<byte> word, bool foldLoneLookalikes)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private readonly Span<byte> _word = word;
    private readonly bool _foldLoneLookalikes = foldLoneLookalikes;
    private int _position;

    /// <summary>What the token is.</summary>
    public TokenKind Kind { get; private set; }

    /// <summary>How the token is hashed. Valid until the next move.</summary>
    public ReadOnlySpan<byte> Spelling { get; private set; }

    /// <summary>FNV-1a of <see cref="Spelling"/>.</summary>
    public uint Hash { get; private set; }

    /// <summary>
    /// FNV-1a of the spelling that keeps two letters of each long run ("goood" as "good", beside
    /// "god"); equal to <see cref="Hash"/> when the word has no such run.
    /// </summary>
    public uint DoubledHash { get; private set; }

    /// <summary>Whether a word holds a letter.</summary>
    public bool HasLetter { get; private set; }

    /// <summary>Moves to the next token.</summary>
    /// <returns>False at the end of the text.</returns>
    public bool MoveNext()
    {
        while (_position < _text.Length)
        {
            var value = _text[_position];
            switch (Ascii.ClassOf(value))
            {
                case Ascii.Letter or Ascii.Digit:
                    ReadWord();
                    return true;
                case Ascii.Lead:
                    if (SignTables.IsSign(TextFolding.Decode(_text[_position..], out var size)))
                        Take(TokenKind.Sign, _text.Slice(_position, size), size);
                    else
                        ReadWord();
                    return true;
                case Ascii.Sign:
                    Take(TokenKind.Sign, _text.Slice(_position, 1), 1);
                    return true;
                case Ascii.Mark:
                    ReadMarks();
                    return true;
                case Ascii.Clause:
                    if (!TryReadEmoticon())
                        Take(TokenKind.Clause, _text.Slice(_position, 1), 1);
                    return true;
                default:
                    if (value is (byte)'=' or (byte)'<' && TryReadEmoticon())
                        return true;
                    _position++;
                    break;
            }
        }
        return false;
    }

    private void Take(TokenKind kind, ReadOnlySpan<byte> spelling, int size)
    {
        Kind = kind;
        Spelling = spelling;
        Hash = DoubledHash = FeatureHash.OfWord(spelling);
        HasLetter = false;
        _position += size;
    }

    private bool TryReadEmoticon()
    {
        var side = Emoticons.Read(_text[_position..], out var size);
        if (size == 0)
            return false;
        Take(TokenKind.Sign, side, size);
        return true;
    }

    private void ReadMarks()
    {
        int exclamations = 0, questions = 0;
        var end = _position;
        for (; end < _text.Length && Ascii.ClassOf(_text[end]) == Ascii.Mark; end++)
        {
            if (_text[end] == (byte)'!')
                exclamations++;
            else
                questions++;
        }
        var spelling = (exclamations, questions) switch
        {
            (0, 1) => "?"u8,
            (0, _) => "??"u8,
            (1, 0) => "!"u8,
            (_, 0) => "!!"u8,
            _ => "?!"u8,
        };
        Take(TokenKind.Mark, spelling, end - _position);
    }

    private void ReadWord()
    {
        var start = _position;
        bool hasLatin = false, hasForeign = false, hasLookalike = false;
        var digits = 0;
        for (; _position < _text.Length; )
        {
            var value = _text[_position];
            var size = 1;
            switch (Ascii.ClassOf(value))
            {
                case Ascii.Letter:
                    hasLatin = true;
                    break;
                case Ascii.Digit:
                    digits++;
                    break;
                case Ascii.Lead:
                    var codePoint = TextFolding.Decode(_text[_position..], out size);
                    if (SignTables.IsSign(codePoint))
                        size = 0;
                    else if (TextFolding.LookalikeOf(codePoint) != 0)
                        hasLookalike = true;
                    else
                        hasForeign = true;
                    break;
                default:
                    var hasLetter = hasLatin || hasForeign || hasLookalike;
                    size = JoinsWord(value, start, hasLetter) ? 1 : 0;
                    break;
            }
            if (size == 0)
                break;
            _position += size;
        }
        HasLetter = hasLatin || hasForeign || hasLookalike;
        var fold = hasLookalike && (hasLatin || (!hasForeign && _foldLoneLookalikes));
        HashWord(_text[start.._position], fold, isNumber: !HasLetter && digits >= 3);
    }

    /// <summary>Whether an apostrophe, or a point or comma of a number, stands inside a word.</summary>
    private readonly bool JoinsWord(byte value, int start, bool hasLetter)
    {
        if (_position == start || _position + 1 >= _text.Length)
            return false;
        var next = Ascii.ClassOf(_text[_position + 1]);
        return value switch
        {
            (byte)'\'' => next is Ascii.Letter or Ascii.Digit,
            (byte)'.' or (byte)',' => !hasLetter && next == Ascii.Digit
                && Ascii.ClassOf(_text[_position - 1]) == Ascii.Digit,
            _ => false,
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void HashWord(ReadOnlySpan<byte> source, bool fold, bool isNumber)
    {
        Kind = TokenKind.Word;
        if (isNumber)
        {
            Spelling = "#"u8;
            Hash = DoubledHash = FeatureHash.OfWord(Spelling);
            return;
        }
        var length = WordBuilder.Spell(source, _word, fold, keep: 2, out var hasLongRun);
        Hash = DoubledHash = FeatureHash.OfWord(_word[..length]);
        if (hasLongRun)
        {
            length = WordBuilder.Spell(source, _word, fold, keep: 1, out _);
            Hash = FeatureHash.OfWord(_word[..length]);
        }
        Spelling = _word[..length];
    }
}

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
