using System.Globalization;
using PoR.Node.Running;

namespace PoR.Bench.RealTime;

/// <summary>The processor time of this process by what it goes to, from one moment on.</summary>
internal sealed class Shares
{
    private readonly IReadOnlyList<(string Name, TimeSpan Used)> _before = ProcessCpu.Parts();

    /// <summary>Since then.</summary>
    public IReadOnlyList<(string Name, TimeSpan Used)> Used() =>
        [.. ProcessCpu.Parts().Zip(_before, static (now, before) => (now.Name, now.Used - before.Used))];

    /// <summary>Prints a row for each part.</summary>
    /// <param name="output">Gets it, as Markdown.</param>
    /// <param name="used">Of <see cref="Used"/>.</param>
    /// <param name="count">By how much each is divided.</param>
    /// <param name="unit">Of what that is, for example a round.</param>
    public static void Print(
        TextWriter output, IReadOnlyList<(string Name, TimeSpan Used)> used, double count, string unit)
    {
        var all = used.Sum(static part => part.Used.TotalMicroseconds);
        output.WriteLine($"| processor time | us a {unit} | share |\n|---|---|---|");
        foreach (var (name, time) in used.Append(("all", TimeSpan.FromMicroseconds(all))))
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {time.TotalMicroseconds / count:0} | {time.TotalMicroseconds / all:0.0 %} |"));
    }
}
