using System.Diagnostics;
using System.Globalization;

namespace PoR.Campaigns.Fuzzing;

/// <summary>
/// Cases that afl-fuzz makes: it keeps those that reach branches of our assemblies that no other has reached, and goes
/// on from them. It knows the branches by a copy of this program whose assemblies SharpFuzz has instrumented.
/// </summary>
internal static class GuidedFuzz
{
    /// <summary>The name of the command by which afl-fuzz runs one decoder.</summary>
    public const string Target = "fuzz-target";

    /// <summary>How long each decoder has, seconds.</summary>
    public const int Seconds = 600;

    private const string Program = "afl-fuzz";
    private const int CaseMs = 20_000; // A case may take 5 s by itself, and more on a busy machine.

    /// <summary>Runs each decoder, or one, for so long; what was found before is kept, and gone on from.</summary>
    /// <param name="folder">Keeps afl-fuzz's queues.</param>
    /// <param name="seconds">For each decoder.</param>
    /// <param name="name">Of the only decoder; null: all.</param>
    /// <returns>Whether nothing was found.</returns>
    /// <exception cref="InvalidOperationException">afl-fuzz is not there, or does not run.</exception>
    public static async Task<bool> RunAsync(CampaignFolder folder, int seconds, string? name = null)
    {
        await RequireProgramAsync();
        var program = Instrumented(folder.At("instrumented"));
        var rows = new List<string>();
        var findings = new List<string>();
        foreach (var decoder in Decoders.All.Where(decoder => name is null || decoder.Name == name))
        {
            var own = Directory.CreateDirectory(folder.At(decoder.Name.Replace(' ', '-'))).FullName;
            var samples = Directory.CreateDirectory(Path.Combine(own, "samples")).FullName;
            foreach (var (i, sample) in decoder.Samples.Index())
                await File.WriteAllBytesAsync(
                    Path.Combine(samples, i.ToString("D4", CultureInfo.InvariantCulture)), sample);
            Console.WriteLine($"{decoder.Name}: {seconds} s ...");
            await FuzzAsync(program, decoder, own, seconds);
            var found = FindingsOf(decoder, Path.Combine(own, "out", "default")).ToArray();
            findings.AddRange(found);
            rows.Add(Row(decoder, Path.Combine(own, "out", "default", "fuzzer_stats"), found.Length));
        }

        folder.Write(
            $"""
            # {folder.Name}

            Cases that afl-fuzz made from samples by the branches that they reach, in assemblies that SharpFuzz has
            instrumented. A finding is what a decoder must not do: throw, take a second form of a value, allocate beyond
            its bound, refuse without a reason, or not come to an end.

            | decoder | cases | kept, since each reached new branches | branches reached | findings |
            |---|---|---|---|---|
            {string.Join('\n', rows)}

            Findings: {findings.Count}.
            {string.Join("", findings.Select(static finding => $"\n- {finding}"))}
            """);
        return findings.Count == 0;
    }

    /// <summary>What afl-fuzz runs: the decoder, on one case after the other.</summary>
    /// <param name="name">Of the decoder.</param>
    public static void RunTarget(string name)
    {
        Fuzzer? fuzzer = null;
        SharpFuzz.Fuzzer.OutOfProcess.Run(stream =>
        {
            // Not earlier: instrumented code writes to memory that is there only now.
            fuzzer ??= new Fuzzer(Decoders.All.Single(decoder => decoder.Name == name), seed: 0);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            if (fuzzer.FaultOf(bytes.ToArray()) is { } fault)
                throw new InvalidOperationException($"{fault.Kind}: {fault.Sentence}");
        });
    }

    /// <summary>A copy of this program, whose own assemblies tell which branches they take.</summary>
    private static string Instrumented(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var runtimes = Path.Combine(AppContext.BaseDirectory, "runtimes");
        foreach (var file in Directory.Exists(runtimes)
                     ? Directory.EnumerateFiles(runtimes, "*", SearchOption.AllDirectories)
                     : [])
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(AppContext.BaseDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var self = typeof(GuidedFuzz).Assembly.GetName().Name + ".dll";
        foreach (var assembly in Directory.EnumerateFiles(folder, "PoR.*.dll").Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(assembly) != self)
                SharpFuzz.Fuzzer.Instrument(assembly, static _ => true, SharpFuzz.Options.Value);
        }

        return Path.Combine(folder, self);
    }

    private static async Task FuzzAsync(string program, Decoder decoder, string own, int seconds)
    {
        var start = new ProcessStartInfo(Program)
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["AFL_AUTORESUME"] = "1", // What an earlier run has kept is where this one begins.
                ["AFL_NO_UI"] = "1",
                ["AFL_SKIP_BIN_CHECK"] = "1", // The branches are told by SharpFuzz, not by afl-fuzz's own compiler.
                ["AFL_SKIP_CPUFREQ"] = "1",
                ["AFL_NO_AFFINITY"] = "1",
                ["AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES"] = "1", // A fault is an exception, and no core is needed.
            },
        };
        foreach (var argument in (string[])
                 [
                     "-i", Path.Combine(own, "samples"), "-o", Path.Combine(own, "out"), "-m", "none", "-t",
                     CaseMs.ToString(CultureInfo.InvariantCulture), "-V",
                     seconds.ToString(CultureInfo.InvariantCulture), "--", Environment.ProcessPath!, program, Target,
                     decoder.Name,
                 ])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        await using (var log = File.Create(Path.Combine(own, "afl.log")))
            await process.StandardOutput.BaseStream.CopyToAsync(log);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{Program} has ended with {process.ExitCode}; '{Path.Combine(own, "afl.log")}' says why.");
    }

    private static IEnumerable<string> FindingsOf(Decoder decoder, string found)
    {
        var fuzzer = new Fuzzer(decoder, seed: 0);
        string[] now = ["crashes", "hangs"];

        // What a run finds, the next one puts aside: as "crashes.TIME".
        var folders = Directory.EnumerateDirectories(found)
            .Where(folder => now.Any(kind => Path.GetFileName(folder).StartsWith(kind, StringComparison.Ordinal)));
        foreach (var folder in folders.Order(StringComparer.Ordinal))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "id*").Order(StringComparer.Ordinal))
            {
                var (kind, bytes) = (Path.GetFileName(folder), File.ReadAllBytes(file));
                if (fuzzer.FaultOf(bytes) is { } fault)
                    yield return
                        $"{decoder.Name}: {fault.Kind}: {fault.Sentence} Bytes: {Convert.ToHexStringLower(bytes)}";
                else if (now.Contains(kind))
                    yield return
                        $"{decoder.Name}: {kind}, not seen again without afl-fuzz: {Convert.ToHexStringLower(bytes)}";
            }
        }
    }

    private static string Row(Decoder decoder, string statistics, int findings)
    {
        var known = File.ReadLines(statistics).Select(static line => line.Split(':', 2))
            .ToDictionary(static pair => pair[0].Trim(), static pair => pair[1].Trim(), StringComparer.Ordinal);
        return $"| {decoder.Name} | {known["execs_done"]} | {known["corpus_count"]} | {known["edges_found"]} "
            + $"| {findings} |";
    }

    private static async Task RequireProgramAsync()
    {
        if (IsThere())
            return;
        if (!Environment.IsPrivilegedProcess || !File.Exists("/etc/debian_version"))
            throw new InvalidOperationException($"{Program} is missing: install Debian's package afl++.");
        using (var install = Process.Start(
                   "/bin/sh", ["-c", "apt-get -q update && apt-get -q install -y --no-install-recommends afl++"]))
            await install.WaitForExitAsync();
        if (!IsThere())
            throw new InvalidOperationException($"{Program} is missing: Debian's package afl++ was not installed.");
    }

    private static bool IsThere() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(static folder => File.Exists(Path.Combine(folder, Program)));
}
