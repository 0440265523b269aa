using System.Globalization;
using System.Text.Json;

namespace PoR.Campaigns;

/// <summary>Where a campaign keeps its state and its report.</summary>
internal sealed class CampaignFolder(string name)
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    /// <summary>Of the campaign.</summary>
    public string Name => name;

    /// <summary>State, logs and databases.</summary>
    public string Path { get; } =
        Directory.CreateDirectory(System.IO.Path.Combine(Por.Root, "artifacts", "campaigns", name)).FullName;

    private string ProgressFile => At("progress.json");

    /// <summary>A file of the campaign.</summary>
    public string At(string file) => System.IO.Path.Combine(Path, file);

    /// <summary>What was done before.</summary>
    public Progress Load() => File.Exists(ProgressFile)
        ? JsonSerializer.Deserialize<Progress>(File.ReadAllText(ProgressFile), s_json)!
        : new Progress();

    /// <summary>Stores what was done.</summary>
    public void Store(Progress progress)
    {
        File.WriteAllText(ProgressFile + ".new", JsonSerializer.Serialize(progress, s_json));
        File.Move(ProgressFile + ".new", ProgressFile, overwrite: true);
    }

    /// <summary>Writes the report to docs/results/campaigns.</summary>
    /// <param name="what">Was done to what.</param>
    /// <param name="progress">Of the campaign.</param>
    /// <param name="judge">Has read all.</param>
    /// <param name="latencies">A further table.</param>
    /// <returns>Whether nothing was violated.</returns>
    public bool Report(string what, Progress progress, Judge judge, string latencies = "")
    {
        var lost = progress.Told.Count(told => told.Split(' ') is [var peer, var tip] && !judge.Holds(peer, tip));
        var (reviews, twice) = judge.Reviews;
        var fates = judge.Fates;
        var sorted = progress.Seconds.Order().ToArray();
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # {name}

            {what}

            | | |
            |---|---|
            | disturbances | {progress.Done} |
            | seconds until it was whole and had grown: median, greatest | {Of(sorted, 0.5)}, {Of(sorted, 1)} |
            | blocks of the chain | {judge.Blocks} |
            | blocks told before a disturbance, and of them lost | {progress.Told.Count}, {lost} |
            | votes on links and in journals, judged | {judge.Votes} |
            | slots that somebody has signed twice | {judge.Doubles} |
            | reviews in the chain, and of them twice | {reviews}, {twice} |
            | reviews a second, middle of all blocks | {judge.ReviewsPerSecond:0} |
            | reviews that peers had accepted and told: in the chain | {fates.Committed} |
            | overtaken by another of their author (whose process had forgotten them) | {fates.Overtaken} |
            | still pending, expired | {fates.Pending}, {fates.Expired} |

            """);
        Write(latencies.Length == 0 ? text : $"{text}\n{latencies}");

        // Without votes and blocks nothing was judged.
        return lost == 0 && judge.Doubles == 0 && twice == 0 && judge.Votes > 0 && progress.Told.Count > 0;
    }

    /// <summary>Writes the report of a network without a fence.</summary>
    /// <returns>Whether slots were found that somebody has signed twice.</returns>
    public bool Report(string what, Judge judge)
    {
        Write($"""
            # {name}

            {what}

            | | |
            |---|---|
            | votes on links and in journals, judged | {judge.Votes} |
            | slots that somebody has signed twice | {judge.Doubles} |

            """);
        return judge.Doubles > 0;
    }

    /// <summary>Writes a report to docs/results/campaigns, and to the screen.</summary>
    public void Write(string text)
    {
        WriteFile(text);
        Console.WriteLine(text);
    }

    /// <summary>Writes a report to docs/results/campaigns.</summary>
    public void WriteFile(string text)
    {
        var folder = System.IO.Path.Combine(Por.Root, "docs", "results", "campaigns");
        Directory.CreateDirectory(folder);
        File.WriteAllText(System.IO.Path.Combine(folder, $"{name}.md"), text);
    }

    private static string Of(double[] sorted, double share) => sorted.Length == 0
        ? "-"
        : sorted[(int)Math.Round(share * (sorted.Length - 1))].ToString("0.0", CultureInfo.InvariantCulture);
}

/// <summary>
/// What a campaign has seen so far. Stored after each disturbance, so that it goes on where it was stopped.
/// </summary>
internal sealed record Progress
{
    /// <summary>Disturbances made.</summary>
    public int Done { get; set; }

    /// <summary>Blocks that peers had told before a disturbance: peer and digest.</summary>
    public HashSet<string> Told { get; init; } = [];

    /// <summary>Notes the block that a peer tells: it is certified, and stored at that peer.</summary>
    public void Note(JsonElement peer) =>
        Told.Add($"{peer.GetProperty("id").GetString()} {peer.GetProperty("tip").GetString()}");

    /// <summary>Each disturbance as <c>--fault</c> of <c>por report</c> takes it, until all was whole again.</summary>
    public List<string> Faults { get; init; } = [];

    /// <summary>What else is counted, by its name.</summary>
    public SortedDictionary<string, long> Counts { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What must not happen, and has.</summary>
    public List<string> Violations { get; init; } = [];

    /// <summary>Rows of the report, one for each run.</summary>
    public List<string> Rows { get; init; } = [];

    /// <summary>Scenarios by name and size.</summary>
    public SortedDictionary<string, ScenarioRow> Scenarios { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Long cuts, in their order.</summary>
    public List<LongCuts.Row> Cuts { get; init; } = [];

    /// <summary>Seconds from each disturbance until the network was whole and had grown again.</summary>
    public List<double> Seconds { get; init; } = [];
}
