using System.Globalization;

namespace PoR.Campaigns.Fuzzing;

/// <summary>More cases than the tests have, of another seed: for all decoders, or for one.</summary>
internal static class FuzzCampaign
{
    /// <summary>How many cases a night has.</summary>
    public const int Cases = 10_000_000;

    private const int StoredAfter = 200_000;
    private const ulong Seed = 2; // That of the tests is 1.

    /// <summary>Runs cases of all decoders, from where it was stopped.</summary>
    /// <param name="folder">Keeps how far it is.</param>
    /// <param name="count">Of all decoders together; each has its share.</param>
    /// <param name="name">Of the only decoder; null: all.</param>
    /// <returns>Whether nothing was found.</returns>
    public static Task<bool> RunAsync(CampaignFolder folder, int count, string? name = null)
    {
        var decoders = Decoders.All.Where(decoder => name is null || decoder.Name == name).ToArray();
        var all = decoders.Sum(static decoder => (long)decoder.Cases);
        long ShareOf(Decoder decoder, long cases) => cases * decoder.Cases / all;

        var progress = folder.Load();
        while (progress.Done < count)
        {
            var next = Math.Min(progress.Done + StoredAfter, count);
            foreach (var decoder in decoders)
                Run(progress, decoder, ShareOf(decoder, progress.Done), ShareOf(decoder, next));
            progress.Done = next;
            folder.Store(progress);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{progress.Done} of {count} cases, {progress.Violations.Count} findings"));
        }

        folder.Write(Report(folder.Name, progress, decoders));
        return Task.FromResult(progress.Violations.Count == 0);
    }

    private static void Run(Progress progress, Decoder decoder, long first, long end)
    {
        var fuzzer = new Fuzzer(decoder, Seed);
        if (fuzzer.Run(first, end - first) is { } finding)
        {
            progress.Violations.Add(finding.ToString());
            Console.WriteLine(finding);
        }

        Set("taken", (known, more) => known + more, fuzzer.Taken);
        Set("refused", (known, more) => known + more, fuzzer.Refused);
        Set("bytes", Math.Max, fuzzer.BytesMax);

        void Set(string what, Func<long, long, long> both, long now) =>
            progress.Counts[Key(decoder, what)] = both(Of(progress, decoder, what), now);
    }

    private static string Key(Decoder decoder, string what) => $"{decoder.Name}: {what}";

    private static long Of(Progress progress, Decoder decoder, string what) =>
        progress.Counts.GetValueOrDefault(Key(decoder, what));

    private static string Report(string name, Progress progress, Decoder[] decoders)
    {
        var rows = string.Join('\n', decoders.Select(decoder => string.Create(
            CultureInfo.InvariantCulture,
            $"| {decoder.Name} | {Of(progress, decoder, "taken")} | {Of(progress, decoder, "refused")} "
            + $"| {Of(progress, decoder, "bytes")} | {decoder.Holds} |")));
        var findings = string.Join("", progress.Violations.Select(finding => $"\n- {finding}"));
        return $"""
            # {name}

            {progress.Done} cases of seed {Seed}: bytes made of valid ones, given to decoders of bytes from outside.
            Samples count once for each {StoredAfter} cases.

            | decoder | taken | refused | most bytes allocated for one case | also holds |
            |---|---|---|---|---|
            {rows}

            Findings: {progress.Violations.Count}.
            {findings}
            """;
    }
}
