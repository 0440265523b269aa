using System.Text;
using PoR.Core.Rounds;
using PoR.Core.Transactions;

namespace PoR.Core.Tests;

public sealed class VocabularyTests
{
    [Theory(DisplayName = "PoR §5.2: from step 5 on, steps repeat by threes: 0, 1, genuine coin")]
    [InlineData(3, false, false, false, false, false)]
    [InlineData(4, false, false, false, true, false)]
    [InlineData(5, true, false, false, false, true)]
    [InlineData(6, false, true, false, false, false)]
    [InlineData(7, false, false, true, true, false)]
    [InlineData(8, true, false, false, false, true)]
    [InlineData(9, false, true, false, false, false)]
    [InlineData(10, false, false, true, true, false)]
    public void Steps_repeat_by_threes(
        int number, bool zero, bool one, bool genuine, bool endsWithBlock, bool endsEmpty)
    {
        var step = new Step(number);
        Assert.Equal(
            (zero, one, genuine, endsWithBlock, endsEmpty),
            (step.IsCoinFixedToZero, step.IsCoinFixedToOne, step.IsCoinGenuine,
                step.CanEndWithBlock, step.CanEndEmpty));
    }

    [Theory]
    [InlineData("x", 8_191)]
    [InlineData("ä", 4_096)]
    [InlineData("☺", 2_731)]
    [InlineData("😀", 2_049)]
    public void A_text_is_cut_between_code_points(string letter, int count)
    {
        var text = string.Concat(Enumerable.Repeat(letter, count));
        var note = ReviewNote.Cut(text, out var isCut);

        Assert.Equal(Encoding.UTF8.GetByteCount(text) > ReviewNote.BytesMax, isCut);
        Assert.InRange(note.Utf8.Length, ReviewNote.BytesMax - 3, ReviewNote.BytesMax);
        Assert.StartsWith(note.ToString(), text);
        Assert.NotNull(ReviewNote.TryCreate(note.Utf8));
    }

    [Fact]
    public void A_text_with_a_lone_surrogate_becomes_valid()
    {
        var note = ReviewNote.Cut("a\ud800b", out var isCut);

        Assert.False(isCut);
        Assert.Equal("a\ufffdb", note.ToString());
        Assert.Throws<ArgumentException>(() => ReviewNote.Cut("", out _));
    }

    [Fact]
    public void Rounds_are_counted_not_wrapped()
    {
        Assert.Equal(new Round(7), new Round(5) + 2);
        Assert.Equal(new Round(-5), new Round(5) - 10);
        Assert.True(new Round(5) < new Round(5).Next && new Round(5).Next > new Round(5));
    }

    [Fact]
    public void Invariants_throw_only_when_broken()
    {
        InvariantViolationException.Require(true, "holds");
        Assert.Equal("broken", Assert.Throws<InvariantViolationException>(
            () => InvariantViolationException.Require(false, "broken")).Message);
    }
}
