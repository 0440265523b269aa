using PoR.Reports.Results;

namespace PoR.Reports.Tests;

/// <summary>A run's folder is written whole, or a sentence says why not.</summary>
public sealed class RunFolderTests : IDisposable
{
    private static readonly TransactionResult[][] Metrics =
    [
        [new("a1", "review", "b2", 7, 60, 66, 75, 81, 2)],
        [],
    ];

    private readonly string _root = Directory.CreateTempSubdirectory("por-reports-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Every_file_is_written_into_a_new_folder()
    {
        var folder = Path.Combine(_root, "a", "b");

        Assert.Null(RunFolder.Write(SampleRun.Of(3), Metrics, folder));
        Assert.Equal(
            [
                "committees.csv", "messages.csv", "node0_metrics.csv", "node1_metrics.csv", "nodes.csv",
                "participants.csv", "reach.csv", "report.html", "rounds.csv", "side_steps.csv", "sides.csv",
                "steps.csv", "summary.json", "tracks.csv",
            ],
            Names(folder));
        Assert.Equal(2, File.ReadAllLines(Path.Combine(folder, "node0_metrics.csv")).Length);
        // A byte order mark would become a part of the first column's name.
        Assert.Equal((byte)'r', File.ReadAllBytes(Path.Combine(folder, "rounds.csv"))[0]);
    }

    [Fact]
    public void An_earlier_run_is_replaced_and_other_files_are_left()
    {
        File.WriteAllText(Path.Combine(_root, "mine.txt"), "mine");
        Assert.Null(RunFolder.Write(SampleRun.Of(20), Metrics, _root));
        Assert.Null(RunFolder.Write(SampleRun.Of(2), Metrics, _root));

        Assert.Equal(3, File.ReadAllLines(Path.Combine(_root, "rounds.csv")).Length);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_root, "mine.txt")));
    }

    [Fact]
    public void A_file_in_the_folders_place_is_told()
    {
        var path = Path.Combine(_root, "file");
        File.WriteAllText(path, "mine");

        var fault = RunFolder.Write(SampleRun.Of(1), Metrics, path);

        Assert.StartsWith($"The results could not be written to {path}: ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault!);
        Assert.Equal("mine", File.ReadAllText(path));
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_no_other()
    {
        Directory.CreateDirectory(Path.Combine(_root, "report.html.tmp"));

        Assert.NotNull(RunFolder.Write(SampleRun.Of(1), Metrics, _root));
        Assert.Empty(Directory.GetFiles(_root));
    }

    [Fact]
    public void Our_own_mistake_throws_and_leaves_no_file()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => RunFolder.Write(SampleRun.Of(1) with { WallSeconds = double.NaN }, Metrics, _root));
        Assert.Empty(Directory.GetFiles(_root));
    }

    [Fact]
    public void A_name_that_no_system_takes_is_told() =>
        Assert.NotNull(RunFolder.Write(SampleRun.Of(1), Metrics, "a\0b"));

    private static IEnumerable<string?> Names(string folder) =>
        Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
