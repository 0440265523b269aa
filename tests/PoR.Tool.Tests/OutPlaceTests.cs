namespace PoR.Tool.Tests;

/// <summary>What <c>--out</c> says of a place that cannot be written: it names the user's file, never ours.</summary>
public sealed class OutPlaceTests
{
    [Theory]
    [InlineData("evaluate", "cannot be written: there is no folder '")]
    [InlineData("simulate", null)]
    public async Task A_missing_folder_is_named_or_made(string command, string? told)
    {
        using var scratch = new Scratch();
        var place = Path.Combine(scratch["missing"], "deep");
        var run = await ToolRun.Of(Command(command, scratch, place));

        Assert.Equal(told is null ? 0 : 2, run.Code);
        Assert.Equal(told is null, Path.Exists(place));
        if (told is not null)
            Assert.Equal($"por: --out: '{place}' {told}{scratch["missing"]}'.\n", run.Error);
    }

    [Theory]
    [InlineData("evaluate")]
    [InlineData("simulate")]
    public async Task A_file_where_a_folder_should_be_is_named(string command)
    {
        using var scratch = new Scratch();
        var file = scratch.File("file", "mine");
        var run = await ToolRun.Of(Command(command, scratch, Path.Combine(file, "deep")));

        Assert.Equal(2, run.Code);
        Assert.EndsWith($"cannot be written: '{file}' is a file, not a folder.\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evaluate")]
    [InlineData("simulate")]
    public async Task A_folder_that_takes_nothing_is_named(string command)
    {
        const string place = "/proc/por-tests";
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Not even root writes to /proc.");
        using var scratch = new Scratch();
        var run = await ToolRun.Of(Command(command, scratch, place));

        Assert.Equal(2, run.Code);
        Assert.StartsWith($"por: --out: '{place}' cannot be written: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", run.Error, StringComparison.Ordinal);
    }

    private static string[] Command(string command, Scratch scratch, string place) => command == "evaluate"
        ? ["evaluate", scratch.File("a.tsv", "text\nRather good.\n"), "--out", place]
        : ["simulate", "--profile", "unit", "--rounds", "1", "--crypto", "model", "--out", place];
}
