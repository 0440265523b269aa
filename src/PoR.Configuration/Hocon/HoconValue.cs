using System.Collections.Immutable;

namespace PoR.Configuration.Hocon;

/// <summary>A value after includes, merging and substitutions. Closed: every case is here.</summary>
/// <param name="Position">Where the value was written.</param>
internal abstract record HoconValue(SourcePosition Position)
{
    /// <summary>A number, a boolean or a text: the schema decides what it means.</summary>
    /// <param name="Position">Where the value was written.</param>
    /// <param name="Value">The text, without quotes and escapes.</param>
    public sealed record Text(SourcePosition Position, string Value) : HoconValue(Position);

    /// <summary>The word <c>null</c>: the key goes back to its default.</summary>
    /// <param name="Position">Where the value was written.</param>
    public sealed record Null(SourcePosition Position) : HoconValue(Position);

    /// <summary>A list in square brackets.</summary>
    /// <param name="Position">Where the list opens.</param>
    /// <param name="Items">The items in written order.</param>
    public sealed record List(SourcePosition Position, ImmutableArray<HoconValue> Items)
        : HoconValue(Position);

    /// <summary>An object.</summary>
    /// <param name="Position">Where the object was first opened.</param>
    /// <param name="Fields">The fields, sorted by the key's ordinal order.</param>
    public sealed record Object(
        SourcePosition Position, ImmutableSortedDictionary<string, HoconValue> Fields)
        : HoconValue(Position);
}
