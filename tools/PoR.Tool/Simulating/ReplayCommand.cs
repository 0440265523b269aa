using System.Buffers;
using System.Globalization;

namespace PoR.Tool.Simulating;

/// <summary>The one command that repeats a run.</summary>
internal static class ReplayCommand
{
    private static readonly SearchValues<char> Harmless = SearchValues.Create(
        "-_./:=@%+,ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>Profile, seed and every option that was given, save for where results go.</summary>
    /// <param name="arguments">As they were given.</param>
    /// <param name="seed">The run's seed, wherever it came from.</param>
    public static string Of(SimulateArguments arguments, long seed)
    {
        var parts = new List<string> { "./tools/por simulate", "--profile", Quoted(arguments.Profile) };
        foreach (var given in arguments.Overrides.Where(
            o => o.Source is not ("--seed" or "--latency" or "--cut" or "--fault" or "--adversary")))
        {
            parts.AddRange(given.Source.StartsWith("--set ", StringComparison.Ordinal)
                ? ["--set", Quoted($"{given.Path}={given.Text}")]
                : [given.Source, Quoted(given.Text)]);
        }

        parts.AddRange(["--seed", seed.ToString(CultureInfo.InvariantCulture)]);
        if (arguments.Reviews is { } reviews)
            parts.AddRange(["--reviews", Quoted(reviews)]);
        if (arguments.Latency is { } latency)
            parts.AddRange(["--latency", Quoted(latency)]);
        foreach (var given in arguments.Overrides.Where(o => o.Source is "--cut" or "--fault" or "--adversary"))
            parts.AddRange([given.Source, Quoted(given.Text)]);
        if (arguments.IsUntilStuck)
            parts.Add("--until-stuck");
        return string.Join(' ', parts);
    }

    /// <summary>A word as a POSIX shell takes it.</summary>
    private static string Quoted(string word) =>
        word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Harmless)
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
