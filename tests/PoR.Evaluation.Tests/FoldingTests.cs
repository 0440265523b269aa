using System.Text;
using PoR.Evaluation.Text;

namespace PoR.Evaluation.Tests;

public sealed class FoldingTests
{
    [Theory(DisplayName = "Case, accents, width and typography fold to plain letters")]
    [InlineData("GREAT Book", "great book")]
    [InlineData("Çok güzel, café", "cok guzel, cafe")]
    [InlineData("Straße Æsop œuvre Þór", "strasse aesop oeuvre thor")]
    [InlineData("İstanbul ılık", "istanbul ilik")]
    [InlineData("Ｇｏｏｄ！", "good!")]
    [InlineData("𝐛𝐚𝐝 𝒷𝒶𝒹 𝟙𝟚", "bad bad 12")]
    [InlineData("don’t “buy” it—ever…", "don't buy it;ever.")]
    [InlineData("ﬁne ﬂaw", "fine flaw")]
    [InlineData("Ⓑⓐⓓ", "bad")]
    [InlineData("ế ọ ữ", "e o u")]
    [InlineData("¡bad¿", "!bad?")]
    public void Letters_fold(string text, string folded) =>
        Assert.Equal(folded, FoldedText.Fold(text));

    [Theory(DisplayName = "What cannot be seen is removed")]
    [InlineData("b\u200Bad", "bad")]
    [InlineData("\uFEFFbad", "bad")]
    [InlineData("b\u00ADad", "bad")]
    [InlineData("\u202Ebad\u202C", "bad")]
    [InlineData("\u2066bad\u2069", "bad")]
    [InlineData("ba\u0301d\u0336", "bad")]
    [InlineData("ba\uFE0Fd", "bad")]
    [InlineData("b\U000E0061ad", "bad")]
    [InlineData("b\u3164ad", "bad")]
    public void Hidden_code_points_vanish(string text, string folded) =>
        Assert.Equal(folded, FoldedText.Fold(text));

    [Theory(DisplayName = "White space and control characters join to one space")]
    [InlineData("  a \t\r\n b", "a b")]
    [InlineData("a\u00A0\u2003\u3000b", "a b")]
    [InlineData("a\u0000\u0001\u0002b", "a b")]
    [InlineData("a\u0085b", "a b")]
    public void White_space_joins(string text, string folded) =>
        Assert.Equal(folded, FoldedText.Fold(text));

    [Fact(DisplayName = "Folded text is never longer than its source, for every code point")]
    public void Folding_never_grows()
    {
        var folded = new byte[16];
        Span<byte> utf8 = stackalloc byte[4];
        for (var codePoint = 0; codePoint <= 0x10FFFF; codePoint++)
        {
            if (!Rune.IsValid(codePoint))
                continue;
            var size = new Rune(codePoint).EncodeToUtf8(utf8);
            var length = TextFolding.Fold(utf8[..size], folded, out _);
            Assert.InRange(length, 0, size);
        }
    }

    [Fact(DisplayName = "Folding twice is folding once, for every code point but the folded signs")]
    public void Folding_is_idempotent()
    {
        for (var codePoint = 0x20; codePoint <= 0x10FFFF; codePoint++)
        {
            if (!Rune.IsValid(codePoint) || SignTables.SideOf(codePoint) != 0)
                continue;
            var once = FoldedText.Fold("x" + new Rune(codePoint) + "y");
            Assert.Equal(once, FoldedText.Fold(once));
        }
    }
}
