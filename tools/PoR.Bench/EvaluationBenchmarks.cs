using BenchmarkDotNet.Attributes;
using PoR.Evaluation;
using PoR.Reviews.MadeUp;

namespace PoR.Bench;

/// <summary>Text scores: a thousand made-up reviews.</summary>
[MemoryDiagnoser]
public class EvaluationBenchmarks
{
    private const int Reviews = 1_000;

    private readonly byte[][] _texts =
    [
        .. Enumerable.Range(0, Reviews).Select(i => new ReviewGenerator(1).Draw(i).Review.Text.Utf8.ToArray()),
    ];

    /// <summary>One review.</summary>
    [Benchmark(OperationsPerInvoke = Reviews)]
    public int Evaluate()
    {
        var sum = 0;
        foreach (var text in _texts)
            sum += EvaluationModel.Embedded.Evaluate(text).Score;
        return sum;
    }
}
