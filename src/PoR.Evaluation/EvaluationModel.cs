using System.Buffers;
using PoR.Core.Hashing;
using PoR.Evaluation.Text;

namespace PoR.Evaluation;

/// <summary>The evaluator of review texts: weights in, score out (PoR §3.6 "Evaluating").</summary>
/// <remarks>
/// Integers only: the same bytes give the same score on every machine, culture and thread. Immutable and thread-safe.
/// Deviation D19: the paper uses CoreNLP's recursive network; this is a linear model over hashed words, pairs and
/// triples, which two nodes can compute alike.
/// </remarks>
public sealed class EvaluationModel
{
    /// <summary>The score of a text without evidence.</summary>
    public const byte NeutralScore = 50;

    /// <summary>Fractional bits that a measure keeps beside the root.</summary>
    internal const int FractionBits = 12;

    private const int RootBits = 20;
    private const string ResourceName = "PoR.Evaluation.evaluator.bin";

    private static readonly Lazy<EvaluationModel> EmbeddedModel = new(LoadEmbedded);

    private readonly int _bits;
    private readonly int _bias;
    private readonly int _offset;
    private readonly int[] _thresholds;
    private readonly sbyte[] _weights;
    private readonly byte[] _known;
    

    internal EvaluationModel(
        int bits, int knownBits, int bias, int offset, int[] thresholds, sbyte[] weights,
        byte[] known, Digest digest)
    {
        if (weights.Length != 1 << bits || known.Length != 1 << (knownBits - 3))
            throw new ArgumentException("The tables do not have the sizes that are named.");
        (_bits, _bias, _offset, _thresholds) = (bits, bias, offset, thresholds);
        (_weights, _known, Digest) = (weights, known, digest);
    }

    /// <summary>The model that the build carries; loaded once.</summary>
    /// <exception cref="InvalidDataException">The build's resource is damaged.</exception>
    public static EvaluationModel Embedded => EmbeddedModel.Value;

    /// <summary>SHA-256 of the model, 32 bytes; part of genesis.</summary>
    public Digest Digest { get; }

    /// <summary>Reads a model that <c>PoR.Train</c> wrote.</summary>
    /// <exception cref="InvalidDataException">
    /// The bytes are no model of this version, or were changed; the message says which.
    /// </exception>
    public static EvaluationModel Load(ReadOnlySpan<byte> bytes) => ModelFormat.Read(bytes);

    /// <summary>Scores a whole text.</summary>
    /// <param name="utf8">Acceptable by <see cref="ReviewText.IsAcceptable"/>.</param>
    /// <returns>0 (worst) to 100 (best), and 50 without evidence.</returns>
    /// <exception cref="ArgumentException">The text is not acceptable.</exception>
    public TextScore Evaluate(ReadOnlySpan<byte> utf8) => Score(utf8, bySentences: false);

    /// <summary>Scores each sentence and averages those with evidence, rounding half up.</summary>
    /// <param name="utf8">Acceptable by <see cref="ReviewText.IsAcceptable"/>.</param>
    /// <returns>0 (worst) to 100 (best), and 50 without evidence.</returns>
    /// <exception cref="ArgumentException">The text is not acceptable.</exception>
    /// <remarks>
    /// PoR Figure 12's way. Not the default: on Amazon reviews it is further from the rating.
    /// </remarks>
    public TextScore EvaluateBySentences(ReadOnlySpan<byte> utf8) =>
        Score(utf8, bySentences: true);

    /// <summary>The sums over a whole text.</summary>
    internal TextMeasure Measure(ReadOnlySpan<byte> utf8)
    {
        var folded = new byte[utf8.Length];
        var length = TextFolding.Fold(utf8, folded, out var hasForeignLetter);
        var memory = new int[FeatureExtractor.MemoryFor(length)];
        return Measure(folded.AsSpan(0, length), !hasForeignLetter, memory);
    }

    /// <summary>The position on the scale that the thresholds cut.</summary>
    internal int Position(TextMeasure measure)
    {
        if (measure.Features == 0)
            return _bias;
        var root = IntegerRoot.Floor((1UL << (2 * RootBits)) / (uint)measure.Features);
        return (int)(((measure.Sum + _offset) * (long)root) >> (RootBits - FractionBits)) + _bias;
    }

    private static EvaluationModel LoadEmbedded()
    {
        using var stream = typeof(EvaluationModel).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidDataException($"The build lacks its resource {ResourceName}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Load(bytes);
    }

    private TextScore Score(ReadOnlySpan<byte> utf8, bool bySentences)
    {
        if (!ReviewText.IsAcceptable(utf8))
            throw new ArgumentException("The text is over 8 KiB or not valid UTF-8.", nameof(utf8));
        var folded = ArrayPool<byte>.Shared.Rent(utf8.Length);
        var memory = ArrayPool<int>.Shared.Rent(FeatureExtractor.MemoryFor(utf8.Length));
        try
        {
            var length = TextFolding.Fold(utf8, folded, out var hasForeignLetter);
            var text = folded.AsSpan(0, length);
            return bySentences
                ? AverageOfSentences(text, !hasForeignLetter, memory)
                : ScoreOf(Measure(text, !hasForeignLetter, memory));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(folded);
            ArrayPool<int>.Shared.Return(memory);
        }
    }

    private TextScore AverageOfSentences(
        ReadOnlySpan<byte> text, bool foldLoneLookalikes, Span<int> memory)
    {
        int sum = 0, count = 0;
        while (!text.IsEmpty)
        {
            var length = Sentences.FirstLength(text);
            var score = ScoreOf(Measure(text[..length], foldLoneLookalikes, memory));
            if (score.HasEvidence)
            {
                sum += score.Score;
                count++;
            }
            text = text[length..];
        }
        return count == 0
            ? new TextScore(NeutralScore, false)
            : new TextScore((byte)((2 * sum + count) / (2 * count)), true);
    }

    private TextMeasure Measure(
        ReadOnlySpan<byte> folded, bool foldLoneLookalikes, Span<int> memory)
    {
        var extractor = new FeatureExtractor(_bits, folded.Length, memory);
        extractor.Run(folded, foldLoneLookalikes);
        var sum = 0;
        foreach (var bucket in extractor.Buckets)
            sum += _weights[bucket];
        var known = 0;
        foreach (var word in extractor.Words)
            known += KnownWords.Contains(_known, word) ? 1 : 0;
        return new TextMeasure(
            sum, extractor.Buckets.Length, extractor.Words.Length, known, extractor.SidedSigns);
    }

    private TextScore ScoreOf(TextMeasure measure)
    {
        if (!measure.HasEvidence)
            return new TextScore(NeutralScore, false);
        var position = Position(measure);
        int low = 0, high = _thresholds.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_thresholds[middle] <= position)
                low = middle + 1;
            else
                high = middle;
        }
        return new TextScore((byte)low, true);
    }
}

/// <summary>What the evaluator says of a text (PoR §3.6 "Evaluating").</summary>
/// <param name="Score">Positivity, 0 (worst) to 100 (best); 50 without evidence.</param>
/// <param name="HasEvidence">
/// False for an empty, numeric, foreign-language or made-up text: it is neither rewarded nor
/// punished.
/// </param>
public readonly record struct TextScore(byte Score, bool HasEvidence);
