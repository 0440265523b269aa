using PoR.Core.Bytes;
using PoR.Core.Hashing;
using PoR.Core.Transactions;

namespace PoR.Core.Tests;

/// <summary>I_2 and its commitment (PoR §3.7 item 2).</summary>
public sealed class SensitiveFieldsTests
{
    private static readonly Bytes32 _salt = Samples.Fixed(7);

    private static readonly SensitiveField[] _three =
        [new("order", "4711"), new("e-mail", "Ärger@example.org"), new("age", "")];

    [Fact(DisplayName = "PoR §3.7 item 2: a commitment depends on the salt and each field, not on their order")]
    public void Binding()
    {
        var commitment = Of(_three).Commit(_salt);

        Assert.Equal("3d83068a02641da941ee8a5df1679f4d50612b2ae39821f413f2a890807e7ffb", commitment.ToString());
        Assert.Equal(commitment, Of([.. _three.Reverse()]).Commit(_salt));
        Assert.NotEqual(commitment, Of(_three).Commit(Samples.Fixed(8)));
        Assert.All(Enumerable.Range(0, 3), i =>
        {
            Assert.NotEqual(commitment, Of([.. _three.Where((_, k) => k != i)]).Commit(_salt));
            Assert.NotEqual(commitment, Of(Changed(i, f => f with { Value = f.Value + " " })).Commit(_salt));
            Assert.NotEqual(commitment, Of(Changed(i, f => f with { Name = f.Name + " " })).Commit(_salt));
        });
        Assert.NotEqual(commitment, Of([.. _three, new("more", "")]).Commit(_salt));
    }

    [Fact(DisplayName = "PoR §3.7 item 2: each field opens by itself, however many there are, and as it is only")]
    public void Field_by_field()
    {
        foreach (var count in new[] { 1, 2, 3, 4, 5, 7, 8, 9, 33, SensitiveFields.FieldsMax })
        {
            var fields = Of([.. Enumerable.Range(0, count).Select(i => new SensitiveField($"name {i}", $"value {i}"))]);
            var commitment = fields.Commit(_salt);
            Assert.All(fields.All, field =>
            {
                var shown = fields.Show(field.Name, _salt)!;
                Assert.Equal(field, shown.Field);
                Assert.True(shown.Opens(commitment));
                Assert.All(Changes(shown), changed => Assert.False(changed.Opens(commitment)));
            });
        }
    }

    [Fact(DisplayName = "A shown field tells neither the salt of all nor what the other fields are")]
    public void Nothing_else_is_shown()
    {
        var shown = Of(_three).Show("order", _salt)!;
        var other = Of([_three[0], _three[1] with { Value = "" }, _three[2]]);

        Assert.NotEqual(_salt, shown.Salt);
        Assert.NotEqual(shown.Salt, Of(_three).Show("age", _salt)!.Salt);
        Assert.DoesNotContain(shown.Path, digest => digest == new Digest(_salt));

        // What stands beside the way of a field is blinded by a salt that does not follow from its own.
        Assert.NotEqual(shown.Path.AsEnumerable(), other.Show("order", _salt)!.Path);
        Assert.Null(Of(_three).Show("name", _salt));
    }

    [Theory(DisplayName = "Fields out of bounds are refused in a sentence")]
    [InlineData(0, 4, 4, "1 to 64")]
    [InlineData(65, 4, 4, "1 to 64")]
    [InlineData(1, 0, 4, "1 to 64 bytes")]
    [InlineData(1, 65, 4, "1 to 64 bytes")]
    [InlineData(1, 4, 4_097, "at most 4096 bytes")]
    public void Bounds(int count, int nameBytes, int valueBytes, string expected)
    {
        Assert.Null(SensitiveFields.TryCreate(
            Enumerable.Range(0, count).Select(_ => new SensitiveField(
                new string('n', nameBytes), new string('v', valueBytes))),
            out var fault));
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_fields_are_taken_and_no_name_twice()
    {
        var largest = new SensitiveField(new string('n', 64), new string('v', 4_096));
        Assert.NotNull(SensitiveFields.TryCreate([largest], out _));
        Assert.Null(SensitiveFields.TryCreate([.. _three, new("age", "7")], out var twice));
        Assert.Contains("'age' is there twice", twice, StringComparison.Ordinal);
        Assert.Null(SensitiveFields.TryCreate([new("a", "\ud800")], out var broken));
        Assert.Contains("valid UTF-8", broken, StringComparison.Ordinal);
    }

    private static SensitiveFields Of(SensitiveField[] fields)
    {
        var all = SensitiveFields.TryCreate(fields, out var fault);
        Assert.Null(fault);
        return all!;
    }

    private static SensitiveField[] Changed(int index, Func<SensitiveField, SensitiveField> change) =>
        [.. _three.Select((field, i) => i == index ? change(field) : field)];

    private static IEnumerable<FieldOpening> Changes(FieldOpening shown) =>
    [
        shown with { Field = shown.Field with { Value = "" } },
        shown with { Field = shown.Field with { Name = "other" } },
        shown with { Salt = _salt },
        shown with { Index = shown.Index + 1 },
        shown with { Index = shown.Index - 1 },
        shown with { Count = shown.Count + 1 },
        shown with { Path = shown.Path.Add(default) },
        .. shown.Path.Select((_, i) => shown with { Path = shown.Path.SetItem(i, default) }),
        .. shown.Path.Select((_, i) => shown with { Path = shown.Path.RemoveAt(i) }),
    ];
}
