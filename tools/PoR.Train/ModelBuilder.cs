using PoR.Evaluation;

namespace PoR.Train;

/// <summary>Turns trained weights into the integers of a model.</summary>
internal static class ModelBuilder
{
    /// <summary>The weights as bytes: ± clip becomes ± 127.</summary>
    public static sbyte[] Quantize(float[] weights, TrainSettings settings) =>
        [.. weights.Select(weight => (sbyte)MathF.Round(
            Math.Clamp(weight, -settings.Clip, settings.Clip) * 127 / settings.Clip))];

    /// <summary>The words of enough training texts.</summary>
    public static byte[] KnownWordsOf(IReadOnlyList<Sample> samples, TrainSettings settings)
    {
        var counts = new Dictionary<uint, int>();
        foreach (var sample in samples)
        {
            foreach (var word in sample.Words.Distinct())
                counts[word] = counts.GetValueOrDefault(word) + 1;
        }
        var filter = new byte[1 << (settings.KnownBits - 3)];
        foreach (var (word, count) in counts)
        {
            if (count >= settings.KnownMinimum)
                KnownWords.Add(filter, word);
        }
        return filter;
    }

    /// <summary>The bytes of the model.</summary>
    /// <param name="weights">A byte per bucket.</param>
    /// <param name="known">The known-word filter.</param>
    /// <param name="shift">What is added to a text's logit before the gain.</param>
    /// <param name="settings">Clip and gain.</param>
    public static byte[] Write(sbyte[] weights, byte[] known, double shift, TrainSettings settings)
    {
        var unit = UnitOf(settings);
        var thresholds = new int[ModelFormat.Thresholds];
        for (var i = 0; i < thresholds.Length; i++)
        {
            var share = (i + 0.5) / 100;
            thresholds[i] = (int)Math.Round(Math.Log(share / (1 - share)) / settings.Gain * unit);
        }
        return ModelFormat.Write(
            settings.Bits, settings.KnownBits, (int)Math.Round(shift * unit), OffsetOf(settings),
            thresholds, weights, known);
    }

    /// <summary>The constant that is added to a text's sum.</summary>
    public static int OffsetOf(TrainSettings settings) =>
        (int)Math.Round(settings.ShortTextLift * 127 / settings.Clip);

    /// <summary>What one logit is in the model's integers.</summary>
    public static double UnitOf(TrainSettings settings) =>
        127 / settings.Clip * (1 << EvaluationModel.FractionBits);
}
