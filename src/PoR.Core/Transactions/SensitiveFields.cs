using System.Buffers;
using System.Collections.Immutable;
using System.Text.Unicode;
using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Hashing;

namespace PoR.Core.Transactions;

/// <summary>
/// I_2: what the author of a review keeps private, and can show later, whole or field by field (PoR §3.7 item 2). The
/// chain holds the commitment alone, H(I_2, salt).
/// </summary>
/// <remarks>
/// The commitment is the root of a Merkle tree over the fields in ascending order of name. Each leaf has a salt of its
/// own, which follows from the salt of all: who is shown one field learns neither that salt nor the other fields, but
/// how many there are, and where among them it stands.
/// </remarks>
public sealed class SensitiveFields
{
    /// <summary>Most fields.</summary>
    public const int FieldsMax = 64;

    /// <summary>The longest name, in bytes of UTF-8.</summary>
    public const int NameBytesMax = 64;

    /// <summary>The longest value, in bytes of UTF-8.</summary>
    public const int ValueBytesMax = 4_096;

    private SensitiveFields(ImmutableArray<SensitiveField> all) => All = all;

    /// <summary>In ascending order of their names' bytes, each name once.</summary>
    public ImmutableArray<SensitiveField> All { get; }

    /// <summary>Fields in any order.</summary>
    /// <param name="fields">1 to <see cref="FieldsMax"/>.</param>
    /// <param name="fault">What is wrong, in one sentence; null when the fields are returned.</param>
    public static SensitiveFields? TryCreate(IEnumerable<SensitiveField> fields, out string? fault)
    {
        var all = fields.ToArray();
        fault = all.Length is < 1 or > FieldsMax
            ? $"There are {all.Length} sensitive fields; 1 to {FieldsMax} are right."
            : all.Select(FaultOf).FirstOrDefault(static f => f is not null);
        if (fault is not null)
            return null;
        Array.Sort(all, static (a, b) => Utf8Order.Compare(a.Name, b.Name));
        for (var i = 1; i < all.Length; i++)
        {
            if (string.Equals(all[i].Name, all[i - 1].Name, StringComparison.Ordinal))
                fault = $"The sensitive field '{all[i].Name}' is there twice.";
        }

        return fault is null ? new SensitiveFields([.. all]) : null;
    }

    /// <summary>H(I_2, salt): what a review carries.</summary>
    /// <param name="salt">32 bytes that nobody else can guess; else a value could be found by trying.</param>
    public Bytes32 Commit(Bytes32 salt) =>
        SensitiveTree.Root(All.Length, SensitiveTree.Top(Leaves(salt))).Bytes;

    /// <summary>Shows one field, and nothing of the others.</summary>
    /// <param name="name">The field's.</param>
    /// <param name="salt">The same as when it was committed to.</param>
    /// <returns>Null when there is no such field.</returns>
    public FieldOpening? Show(string name, Bytes32 salt)
    {
        for (var i = 0; i < All.Length; i++)
        {
            if (string.Equals(All[i].Name, name, StringComparison.Ordinal))
                return new FieldOpening(
                    All[i], SensitiveTree.SaltOf(name, salt), i, All.Length, SensitiveTree.Path(Leaves(salt), i));
        }

        return null;
    }

    internal static string? FaultOf(SensitiveField field)
    {
        if (field.Name.Length == 0 || !IsText(field.Name, NameBytesMax))
            return $"The name of a sensitive field is 1 to {NameBytesMax} bytes of valid UTF-8.";
        return IsText(field.Value, ValueBytesMax)
            ? null
            : $"The value of the sensitive field '{field.Name}' is at most {ValueBytesMax} bytes of valid UTF-8.";
    }

    private Digest[] Leaves(Bytes32 salt) =>
        [.. All.Select(field => SensitiveTree.Leaf(field, SensitiveTree.SaltOf(field.Name, salt)))];

    private static bool IsText(string text, int bytesMax) =>
        Utf8.FromUtf16(text, stackalloc byte[bytesMax], out _, out _, replaceInvalidSequences: false)
            == OperationStatus.Done;
}

/// <summary>One of <see cref="SensitiveFields"/>.</summary>
/// <param name="Name">1..64 bytes of UTF-8.</param>
/// <param name="Value">At most 4,096 bytes of UTF-8.</param>
public sealed record SensitiveField(string Name, string Value);

/// <summary>One field of a commitment, with what shows that it is one of it.</summary>
/// <param name="Field">The field.</param>
/// <param name="Salt">Of this field alone.</param>
/// <param name="Index">Its place among all, 0 and up.</param>
/// <param name="Count">How many fields the commitment has.</param>
/// <param name="Path">The digests beside the way from its leaf to the root.</param>
public sealed record FieldOpening(
    SensitiveField Field, Bytes32 Salt, int Index, int Count, ImmutableArray<Digest> Path)
{
    /// <summary>Whether a commitment has this field.</summary>
    public bool Opens(Bytes32 commitment) =>
        Count is >= 1 and <= SensitiveFields.FieldsMax && Index >= 0 && Index < Count
        && SensitiveFields.FaultOf(Field) is null
        && SensitiveTree.Top(SensitiveTree.Leaf(Field, Salt), Index, Count, Path.AsSpan()) is { } top
        && SensitiveTree.Root(Count, top).Bytes == commitment;
}
