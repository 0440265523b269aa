using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PoR.Core.Transactions;

namespace PoR.Evaluation.Tests;

public sealed class LimitTests
{
    private static readonly EvaluationModel Model = EvaluationModel.Embedded;

    [Fact(DisplayName = "8,192 bytes are evaluated, one more is our own mistake")]
    public void Texts_end_at_8_KiB()
    {
        var text = Encoding.UTF8.GetBytes(new string('x', ReviewNote.BytesMax + 1));

        Assert.True(ReviewText.IsAcceptable(text.AsSpan(1)));
        Assert.False(ReviewText.IsAcceptable(text));
        Model.Evaluate(text.AsSpan(1));
        Assert.Throws<ArgumentException>(() => Model.Evaluate(text));
    }

    [Theory(DisplayName = "What is not strictly UTF-8 is refused")]
    [InlineData("C0AF")] // Overlong.
    [InlineData("E08080")] // Overlong.
    [InlineData("EDA080")] // A surrogate.
    [InlineData("F4908080")] // Above U+10FFFF.
    [InlineData("80")] // A lone continuation.
    [InlineData("C3")] // Cut off.
    [InlineData("F09F918D41FF")] // An impossible byte.
    [InlineData("F09F91")] // Cut off.
    public void Invalid_utf8_is_refused(string hex)
    {
        var text = Convert.FromHexString("6F6B20" + hex);
        Assert.False(ReviewText.IsAcceptable(text));
        Assert.Throws<ArgumentException>(() => Model.Evaluate(text));
    }

    [Theory(DisplayName = "The densest texts of 8 KiB fit their memory")]
    [InlineData("a ")]
    [InlineData("a!")]
    [InlineData("!a?b")]
    [InlineData("aaa ")]
    [InlineData("aaa!bbb?ccc!")]
    [InlineData("👍")]
    [InlineData(":)")]
    [InlineData("я")]
    [InlineData("е")]
    [InlineData("ß")]
    [InlineData("not ")]
    [InlineData(".")]
    [InlineData("'")]
    [InlineData("1,")]
    [InlineData("‼")]
    public void Dense_texts_fit(string unit)
    {
        var size = Encoding.UTF8.GetByteCount(unit);
        var text = string.Concat(Enumerable.Repeat(unit, ReviewNote.BytesMax / size));

        var score = FoldedText.Score(text);

        Assert.InRange(score.Score, 0, 100);
    }

    [Fact(DisplayName = "The densest text of distinct tokens stays within its memory and its bounds")]
    public void Distinct_dense_tokens_fit()
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < ReviewNote.BytesMax - 2; i++)
            text.Append((char)('a' + i * i * 7 % 26)).Append(i * 31 % 3 == 0 ? '!' : ' ');

        var features = FoldedText.Features(text.ToString());

        Assert.Equal(features.Length, features.Distinct().Count());
        Assert.InRange(features.Length, 1, 3 * ReviewNote.BytesMax);
    }

    [Fact(DisplayName = "Any valid UTF-8 is scored 0..100, twice alike")]
    public void Any_text_is_scored()
    {
        var runes = Gen.Choose(0, 0x10FFFF).Where(Rune.IsValid).Select(value => new Rune(value));
        var letters = Gen.Elements("abegioty not!?.,:()'-<3😀е".EnumerateRunes().ToArray());
        var texts = Gen.ListOf(Gen.OneOf(letters, letters, letters, runes))
            .Select(list => string.Concat(list.Select(rune => rune.ToString())));
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var score = FoldedText.Score(text);
            return score.Score <= 100 && (score.HasEvidence || score.Score == 50)
                && score == FoldedText.Score(text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(2026, 5));
    }

    [Fact(DisplayName = "Evaluating allocates nothing once the pools are warm")]
    public void Evaluating_allocates_nothing()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("It works well. ", 40)));
        for (var i = 0; i < 100; i++)
            Model.Evaluate(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Model.Evaluate(text);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024);
    }

    [Fact(DisplayName = "The integer root is exact where floating point is not")]
    public void Roots_are_exact()
    {
        Assert.Equal(0u, IntegerRoot.Floor(0));
        Assert.Equal(uint.MaxValue, IntegerRoot.Floor(ulong.MaxValue));
        Prop.ForAll(Gen.Choose(1, int.MaxValue).ToArbitrary(), root =>
        {
            var square = (ulong)root * (ulong)root;
            return IntegerRoot.Floor(square) == (uint)root
                && IntegerRoot.Floor(square - 1) == (uint)root - 1;
        }).Check(Config.QuickThrowOnFailure.WithReplay(2026, 9));
    }
}
