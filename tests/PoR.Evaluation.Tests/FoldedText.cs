using System.Text;
using PoR.Evaluation.Text;

namespace PoR.Evaluation.Tests;

/// <summary>Shorthand to fold, split and hash texts in tests.</summary>
internal static class FoldedText
{
    public static string Fold(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var folded = new byte[utf8.Length];
        return Encoding.UTF8.GetString(folded, 0, TextFolding.Fold(utf8, folded, out _));
    }

    public static List<string> Tokens(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var folded = new byte[utf8.Length];
        var length = TextFolding.Fold(utf8, folded, out var hasForeignLetter);
        var word = new byte[WordBuilder.MaxBytes + 4];
        var tokens = new Tokenizer(folded.AsSpan(0, length), word, !hasForeignLetter);
        var all = new List<string>();
        while (tokens.MoveNext())
            all.Add(Encoding.UTF8.GetString(tokens.Spelling));
        return all;
    }

    public static int[] Features(string text, int bits = 22)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var folded = new byte[utf8.Length];
        var length = TextFolding.Fold(utf8, folded, out var hasForeignLetter);
        var memory = new int[FeatureExtractor.MemoryFor(length)];
        var extractor = new FeatureExtractor(bits, length, memory);
        extractor.Run(folded.AsSpan(0, length), !hasForeignLetter);
        return extractor.Buckets.ToArray();
    }

    public static TextScore Score(string text) =>
        EvaluationModel.Embedded.Evaluate(Encoding.UTF8.GetBytes(text));
}
