namespace PoR.Evaluation.Tests;

public sealed class TokenTests
{
    private const string Glad = "\u0001", Sad = "\u0002";

    [Theory(DisplayName = "A text splits into words, numbers, marks and signs")]
    [InlineData("It's well-made", "it's|well|made")]
    [InlineData("don't dont DON’T", "dont|dont|dont")]
    [InlineData("'quoted' rock'n'roll", "quoted|rock'n'roll")]
    [InlineData("5 stars, 100 dollars, 19.99, 4.5 of 10/10", "5|stars|,|#|dollars|,|#|,|4.5|of|10|10")]
    [InlineData("wow! wow!!! why? what?? really?!", "wow|!|wow|!!|why|?|what|??|really|?!")]
    [InlineData("SM58 mic", "sm58|mic")]
    [InlineData("", "")]
    [InlineData(" ~ * # ", "")]
    public void Texts_split(string text, string tokens) =>
        Assert.Equal(tokens, string.Join('|', FoldedText.Tokens(text)));

    [Theory(DisplayName = "Glad and sad signs become one token each, other emoji stay themselves")]
    [InlineData("nice :)", "nice|" + Glad)]
    [InlineData("nice :-D", "nice|" + Glad)]
    [InlineData("bad :(", "bad|" + Sad)]
    [InlineData("bad :'(", "bad|" + Sad)]
    [InlineData("meh :/", "meh|" + Sad)]
    [InlineData("I <3 it", "i|" + Glad + "|it")]
    [InlineData("I </3 it", "i|" + Sad + "|it")]
    [InlineData("👍🏽 👎", Glad + "|" + Sad)]
    [InlineData("❤️", Glad)]
    [InlineData("good😀bad😡", "good|" + Glad + "|bad|" + Sad)]
    [InlineData("🎸🎸", "🎸|🎸")]
    [InlineData("http://x", "http|:|x")]
    [InlineData("note:(1)", "note|:|(|1|)")]
    public void Signs_are_tokens(string text, string tokens) =>
        Assert.Equal(tokens, string.Join('|', FoldedText.Tokens(text)));

    [Theory(DisplayName = "Letters that stand three or more times are one")]
    [InlineData("looooove", "love")]
    [InlineData("good", "good")]
    [InlineData("baaaaaad!!!!", "bad|!!")]
    [InlineData("1000", "#")]
    public void Long_runs_collapse(string text, string tokens) =>
        Assert.Equal(tokens, string.Join('|', FoldedText.Tokens(text)));

    [Fact(DisplayName = "A long run also counts with two letters: 'goood' holds 'good' and 'god'")]
    public void A_long_run_counts_twice()
    {
        var features = FoldedText.Features("goood");
        Assert.Equal(2, features.Length);
        Assert.Contains(FoldedText.Features("good")[0], features);
        Assert.Contains(FoldedText.Features("god")[0], features);
    }

    [Theory(DisplayName = "Greek and Cyrillic lookalikes read as Latin in a Latin text")]
    [InlineData("tеrrіblе рrοduсt", "terrible|product")]
    [InlineData("СООКІЕ is bad", "cookie|is|bad")]
    [InlineData("это плохой товар", "это|плохой|товар")]
    [InlineData("сосна не росла", "сосна|не|росла")]
    [InlineData("Το βιβλίο", "το|βιβλίο")]
    public void Lookalikes_fold_where_they_hide(string text, string tokens) =>
        Assert.Equal(tokens, string.Join('|', FoldedText.Tokens(text).Select(LowerCyrillic)));

    [Fact(DisplayName = "A word is hashed over its first 40 bytes")]
    public void Long_words_are_cut()
    {
        var word = string.Concat(Enumerable.Repeat("ab", 20));
        Assert.Equal(word, FoldedText.Tokens(word + "xyz").Single());
        Assert.Equal(FoldedText.Features(word + "c"), FoldedText.Features(word + "d"));
    }

    private static string LowerCyrillic(string token) => token.ToLowerInvariant();
}
