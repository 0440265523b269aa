using System.Collections.Immutable;
using System.Text;

namespace PoR.Configuration.Hocon;

/// <summary>Replaces every substitution by what it names; the first fault ends it.</summary>
/// <remarks>
/// Paths are looked up from the root of the whole configuration, then in the environment, where
/// an empty variable counts as unset. A value that needs itself is a fault, not a look back.
/// </remarks>
internal sealed class HoconResolver(
    HoconExpression.Scope root, Func<string, string?> environment)
{
    private readonly List<string> _open = [];
    private int _values;

    /// <summary>The first mistake, or null.</summary>
    public HoconFault? Fault { get; private set; }

    /// <summary>The whole tree without substitutions; meaningless after a fault.</summary>
    public HoconValue.Object Resolve() => ResolveScope(root, "");

    private HoconValue? ResolveValue(HoconExpression expression, string path)
    {
        if (Fault is not null) return null;
        if (++_values > HoconLimits.ValuesMax)
            return Fail(expression.Position, path, $"more than {HoconLimits.ValuesMax} values");
        return expression switch
        {
            HoconExpression.Literal text => MakeText(text.Position, path, text.Text),
            HoconExpression.Null nothing => new HoconValue.Null(nothing.Position),
            HoconExpression.Scope scope => ResolveScope(scope, path),
            HoconExpression.List list => new HoconValue.List(
                list.Position,
                [.. list.Items.Select(item => ResolveValue(item, path)).OfType<HoconValue>()]),
            HoconExpression.Concatenation parts => ResolveParts(parts, path),
            HoconExpression.Substitution named => ResolveNamed(named, path),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private HoconValue.Object ResolveScope(HoconExpression.Scope scope, string path)
    {
        var fields = ImmutableSortedDictionary.CreateBuilder<string, HoconValue>(
            StringComparer.Ordinal);
        foreach (var (key, expression) in scope.Fields)
        {
            if (ResolveValue(expression, HoconSyntax.Join(path, key)) is { } value)
                fields[key] = value;
        }

        return new HoconValue.Object(scope.Position, fields.ToImmutable());
    }

    private HoconValue? ResolveParts(HoconExpression.Concatenation parts, string path)
    {
        var text = new StringBuilder();
        foreach (var part in parts.Parts)
        {
            var value = ResolveValue(part, path);
            if (value is HoconValue.Text piece) text.Append(piece.Value);
            else if (value is not null)
                return Fail(part.Position, path, "only texts and numbers can be joined");
            if (text.Length > HoconLimits.TextCharactersMax) break;
        }

        return MakeText(parts.Position, path, text.ToString());
    }

    private HoconValue? ResolveNamed(HoconExpression.Substitution named, string path)
    {
        if (_open.Contains(named.Path))
        {
            var circle = _open.Skip(_open.IndexOf(named.Path)).Append(named.Path);
            return Fail(named.Position, path,
                "refers to itself: " + string.Join(" -> ", circle.Select(name => $"${{{name}}}")));
        }

        if (_open.Count >= HoconLimits.DepthMax)
            return Fail(named.Position, path,
                $"more than {HoconLimits.DepthMax} substitutions inside each other");
        _open.Add(named.Path);
        var found = Find(named.Path);
        _open.RemoveAt(_open.Count - 1);
        if (Fault is not null) return null;
        if (found is not null) return found with { Position = named.Position };
        if (environment(named.Path) is { Length: > 0 } variable)
            return MakeText(named.Position, path, variable);
        if (named.IsOptional)
            return named.Earlier is null ? null : ResolveValue(named.Earlier, path);
        return Fail(named.Position, path,
            $"${{{named.Path}}} is neither a key nor an environment variable");
    }

    private HoconValue? Find(string path)
    {
        HoconExpression expression = root;
        var keys = path.Split('.');
        for (var i = 0; i < keys.Length; i++)
        {
            if (expression is not HoconExpression.Scope scope)
            {
                return expression is HoconExpression.Substitution
                    ? Descend(ResolveValue(expression, path), keys.AsSpan(i))
                    : null;
            }

            if (!scope.Fields.TryGetValue(keys[i], out expression!)) return null;
        }

        return ResolveValue(expression, path);
    }

    private static HoconValue? Descend(HoconValue? value, ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            value = (value as HoconValue.Object)?.Fields.GetValueOrDefault(key);
        return value;
    }

    private HoconValue? MakeText(SourcePosition position, string path, string text) =>
        text.Length <= HoconLimits.TextCharactersMax
            ? new HoconValue.Text(position, text)
            : Fail(position, path, $"longer than {HoconLimits.TextCharactersMax} characters");

    private HoconValue? Fail(SourcePosition position, string key, string message)
    {
        Fault ??= new HoconFault(position, key, message);
        return null;
    }
}
