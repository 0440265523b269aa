using System.Text.Json;
using Limits;
using Places;

namespace PoR.Simulation.Tests.Export;

/// <summary>tools/verify-chain: the verifier that shares no line with ours.</summary>
internal static class PythonVerifier
{
    public const string Absence = "Python 3.9 or later is missing: install Debian's package python3.";

    private const string IsRecent = "import sys; sys.exit(sys.version_info < (3, 9))";

    private static string Script { get; } =
        Path.Combine(Repository.Root, "tools", "verify-chain", "verify_chain.py");

    /// <summary>The path of an interpreter that is recent enough; null where there is none.</summary>
    public static async Task<string?> FindAsync()
    {
        string[] names = OperatingSystem.IsWindows() ? ["python.exe"] : ["python3"];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var path = folders.SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
        return path is not null && await ChildProcess.RunAsync(path, "-c", IsRecent) == 0 ? path : null;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(string python, params string[] args)
    {
        using var process = ChildProcess.Start(python, ["-B", Script, .. args]);
        return await process.EndAsync();
    }

    /// <summary>What it says of each chain, in the order of the list; one process for all.</summary>
    /// <param name="python">Its interpreter.</param>
    /// <param name="list">A file with the chains' folders, one a line.</param>
    public static async Task<Dictionary<string, PythonVerdict>> VerifyAllAsync(string python, string list)
    {
        var (code, output, error) = await RunAsync(python, "--crypto", "--json", "--rounds", "--from", list);
        Assert.Empty(error);
        Assert.Equal(1, code);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(PythonVerdict.Parse)
            .ToDictionary(verdict => verdict.Folder);
    }
}

/// <summary>What the other verifier says of one chain.</summary>
/// <param name="Folder">The chain's.</param>
/// <param name="Checked">How often what was checked.</param>
/// <param name="Differences">What differs.</param>
/// <param name="Rounds">What each certificate was checked against.</param>
internal sealed record PythonVerdict(
    string Folder,
    Dictionary<string, int> Checked,
    PythonDifference[] Differences,
    PythonRound[] Rounds)
{
    private static readonly JsonSerializerOptions SnakeCase = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public int this[string what] => Checked.GetValueOrDefault(what);

    public static PythonVerdict Parse(string line) => JsonSerializer.Deserialize<PythonVerdict>(line, SnakeCase)!;
}

/// <summary>One difference, where it was seen, and whether only cryptography shows it.</summary>
internal sealed record PythonDifference(
    long Round, string File, string Place, string Theirs, string Ours, bool ByCrypto);

/// <summary>W, t_H and seats of a round's certificate; its leader, if it has one, with what that has won.</summary>
internal sealed record PythonRound(
    long Round, long Weight, long Threshold, long Seats, string? Leader, long LeaderSeats, string? Rank);
