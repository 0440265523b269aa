namespace PoR.Simulation.Adversaries;

/// <summary>Node numbers as people write them.</summary>
public static class NodeRanges
{
    /// <summary>For example <c>0-3, 7</c>.</summary>
    /// <param name="numbers">Ascending.</param>
    public static string Of(IEnumerable<int> numbers) => string.Join(", ", numbers
        .Select(static (number, index) => (number, run: number - index))
        .GroupBy(static entry => entry.run, static entry => entry.number)
        .Select(static run => run.Count() == 1 ? $"{run.First()}" : $"{run.First()}-{run.Last()}"));
}
