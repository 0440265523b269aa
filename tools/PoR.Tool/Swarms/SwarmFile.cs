using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PoR.Configuration.Files;
using PoR.Reports.Results;
using PoR.Simulation.Networks;
using PoR.Simulation.Swarms;

namespace PoR.Tool.Swarms;

/// <summary>The file of <c>--out</c>: a row for each seed that has ended; a later command goes on from there.</summary>
internal sealed class SwarmFile : IDisposable
{
    private const string Header =
        "seed\trounds\tvirtualSeconds\tforks\tchecks\trecoverySeconds\ttraceHash\t"
        + "invariant\tround\tatSeconds\tdescription\toutgrown";

    private const int BytesMax = 1 << 28;

    private readonly StreamWriter _writer;

    private SwarmFile(StreamWriter writer, ImmutableDictionary<long, SwarmRun> ended) =>
        (_writer, Ended) = (writer, ended);

    /// <summary>The seeds that it had when it was opened.</summary>
    public ImmutableDictionary<long, SwarmRun> Ended { get; }

    /// <summary>Opens or makes it. A last row that a kill has cut off is left out.</summary>
    /// <param name="path">As the user named it.</param>
    /// <param name="files">Read it.</param>
    /// <returns>The file, or one sentence that says what is wrong with it.</returns>
    public static Parsed<SwarmFile> Open(string path, InputFiles files)
    {
        try
        {
            var bytes = new FileInfo(path) is { Exists: true, Length: > 0 } ? files.ReadWhole(path, BytesMax) : [];
            var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
            if (whole == 0 && !Header.StartsWith(Encoding.UTF8.GetString(bytes), StringComparison.Ordinal))
                return NoSwarm(path, 1);
            var ended = ImmutableDictionary.CreateBuilder<long, SwarmRun>();
            var lines = Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            foreach (var (index, line) in lines.Index())
            {
                if (index == 0 ? line != Header : !TryAdd(ended, line))
                    return NoSwarm(path, index + 1);
            }

            var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write);
            stream.SetLength(whole);
            stream.Seek(0, SeekOrigin.End);
            var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\n" };
            if (whole == 0)
                writer.WriteLine(Header);
            writer.Flush();
            return Parsed<SwarmFile>.Ok(new SwarmFile(writer, ended.ToImmutable()));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Parsed<SwarmFile>.Wrong($"--out: '{path}' cannot be written: {fault.Message}");
        }
    }

    /// <summary>Adds a seed that has ended.</summary>
    public void Add(SwarmRun run)
    {
        var violation = run.Violation;
        _writer.WriteLine(string.Join('\t', new[]
        {
            Text(run.Seed), Text(run.Rounds), Text(run.VirtualSeconds), Text(run.Forks), Text(run.Checks),
            Text(run.RecoverySeconds), run.TraceHash, violation?.Invariant ?? "", Text(violation?.Round),
            Text(violation?.AtSeconds), violation is null ? "" : Terminal.OnOneLine(violation.Description),
            Text(run.Outgrown),
        }));
        _writer.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private static Parsed<SwarmFile> NoSwarm(string path, int line) => Parsed<SwarmFile>.Wrong(
        $"--out: '{path}', line {line} is no row of a swarm; name another file, or a new one.");

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>Microseconds are enough.</summary>
    private static string Text(double? value) => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";

    private static bool TryAdd(ImmutableDictionary<long, SwarmRun>.Builder ended, string line)
    {
        var fields = line.Split('\t');
        if (fields.Length != Header.Count('\t') + 1 || Whole(fields[0]) is not { } seed
            || Whole(fields[1]) is not { } rounds || Number(fields[2]) is not { } seconds
            || Whole(fields[3]) is not { } forks || Whole(fields[4]) is not { } checks)
            return false;
        Violation? violation = null;
        if (fields[7].Length > 0)
        {
            if (Whole(fields[8]) is not { } round || Number(fields[9]) is not { } at)
                return false;
            violation = new Violation(fields[7], round, at, fields[10]);
        }

        ended[seed] = new SwarmRun(
            seed, (int)rounds, seconds, (int)forks, checks, Number(fields[5]), fields[6], violation,
            Number(fields[11]));
        return true;
    }

    private static long? Whole(string text) => NumberRange.Number(text);

    private static double? Number(string text) => double.TryParse(
        text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
        ? number
        : null;
}
