using System.Text;
using Places;

namespace PoR.Tool.Tests;

/// <summary><c>por simulate --reviews</c>: nothing of a file is skipped silently.</summary>
public sealed class SimulateReviewFileTests
{
    [Fact]
    public async Task Rows_that_are_no_reviews_are_counted_by_reason_and_the_first_are_told()
    {
        using var scratch = new Scratch();
        var rows = new StringBuilder("id\ttext\trating\n");
        for (var i = 0; i < 12; i++)
            rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"g{i}\tI love number {i}.\t5\n");
        rows.Append("n1\tNo rating here.\t\nn2\tNor here.\t\n");
        rows.Append("b1\tToo high.\t6\nb2\tNo number.\tx\nb3\t\t4\nb4\tshort row\n");
        rows.Append("l1\t" + new string('z', 9000) + "\t4\n");
        var file = scratch.File("r.tsv", rows.ToString());
        var run = await Simulate("--reviews", file, "--json");

        Assert.Equal(0, run.Code);
        var submitted = run.Json.GetProperty("reviews").GetProperty("submitted").GetInt32();
        Assert.Equal(
            $"rows 19, malformed 4, withoutRating 2, notSubmitted {13 - submitted}, textsCut 1",
            string.Join(", ", run.Json.GetProperty("reviewFile").EnumerateObject().Select(p => $"{p.Name} {p.Value}")));
        Assert.Equal(6, run.Json.GetProperty("reviews").GetProperty("rejected").GetInt32());
        Assert.Equal(
            "BadRating 2, EmptyText 1, FieldCount 1, NoRating 2",
            string.Join(", ", run.Json.GetProperty("rejections").EnumerateObject().Select(p => $"{p.Name} {p.Value}")));
        Assert.Contains($"{file}:16:14: The rating 6 is off its scale 1-5.", run.Error, StringComparison.Ordinal);
        Assert.Contains(
            "13 reviews in the file; 2 rows without a rating, 4 malformed rows, 1 text cut to 8 KiB.",
            run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_first_faults_are_told_one_by_one()
    {
        using var scratch = new Scratch();
        var file = scratch.File("r.tsv", "text\trating\nFine.\t4\n" + string.Concat(Enumerable.Repeat("x\t9\n", 20)));
        var run = await Simulate("--reviews", file, "--json");

        Assert.Equal(5, run.Error.Split("is off its scale").Length - 1);
        Assert.Contains("... and 15 more malformed rows.", run.Error, StringComparison.Ordinal);
        Assert.Equal(20, run.Json.GetProperty("rejections").GetProperty("BadRating").GetInt32());
    }

    [Fact]
    public async Task The_text_tells_why_rows_were_refused_and_that_the_file_was_too_short()
    {
        using var scratch = new Scratch();
        var run = await Simulate("--reviews", scratch.File("r.tsv", "text\trating\nFine.\t4\nOdd.\t9\n"));

        Assert.Contains(
            "reviews       1 submitted, 1 in blocks, 1 of them committed, 0 waiting, 1 rejected\n",
            run.Output, StringComparison.Ordinal);
        Assert.Contains("  rejected    1: bad rating\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "1 of the 30 reviews that were asked for were submitted: the file has no more.",
            run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("note\trating\nx\t1\n", ":1:1: The header has no column 'text'.")]
    [InlineData("", "The file is empty.")]
    [InlineData(
        "text\trating\nFine.\t\nOdd.\t9\n", "none of its 2 rows can be a review: malformed 1, without a rating 1.")]
    public async Task A_file_without_a_usable_row_is_refused(string content, string told)
    {
        using var scratch = new Scratch();
        var run = await Simulate("--reviews", scratch.File("r.tsv", content), "--out", scratch["run"]);

        Assert.Equal(2, run.Code);
        Assert.Empty(run.Output);
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch["run"]));
    }

    [Fact]
    public async Task A_damaged_gzip_is_refused_before_the_run()
    {
        using var scratch = new Scratch();
        var file = scratch["r.tsv.gz"];
        await File.WriteAllBytesAsync(
            file, [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3], TestContext.Current.CancellationToken);
        var run = await Simulate("--reviews", file, "--json");

        Assert.Equal(2, run.Code);
        Assert.Empty(run.Output);
        Assert.Contains(
            "cannot be read: The gzip data is damaged or ends early.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Real_reviews_come_into_blocks()
    {
        var file = RealData.File("reviews", "amazon_dev.tsv.gz");
        Assert.SkipUnless(File.Exists(file), "The data folder is not here: set POR_DATA.");
        var run = await Simulate("--reviews", file, "--json");

        Assert.Equal(0, run.Code);
        Assert.True(run.Json.GetProperty("reviews").GetProperty("committed").GetInt32() > 0);
    }

    private static Task<ToolRun> Simulate(params string[] args) => ToolRun.Of(
        ["simulate", "--profile", "unit", "--rounds", "3", "--crypto", "model", .. args]);
}
