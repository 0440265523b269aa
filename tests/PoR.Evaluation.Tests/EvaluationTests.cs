using System.Globalization;
using System.Text;
using PoR.Core.Transactions;

namespace PoR.Evaluation.Tests;

public sealed class EvaluationTests
{
    private static readonly EvaluationModel Model = EvaluationModel.Embedded;

    [Theory(DisplayName = "PoR Figure 12: the clear rows come out as people judge them")]
    [InlineData("Best book ever read", 1, false)]
    [InlineData("Best item ever and awesome fantastic", 5, true)]
    [InlineData("trash filled with more trash", 1, true)]
    [InlineData("I've never seen anything so bad and worthless", 1, true)]
    [InlineData("This is the best thing ever", 4, true)]
    [InlineData("I do not recommend! It doesn't work", 1, true)]
    [InlineData("if I could rate this 0, I would 1", 1, true)]
    [InlineData("recommend to everyone. Best ever. Super", 2, false)]
    [InlineData("total fake knockoff that uses junk material", 5, false)]
    [InlineData("This is very Good", 4, true)]
    [InlineData("good in the trash. great in the dump. buy it to junk it", 4, false)]
    public void Figure_12(string text, int stars, bool isCongruent)
    {
        var rule = new CongruenceRule(30, 50);

        var verdict = rule.Judge(FoldedText.Score(text), new Rating(stars, 1, 5));

        Assert.Equal(isCongruent, verdict != CongruenceVerdict.Incongruent);
        Assert.NotEqual(CongruenceVerdict.NoEvidence, verdict);
    }

    [Theory(DisplayName = "A text that says nothing scores 50 and is no evidence")]
    [InlineData("")]
    [InlineData("   \t ")]
    [InlineData("12345 67 8.90")]
    [InlineData("... --- ***")]
    [InlineData("\u200B\u202E\uFEFF")]
    [InlineData("xqzvbk wqrtpl zzkjhv")]
    [InlineData("Отличный товар, всем советую, работает прекрасно")]
    [InlineData("这个产品非常好，我很喜欢")]
    [InlineData("المنتج رائع جدا وأنصح به")]
    [InlineData("Das Gerät funktioniert leider überhaupt nicht, ich habe es zurückgeschickt")]
    [InlineData("Produkt jest bardzo dobry, polecam wszystkim znajomym")]
    public void Nothing_said_is_no_evidence(string text) =>
        Assert.Equal(new TextScore(50, false), FoldedText.Score(text));

    [Theory(DisplayName = "A short opinion is evidence")]
    [InlineData("great", 70, 100)]
    [InlineData("terrible", 0, 30)]
    [InlineData("not good", 0, 49)]
    [InlineData("👍👍", 55, 100)]
    [InlineData("Loooove it!!!", 70, 100)]
    [InlineData("waste of money 👎", 0, 25)]
    public void A_short_opinion_is_evidence(string text, byte least, byte most)
    {
        var score = FoldedText.Score(text);
        Assert.True(score.HasEvidence);
        Assert.InRange(score.Score, least, most);
    }

    [Theory(DisplayName = "Disguised letters change nothing")]
    [InlineData("This is a terrible product", "T\u200Bhis is a te\u00ADrrible pro\u2060duct")]
    [InlineData("This is a terrible product", "Тhіѕ іѕ а tеrrіblе рrоduсt")]
    [InlineData("This is a terrible product", "Ｔｈｉｓ ｉｓ ａ ｔｅｒｒｉｂｌｅ ｐｒｏｄｕｃｔ")]
    [InlineData("This is a terrible product", "Thís ìs ä tërrïblê prödüçt")]
    [InlineData("This is a terrible product", "𝗧𝗵𝗶𝘀 𝗶𝘀 𝗮 𝘁𝗲𝗿𝗿𝗶𝗯𝗹𝗲 𝗽𝗿𝗼𝗱𝘂𝗰𝘁")]
    [InlineData("This is a terrible product", "THIS IS A\u00A0TERRIBLE\u2028PRODUCT\u202E")]
    [InlineData("I don't like it", "I don’t like it")]
    [InlineData("I don't like it", "I dont like it")]
    public void Disguises_change_nothing(string plain, string disguised) =>
        Assert.Equal(FoldedText.Score(plain), FoldedText.Score(disguised));

    [Fact(DisplayName = "Repeating a word a thousand times moves the score no more than four times")]
    public void Repetition_does_not_help()
    {
        const string Text = "The strap broke after a week and the seller did not answer. ";
        string Repeat(int times) => Text + string.Concat(Enumerable.Repeat("excellent ", times));

        Assert.Equal(FoldedText.Score(Repeat(4)), FoldedText.Score(Repeat(800)));
    }

    [Fact(DisplayName = "One word at the end adds at most four features of at most 127 each")]
    public void One_word_is_bounded()
    {
        var random = new Random(7);
        string[] words = ["good", "bad", "not", "looove", "guitar", "!!!", "👎", "broke", "12", "fine."];
        for (var run = 0; run < 500; run++)
        {
            var text = string.Join(
                ' ', Enumerable.Range(0, random.Next(1, 60)).Select(_ => words[random.Next(10)]));
            var before = Model.Measure(Encoding.UTF8.GetBytes(text));
            var after = Model.Measure(
                Encoding.UTF8.GetBytes(text + ' ' + words[random.Next(words.Length)]));

            Assert.InRange(after.Features - before.Features, 0, 4);
            Assert.InRange(Math.Abs(after.Sum - before.Sum), 0, 4 * 128);
        }
    }

    [Fact(DisplayName = "Sentences are scored one by one and averaged over those with evidence")]
    public void Sentences_are_averaged()
    {
        var good = FoldedText.Score("Great sound.").Score;
        var bad = FoldedText.Score("Terrible case!").Score;
        var text = Encoding.UTF8.GetBytes("Great sound. 1234. Terrible case! ...");

        var average = Model.EvaluateBySentences(text);

        Assert.Equal(new TextScore((byte)((good + bad + 1) / 2), true), average);
        Assert.Equal(new TextScore(50, false), Model.EvaluateBySentences("1. 2. 3."u8));
    }

    [Theory(DisplayName = "The same score in every culture")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("th-TH")]
    [InlineData("az-Latn-AZ")]
    public void Cultures_change_nothing(string culture)
    {
        string[] texts = ["I LIKE IT, BRILLIANT", "İt is not good", "It's 1.234,56 of junk", "ıIİi"];
        var expected = texts.Select(FoldedText.Score).ToList();
        var (before, beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            var other = new CultureInfo(culture);
            other.NumberFormat.NumberDecimalSeparator = ",";
            other.NumberFormat.NegativeSign = "~";
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (other, other);
            Assert.Equal(expected, texts.Select(FoldedText.Score));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi);
        }
    }

    [Fact(DisplayName = "The same score on many threads at once")]
    public void Threads_change_nothing()
    {
        var texts = Enumerable.Range(0, 2000)
            .Select(i => Encoding.UTF8.GetBytes($"Item {i} is {(i % 3 == 0 ? "not" : "very")} good, "
                + string.Concat(Enumerable.Repeat("and it lasts ", i % 50))))
            .ToArray();
        var expected = texts.Select(text => Model.Evaluate(text)).ToArray();
        var actual = new TextScore[texts.Length];

        Parallel.For(0, texts.Length, i => actual[i] = Model.Evaluate(texts[i]));

        Assert.Equal(expected, actual);
    }

    [Fact(DisplayName = "Scores are pinned: other weights or another machine must not pass unseen")]
    public void Scores_are_pinned()
    {
        string[] texts =
        [
            "This is very Good", "not worth the money", "It broke after two days :(",
            "The best strings I have ever played.", "okay for the price", "Ünïcode 👍 wörks fine",
        ];
        Assert.Equal("97 6 0 100 85 98", string.Join(' ', texts.Select(text => FoldedText.Score(text).Score)));
    }
}
