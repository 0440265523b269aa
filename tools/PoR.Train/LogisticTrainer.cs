namespace PoR.Train;

/// <summary>Logistic regression with soft targets, by AdaGrad; one thread, so that it repeats.</summary>
internal sealed class LogisticTrainer(TrainSettings settings, float[] start)
{
    private readonly TrainSettings _settings = settings;
    private readonly float[] _start = start;

    /// <summary>Trains.</summary>
    /// <param name="samples">All samples.</param>
    /// <param name="exceptFold">A part that stays unseen, or -1.</param>
    /// <returns>A weight per bucket.</returns>
    public float[] Train(IReadOnlyList<Sample> samples, int exceptFold = -1)
    {
        var chosen = samples.Where(sample => exceptFold < 0 || sample.Fold != exceptFold).ToArray();
        var cells = new (float Weight, float Squares)[_start.Length];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = (_start[i], _settings.StartOfSquares);
        var random = new SeededRandom(_settings.Seed + 1);
        for (var pass = 0; pass < _settings.Passes; pass++)
        {
            random.Shuffle<Sample>(chosen);
            foreach (var sample in chosen)
                Step(cells, sample);
        }
        return [.. cells.Select(cell => cell.Weight)];
    }

    private void Step((float Weight, float Squares)[] cells, Sample sample)
    {
        var value = 1 / MathF.Sqrt(sample.Buckets.Length);
        var sum = 0f;
        foreach (var bucket in sample.Buckets)
            sum += cells[bucket].Weight;
        var probability = 1 / (1 + MathF.Exp(-sum * value));
        var slope = (probability - sample.Target) * sample.Weight * value;
        foreach (var bucket in sample.Buckets)
        {
            ref var cell = ref cells[bucket];
            var gradient = slope + _settings.PriorPull * (cell.Weight - _start[bucket]);
            cell.Squares += gradient * gradient;
            cell.Weight -= _settings.Rate * gradient / MathF.Sqrt(cell.Squares);
        }
    }
}
