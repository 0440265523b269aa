using System.Collections.Immutable;

namespace PoR.Configuration.Hocon;

/// <summary>A value as written, before substitutions. Closed: every case is here.</summary>
internal abstract record HoconExpression(SourcePosition Position)
{
    /// <summary>Text between quotes or without them.</summary>
    public sealed record Literal(SourcePosition Position, string Text) : HoconExpression(Position);

    /// <summary>The unquoted word <c>null</c>.</summary>
    public sealed record Null(SourcePosition Position) : HoconExpression(Position);

    /// <summary><c>${path}</c>, or <c>${?path}</c>, which yields to what stood there before.</summary>
    public sealed record Substitution(
        SourcePosition Position, string Path, bool IsOptional, HoconExpression? Earlier = null)
        : HoconExpression(Position);

    /// <summary>Several texts and substitutions on one line.</summary>
    public sealed record Concatenation(
        SourcePosition Position, ImmutableArray<HoconExpression> Parts) : HoconExpression(Position);

    /// <summary>A list in square brackets.</summary>
    public sealed record List(
        SourcePosition Position, ImmutableArray<HoconExpression> Items) : HoconExpression(Position);

    /// <summary>An object; it grows while files are read, so that a later file merges into it.</summary>
    public sealed record Scope(SourcePosition Position) : HoconExpression(Position)
    {
        /// <summary>The fields so far, in ordinal order.</summary>
        public SortedDictionary<string, HoconExpression> Fields { get; } =
            new(StringComparer.Ordinal);
    }
}
