using System.Text;
using PoR.Evaluation.Text;

namespace PoR.Train;

/// <summary>The weights to start from: the VADER lexicon's valences.</summary>
internal static class Lexicon
{
    private const float NegatedFactor = -0.6f;

    /// <summary>One weight per bucket; 0 where the lexicon has no word.</summary>
    public static float[] StartWeights(
        List<(string Token, float Valence)> lexicon, TrainSettings settings)
    {
        var weights = new float[1 << settings.Bits];
        var mask = (1u << settings.Bits) - 1;
        Span<byte> word = stackalloc byte[WordBuilder.MaxBytes + 4];
        foreach (var (token, valence) in lexicon)
        {
            var utf8 = Encoding.UTF8.GetBytes(token);
            var folded = new byte[utf8.Length];
            var length = TextFolding.Fold(utf8, folded, out _);
            var tokens = new Tokenizer(folded.AsSpan(0, length), word, true);
            if (!tokens.MoveNext() || tokens.Kind is not (TokenKind.Word or TokenKind.Sign))
                continue;
            var hash = tokens.Hash;
            if (tokens.MoveNext())
                continue; // Several tokens: their single words say it.
            weights[Bucket(hash, FeatureHash.SingleTag)] = valence;
            weights[Bucket(hash, FeatureHash.NegatedTag)] = NegatedFactor * valence;
        }
        return weights;

        int Bucket(uint hash, byte tag) =>
            (int)(FeatureHash.Finish(FeatureHash.Append(hash, tag)) & mask);
    }
}
