using System.Globalization;
using System.Text.Json;

namespace PoR.Bench.VirtualTime;

/// <summary>The figures of a run beside their bars, and beside those of an earlier run.</summary>
/// <param name="baselineName">The file of that run.</param>
internal sealed class CostTable(string baselineName)
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };
    private readonly List<Figure> _figures = [];

    /// <summary>Adds a figure with the least and the median of its samples.</summary>
    public void Add(string name, string unit, double? bar, params IReadOnlyList<double> samples)
    {
        var figure = new Figure(name, unit, samples.Min(), Sample.Median(samples), bar);
        _figures.Add(figure);
        Console.Error.WriteLine($"{figure.Name}: {Text(figure.Least)} .. {Text(figure.Median)} {figure.Unit}");
    }

    /// <summary>Writes the table as Markdown; ratios are to the baseline's medians.</summary>
    public void Print(TextWriter output)
    {
        var baseline = ReadBaseline();
        output.WriteLine("| figure | unit | bar | least | median | ratio to the baseline |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (var (name, unit, least, median, bar) in _figures)
        {
            var ratio = baseline.TryGetValue(name, out var before) ? Text(median / before) : "-";
            var limit = bar is { } most ? $"<= {Text(most)}" : "-";
            output.WriteLine($"| {name} | {unit} | {limit} | {Text(least)} | {Text(median)} | {ratio} |");
        }
    }

    /// <summary>Makes the medians the baseline of later runs.</summary>
    public void WriteBaseline()
    {
        var medians = _figures.ToDictionary(static f => f.Name, static f => Math.Round(f.Median, 3));
        File.WriteAllText(BaselinePath(), JsonSerializer.Serialize(medians, s_indented) + "\n");
    }

    private Dictionary<string, double> ReadBaseline() =>
        File.Exists(BaselinePath())
            ? JsonSerializer.Deserialize<Dictionary<string, double>>(File.ReadAllText(BaselinePath()))!
            : [];

    private string BaselinePath() => Path.Combine(Checkout.Root, "tools", "PoR.Bench", baselineName);

    private static string Text(double value) =>
        value.ToString(Math.Abs(value) < 10 ? "0.##" : "0", CultureInfo.InvariantCulture);

    private sealed record Figure(string Name, string Unit, double Least, double Median, double? Bar);
}
