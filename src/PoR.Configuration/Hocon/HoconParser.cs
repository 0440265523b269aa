using System.Collections.Immutable;

namespace PoR.Configuration.Hocon;

/// <summary>Reads the structure of one text into a scope; the first fault ends the reading.</summary>
/// <remarks>
/// A fault moves the cursor to the end, so that every loop stops by itself and no exception is
/// needed for what is a user's mistake.
/// </remarks>
internal sealed class HoconParser
{
    private readonly HoconCursor _cursor;
    private readonly HoconScalarParser _scalars;
    private readonly Func<IncludeRequest, HoconFault?> _include;

    /// <summary>A parser of one text.</summary>
    public HoconParser(HoconText text, Func<IncludeRequest, HoconFault?> include)
    {
        _cursor = new HoconCursor(text.Name, text.Content);
        _scalars = new HoconScalarParser(_cursor, Fail);
        _include = include;
    }

    /// <summary>What an <c>include</c> asks for.</summary>
    public sealed record IncludeRequest(
        SourcePosition Position, string Name, bool IsOptional,
        HoconExpression.Scope Into, string Path, int Depth);

    /// <summary>The first mistake, or null.</summary>
    public HoconFault? Fault { get; private set; }

    /// <summary>Reads the whole text into a scope.</summary>
    public void ParseInto(HoconExpression.Scope scope, string path, int depth)
    {
        _cursor.SkipSpace();
        if (_cursor.Current != '{')
        {
            ParseMembers(scope, path, depth, openedAt: null);
            return;
        }

        var openedAt = _cursor.Position;
        _cursor.Take();
        ParseMembers(scope, path, depth, openedAt);
        _cursor.SkipSpace();
        if (!_cursor.AtEnd) Fail(_cursor.Position, "", "nothing may follow the closing '}'");
    }

    private void ParseMembers(
        HoconExpression.Scope scope, string path, int depth, SourcePosition? openedAt)
    {
        if (depth > HoconLimits.DepthMax)
            Fail(_cursor.Position, path, $"nested more than {HoconLimits.DepthMax} levels deep");
        while (true)
        {
            _cursor.SkipSpace();
            if (_cursor.AtEnd)
            {
                if (openedAt is { } at) Fail(at, path, "this '{' is never closed");
                return;
            }

            if (_cursor.Current == '}' && openedAt is not null)
            {
                _cursor.Take();
                return;
            }

            ParseMember(scope, path, depth);
            _cursor.TakeBlanks();
            if (_cursor.Current == ',') _cursor.Take();
            else if (!_cursor.AtEndOfValue)
                Fail(_cursor.Position, path,
                    $"expected a new line or ',' but found {HoconSyntax.Show(_cursor.Current)}");
        }
    }

    private void ParseMember(HoconExpression.Scope scope, string path, int depth)
    {
        if (IsInclude())
        {
            ParseInclude(scope, path, depth);
            return;
        }

        var position = _cursor.Position;
        var keys = ParseKeys(path);
        var full = keys.Aggregate(path, HoconSyntax.Join);
        _cursor.TakeBlanks();
        if (_cursor.Current is '=' or ':')
        {
            _cursor.Take();
            _cursor.TakeBlanks();
        }
        else if (_cursor.StartsWith("+="))
        {
            Fail(position, full, "'+=' is not read here: write the whole list");
        }
        else if (_cursor.Current != '{')
        {
            Fail(position, full, "expected '=', ':' or '{' after the key");
        }

        if (Fault is not null) return;
        var merge = new HoconMerge(Fail);
        if (_cursor.Current != '{')
        {
            merge.Assign(scope, keys, full, ParseValue(full, depth), position);
        }
        else if (merge.Open(scope, keys, full, position) is { } inner)
        {
            var openedAt = _cursor.Position;
            _cursor.Take();
            ParseMembers(inner, full, depth + keys.Length, openedAt);
        }
    }

    private ImmutableArray<string> ParseKeys(string path)
    {
        var keys = ImmutableArray.CreateBuilder<string>();
        while (Fault is null)
        {
            var position = _cursor.Position;
            if (_cursor.Current == '"')
            {
                keys.Add(_scalars.ParseQuoted(path));
            }
            else
            {
                var word = _cursor.TakeWhile(HoconSyntax.IsKeyCharacter);
                if (word.Length == 0)
                    Fail(position, path, _cursor.AtEnd
                        ? "expected a key but the file ends"
                        : $"expected a key but found {HoconSyntax.Show(_cursor.Current)}");
                keys.Add(word);
            }

            if (_cursor.Current != '.') break;
            _cursor.Take();
            if (keys.Count == HoconLimits.DepthMax)
                Fail(position, path, $"a key of more than {HoconLimits.DepthMax} parts");
        }

        return keys.ToImmutable();
    }

    private HoconExpression ParseValue(string path, int depth)
    {
        var position = _cursor.Position;
        if (_cursor.Current == '[') return ParseList(path, depth + 1);
        if (_cursor.Current != '{') return _scalars.ParseLine(path);
        var scope = new HoconExpression.Scope(position);
        _cursor.Take();
        ParseMembers(scope, path, depth + 1, position);
        return scope;
    }

    private HoconExpression.List ParseList(string path, int depth)
    {
        var openedAt = _cursor.Position;
        var items = ImmutableArray.CreateBuilder<HoconExpression>();
        _cursor.Take();
        if (depth > HoconLimits.DepthMax)
            Fail(openedAt, path, $"nested more than {HoconLimits.DepthMax} levels deep");
        while (true)
        {
            _cursor.SkipSpace();
            if (_cursor.AtEnd)
            {
                Fail(openedAt, path, "this '[' is never closed");
                break;
            }

            if (_cursor.Current == ']')
            {
                _cursor.Take();
                break;
            }

            items.Add(ParseValue(path, depth));
            _cursor.TakeBlanks();
            if (_cursor.Current == ',') _cursor.Take();
            else if (_cursor.Current == '}' || !_cursor.AtEndOfValue)
                Fail(_cursor.Position, path,
                    $"expected ',' or ']' but found {HoconSyntax.Show(_cursor.Current)}");
        }

        return new HoconExpression.List(openedAt, items.ToImmutable());
    }

    private bool IsInclude() =>
        _cursor.StartsWith("include") && _cursor.Ahead("include".Length) is ' ' or '\t' or '"';

    private void ParseInclude(HoconExpression.Scope scope, string path, int depth)
    {
        var position = _cursor.Position;
        _cursor.Skip("include".Length);
        _cursor.TakeBlanks();
        var word = _cursor.TakeWhile(char.IsAsciiLetter);
        var isWrapped = word is "required" or "optional" && _cursor.Current == '(';
        if (isWrapped)
        {
            _cursor.Take();
            _cursor.TakeBlanks();
        }

        var isQuoted = _cursor.Current == '"' && (isWrapped || word.Length == 0);
        var name = isQuoted ? _scalars.ParseQuoted(path) : "";
        if (isWrapped && isQuoted)
        {
            _cursor.TakeBlanks();
            isQuoted = _cursor.Take() == ')';
        }

        if (!isQuoted)
            Fail(position, path,
                "write include \"file.conf\", include required(\"file.conf\") or "
                + "include optional(\"file.conf\"); a key of that name needs quotes");
        if (Fault is not null) return;
        var request = new IncludeRequest(
            position, name, word == "optional", scope, path, depth);
        if (_include(request) is { } fault) Fail(fault.Position, fault.Key, fault.Message);
    }

    private void Fail(SourcePosition position, string key, string message)
    {
        Fault ??= new HoconFault(position, key, message);
        _cursor.SkipToEnd();
    }
}
