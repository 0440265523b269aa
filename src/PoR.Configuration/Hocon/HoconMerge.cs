using System.Collections.Immutable;

namespace PoR.Configuration.Hocon;

/// <summary>How a field joins an object: objects merge, of all else the later wins.</summary>
internal sealed class HoconMerge(Action<SourcePosition, string, string> fail)
{
    /// <summary>Sets the value at a path below a scope.</summary>
    public void Assign(
        HoconExpression.Scope scope, ImmutableArray<string> keys, string path,
        HoconExpression value, SourcePosition position)
    {
        var parent = keys.Length == 1 ? scope : Open(scope, keys[..^1], path, position);
        if (parent is null) return;
        var earlier = parent.Fields.GetValueOrDefault(keys[^1]);
        parent.Fields[keys[^1]] = value is HoconExpression.Substitution { IsOptional: true } maybe
            ? maybe with { Earlier = earlier }
            : value;
    }

    /// <summary>The object at a path below a scope, made where there is none.</summary>
    /// <returns>Null after a fault.</returns>
    public HoconExpression.Scope? Open(
        HoconExpression.Scope scope, ImmutableArray<string> keys, string path,
        SourcePosition position)
    {
        foreach (var key in keys)
        {
            if (scope.Fields.GetValueOrDefault(key) is HoconExpression.Scope inner)
            {
                scope = inner;
                continue;
            }

            if (scope.Fields.GetValueOrDefault(key) is HoconExpression.Substitution earlier)
            {
                // Its value is not known before substitution, so it cannot be merged, and dropping it silently would
                // surprise the user.
                fail(position, path, $"cannot add to ${{{earlier.Path}}} of {earlier.Position}");
                return null;
            }

            var made = new HoconExpression.Scope(position);
            scope.Fields[key] = made;
            scope = made;
        }

        return scope;
    }
}
