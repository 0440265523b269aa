using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Reports.Results;
using PoR.Simulation.Runs;
using PoR.Simulation.Worlds;
using PoR.Tool.Simulating;

namespace PoR.Tool.Tests;

/// <summary>A folder of <c>--out</c> that was missing is there whole or not at all.</summary>
public sealed class OutputFolderTests
{
    [Fact]
    public void A_missing_folder_is_not_there_before_it_is_whole()
    {
        using var scratch = new Scratch();
        var seen = new List<bool>();
        using var folder = OutputFolder.Prepare(scratch["runs/a"]).Value!;

        Assert.Null(Write(folder, () => seen.Add(Directory.Exists(scratch["runs/a"]))));
        Assert.Equal([false], seen);
        Assert.True(File.Exists(scratch["runs/a/summary.json"]));
        Assert.Equal([scratch["runs/a"]], Directory.EnumerateFileSystemEntries(scratch["runs"]));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_whole_is_not_there_at_all_and_is_called_by_its_own_name()
    {
        using var scratch = new Scratch();
        string? fault;
        using (var folder = OutputFolder.Prepare(scratch["runs/a"]).Value!)
            fault = Write(folder, () => throw new IOException("The disk is full."));

        Assert.Equal($"The results could not be written to {scratch["runs/a"]}: The disk is full.", fault);
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch["runs"]));
    }

    [Fact]
    public void Results_are_kept_where_somebody_else_has_taken_the_name()
    {
        using var scratch = new Scratch();
        string? fault;
        using (var folder = OutputFolder.Prepare(scratch["runs/a"]).Value!)
            fault = Write(folder, () => Directory.CreateDirectory(scratch["runs/a/mine"]));

        var kept = Directory.EnumerateDirectories(scratch["runs"]).Single(name => name != scratch["runs/a"]);
        Assert.StartsWith(
            $"The results are whole in {kept}, which cannot be renamed to {scratch["runs/a"]}: ", fault,
            StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(kept, "summary.json")));
    }

    /// <summary>Writes a run of one round; something happens while its files are being written.</summary>
    private static string? Write(OutputFolder folder, Action meanwhile)
    {
        var settings = ProfileLoader.Load(
            "unit",
            new SettingOverride("run.crypto", "model", "a test"),
            new SettingOverride("run.rounds", "1", "a test")).Settings!;
        var network = NetworkFactory.Create(settings, _ => throw new IOException("No latency file.")).Value!;
        var outcome = new SimulationRun(settings, network, threads: 1, "a test")
            .Execute(_ => DraftSource.Generated(1), progress: null, TestContext.Current.CancellationToken);
        return folder.Write(outcome with { Metrics = [Rows()] }, outcome.Result, trace: null);

        IEnumerable<TransactionResult> Rows()
        {
            // Asked for when the file is written.
            meanwhile();
            yield break;
        }
    }
}
