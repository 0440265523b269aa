using FsCheck;
using FsCheck.Fluent;

namespace PoR.Core.Tests;

public sealed class CanonicalBytesTests
{
    public static TheoryData<string> Names => [.. Samples.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_comes_back(string name)
    {
        var sample = Find(name);
        var (again, fault) = sample.Decode(sample.Bytes);

        Assert.Null(fault);
        Assert.Equal(sample.Bytes, again);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_truncated_prefix_is_refused(string name)
    {
        var sample = Find(name);
        for (var length = 0; length < sample.Bytes.Length; length++)
        {
            var (again, fault) = sample.Decode(sample.Bytes[..length]);
            Assert.Null(again);
            Assert.NotNull(fault);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_trailing_byte_is_refused(string name)
    {
        var sample = Find(name);
        for (var value = 0; value < 256; value++)
        {
            var (again, fault) = sample.Decode([.. sample.Bytes, (byte)value]);
            Assert.Null(again);
            Assert.Contains("1 bytes are left over", fault);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_flipped_bit_is_refused_or_is_the_one_encoding_of_another_value(string name)
    {
        var sample = Find(name);
        for (var bit = 0; bit < sample.Bytes.Length * 8; bit++)
        {
            var bytes = sample.Bytes.ToArray();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            var (again, fault) = sample.Decode(bytes);
            Assert.True(again is null ? fault is not null : again.AsSpan().SequenceEqual(bytes), $"{name}, bit {bit}");
        }
    }

    [Fact]
    public void Whatever_is_decoded_has_exactly_the_bytes_that_it_came_from()
    {
        var edits =
            from sample in Gen.Elements<Sample>(Samples.All)
            from at in Gen.Choose(0, sample.Bytes.Length - 1)
            from removed in Gen.Choose(0, 8)
            from inserted in Gen.Choose(0, 255).Select(b => (byte)b).ListOf()
            select (sample, bytes: (byte[])[
                .. sample.Bytes[..at], .. inserted.Take(12), .. sample.Bytes.Skip(at + removed)]);

        Prop.ForAll(edits.ToArbitrary(), edit =>
        {
            var (again, fault) = edit.sample.Decode(edit.bytes);
            return again is null ? fault is not null : again.AsSpan().SequenceEqual(edit.bytes);
        }).Check(Config.QuickThrowOnFailure.WithReplay(4_711, 9).WithMaxTest(2_000));
    }

    [Fact]
    public void Arbitrary_bytes_never_throw()
    {
        Prop.ForAll<byte[]>(bytes => Samples.All.All(sample =>
        {
            var (again, fault) = sample.Decode(bytes);
            return again is null ? fault is not null : again.AsSpan().SequenceEqual(bytes);
        })).Check(Config.QuickThrowOnFailure.WithReplay(4_712, 9).WithMaxTest(300));
    }

    private static Sample Find(string name) => Samples.All.Single(s => s.Name == name);
}
