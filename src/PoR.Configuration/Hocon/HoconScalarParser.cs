using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace PoR.Configuration.Hocon;

/// <summary>Reads texts, quoted or not, and substitutions, up to the end of a value.</summary>
internal sealed class HoconScalarParser(
    HoconCursor cursor, Action<SourcePosition, string, string> fail)
{
    /// <summary>Reads all pieces of a value that is no object and no list.</summary>
    public HoconExpression ParseLine(string path)
    {
        var position = cursor.Position;
        var parts = ImmutableArray.CreateBuilder<HoconExpression>();
        var isWord = true;
        while (!cursor.AtEndOfValue)
        {
            isWord &= cursor.Current != '"';
            parts.Add(ParsePiece(path));
            var blanks = cursor.TakeBlanks();
            if (blanks.Length > 0 && !cursor.AtEndOfValue)
                parts.Add(new HoconExpression.Literal(position, blanks));
        }

        if (parts.Count == 0) fail(position, path, "has no value");
        if (parts.Any(part => part is HoconExpression.Substitution))
            return parts.Count == 1
                ? parts[0]
                : new HoconExpression.Concatenation(position, parts.ToImmutable());
        var text = string.Concat(parts.Select(part => ((HoconExpression.Literal)part).Text));
        return isWord && text == "null"
            ? new HoconExpression.Null(position)
            : new HoconExpression.Literal(position, text);
    }

    /// <summary>Reads a quoted text; the cursor stands on its first quote.</summary>
    public string ParseQuoted(string path)
    {
        if (cursor.StartsWith("\"\"\"")) return ParseTripleQuoted(path);
        var position = cursor.Position;
        var text = new StringBuilder();
        cursor.Take();
        while (!cursor.AtEnd && cursor.Current is not '\n' and not '"')
        {
            var c = cursor.Take();
            text.Append(c == '\\' ? ParseEscape(path) : c);
        }

        if (cursor.Current == '"') cursor.Take();
        else fail(position, path, "this '\"' is never closed on its line");
        return text.ToString();
    }

    private HoconExpression ParsePiece(string path)
    {
        var position = cursor.Position;
        if (cursor.Current == '"')
            return new HoconExpression.Literal(position, ParseQuoted(path));
        if (cursor.StartsWith("${")) return ParseSubstitution(path);
        var word = cursor.TakeWhile(HoconSyntax.IsUnquoted);
        if (word.Length == 0)
            fail(position, path, cursor.Current is '{' or '['
                ? "an object or a list cannot be joined to another value"
                : $"{HoconSyntax.Show(cursor.Current)} needs quotes here");
        return new HoconExpression.Literal(position, word);
    }

    private HoconExpression.Substitution ParseSubstitution(string path)
    {
        var position = cursor.Position;
        cursor.Skip(2);
        var isOptional = cursor.Current == '?';
        if (isOptional) cursor.Take();
        var name = cursor.TakeWhile(c => HoconSyntax.IsKeyCharacter(c) || c == '.');
        var isWhole = cursor.Current == '}' && name.Split('.').All(part => part.Length > 0);
        if (isWhole) cursor.Take();
        else fail(position, path, "write ${path} or ${?path}, the path without quotes");
        return new HoconExpression.Substitution(position, name, isOptional);
    }

    private string ParseTripleQuoted(string path)
    {
        var position = cursor.Position;
        var text = new StringBuilder();
        cursor.Skip(3);
        while (!cursor.AtEnd && !cursor.StartsWith("\"\"\"")) text.Append(cursor.Take());
        if (cursor.AtEnd) fail(position, path, "these '\"\"\"' are never closed");
        else cursor.Skip(3);
        return text.ToString();
    }

    private char ParseEscape(string path)
    {
        var position = cursor.Position;
        var c = cursor.AtEnd ? '\n' : cursor.Take();
        switch (c)
        {
            case '"' or '\\' or '/': return c;
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u': return ParseCodeUnit(position, path);
            default:
                fail(position, path, $"no escape: \\ before {HoconSyntax.Show(c)}");
                return c;
        }
    }

    private char ParseCodeUnit(SourcePosition position, string path)
    {
        var digits = new char[4];
        for (var i = 0; i < 4; i++)
            digits[i] = char.IsAsciiHexDigit(cursor.Current) ? cursor.Take() : ' ';
        if (ushort.TryParse(
                digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            return (char)unit;
        fail(position, path, "\\u needs four hexadecimal digits");
        return ' ';
    }
}
