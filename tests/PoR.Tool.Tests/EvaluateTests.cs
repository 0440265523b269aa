using System.IO.Compression;
using System.Text;
using Places;

namespace PoR.Tool.Tests;

/// <summary><c>por evaluate</c>: formats, columns, and what cannot be read.</summary>
public sealed class EvaluateTests
{
    private const string Header = "id\tscore\tevidence\trating\tdifference\tverdict";
    private const string Glad = "Wonderful, I love it, the best I ever had.";
    private const string Sad = "Terrible quality, broke at once, a waste of money.";

    [Theory]
    [InlineData("a.tsv", "id\ttext\trating\n7\t" + Glad + "\t5\n8\t" + Sad + "\t5\n9\t" + Sad + "\t\n")]
    [InlineData("a.csv", "rating,text,id\n5,\"" + Glad + "\",7\n5,\"" + Sad + "\",8\n,\"" + Sad + "\",9\n")]
    [InlineData(
        "a.jsonl",
        "{\"id\":7,\"text\":\"" + Glad + "\",\"rating\":5}\n{\"id\":\"8\",\"text\":\"" + Sad
        + "\",\"rating\":\"5\"}\n{\"text\":\"" + Sad + "\",\"id\":9}\n")]
    public async Task Every_format_gives_the_same(string name, string content)
    {
        using var scratch = new Scratch();
        var run = await ToolRun.Of("evaluate", scratch.File(name, content));

        Assert.Equal(0, run.Code);
        Assert.Equal(Header, run.Lines[0]);
        Assert.Matches(@"^7\t(9\d|100)\t1\t100\t\d+\tcongruent$", run.Lines[1]);
        Assert.Matches(@"^8\t\d\t1\t100\t\d+\tincongruent$", run.Lines[2]);
        Assert.Matches(@"^9\t\d\t1\t\t\t$", run.Lines[3]);
        Assert.Equal(4, run.Lines.Length);
        Assert.Equal(run.Output, (await ToolRun.Of("evaluate", Gzip(scratch[name]))).Output);
    }

    [Fact]
    public async Task A_rating_is_given_in_percent_of_its_scale_with_at_most_two_decimals()
    {
        using var scratch = new Scratch();
        var run = await ToolRun.Of("evaluate", scratch.File(
            "a.tsv", $"text\trating\tscale\n12345\t2\t1-10\n12345\t7\t1-10\n12345\t3\t\n12345\t1\t0-8\n"));

        Assert.Equal(
            [
                Header, "1\t50\t0\t11.11\t38.89\tno-evidence", "2\t50\t0\t66.67\t16.67\tno-evidence",
                "3\t50\t0\t50\t0\tno-evidence", "4\t50\t0\t12.5\t37.5\tno-evidence",
            ],
            run.Lines);
    }

    [Fact]
    public async Task Malformed_rows_are_named_and_the_good_ones_written()
    {
        using var scratch = new Scratch();
        var file = scratch.File("a.tsv", $"text\trating\n{Glad}\t5\n{Glad}\tfive\n{Glad}\n\t4\n{Glad}\t9\n{Sad}\t1\n");
        var target = scratch["scores.tsv"];
        var run = await ToolRun.Of("evaluate", file, "--out", target);

        Assert.Equal(2, run.Code);
        Assert.Empty(run.Output);
        Assert.Contains($"{file}:3:{Glad.Length + 2}: A rating is a whole number, not 'five'.", run.Error, Ordinal);
        Assert.Contains($"{file}:4:1: The header has 2 fields, this row has 1.", run.Error, Ordinal);
        Assert.Contains($"{file}:5:1: A review has a text.", run.Error, Ordinal);
        Assert.Contains($"{file}:6:{Glad.Length + 2}: The rating 9 is off its scale 1-5.", run.Error, Ordinal);
        Assert.Contains("2 reviews evaluated, 4 malformed rows, 0 texts cut", run.Error, Ordinal);
        Assert.Equal(["id", "1", "6"], (await Lines(target)).Select(line => line.Split('\t')[0]));
    }

    [Fact]
    public async Task A_text_over_8_KiB_is_cut_and_counted()
    {
        using var scratch = new Scratch();
        var run = await ToolRun.Of(
            "evaluate", scratch.File("a.tsv", "text\n" + new string('a', 9000) + "\n" + Glad + "\n"));

        Assert.Equal(0, run.Code);
        Assert.Contains("2 reviews evaluated, 0 malformed rows, 1 text cut to 8 KiB.", run.Error, Ordinal);
    }

    [Fact]
    public async Task A_gzip_that_breaks_off_leaves_no_file()
    {
        using var scratch = new Scratch();
        var rows = string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i * 7919}\t{Glad}{i * 104729}\n"));
        var packed = Gzip(scratch.File("a.tsv", "id\ttext\n" + rows));
        var bytes = await File.ReadAllBytesAsync(packed, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(packed, bytes[..(bytes.Length / 2)], TestContext.Current.CancellationToken);
        var run = await ToolRun.Of("evaluate", packed, "--out", scratch["scores.tsv"]);

        Assert.Equal(2, run.Code);
        Assert.Contains("cannot be read from row", run.Error, Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(packed)!, "scores*"));
    }

    [Fact]
    public async Task An_earlier_result_is_replaced_and_nothing_else_is_left()
    {
        using var scratch = new Scratch();
        var file = scratch.File("a.tsv", $"text\n{Glad}\n");
        var target = scratch.File("scores.tsv", "old");

        Assert.Equal(0, (await ToolRun.Of("evaluate", file, "--out", target)).Code);
        Assert.Equal(2, (await Lines(target)).Length);
        Assert.Equal(2, Directory.EnumerateFiles(Path.GetDirectoryName(file)!).Count());
    }

    [Fact]
    public async Task The_file_that_is_read_is_never_the_one_that_is_written()
    {
        using var scratch = new Scratch();
        var file = scratch.File("a.tsv", $"text\n{Glad}\n");
        var run = await ToolRun.Of("evaluate", file, "--out", file);

        Assert.Equal(2, run.Code);
        Assert.Contains("is the file that is read", run.Error, Ordinal);
        Assert.Equal($"text\n{Glad}\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_link_stays_and_its_target_is_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        using var scratch = new Scratch();
        var file = scratch.File("a.tsv", $"text\n{Glad}\n");
        File.CreateSymbolicLink(scratch["link"], "target");
        File.CreateSymbolicLink(scratch["self"], "a.tsv");

        Assert.Equal(0, (await ToolRun.Of("evaluate", file, "--out", scratch["link"])).Code);
        Assert.Equal("target", new FileInfo(scratch["link"]).LinkTarget);
        Assert.Equal(2, (await Lines(scratch["target"])).Length);
        Assert.Equal(2, (await ToolRun.Of("evaluate", file, "--out", scratch["self"])).Code);
    }

    [Theory]
    [InlineData("/dev/null", 0)]
    [InlineData("/dev/full", 2)]
    public async Task A_device_is_written_as_it_is(string device, int code)
    {
        Assert.SkipUnless(File.Exists(device), "This system has no such device.");
        using var scratch = new Scratch();
        var run = await ToolRun.Of("evaluate", scratch.File("a.tsv", $"text\n{Glad}\n"), "--out", device);

        Assert.Equal(code, run.Code);
        Assert.Equal(0, new FileInfo(device).Length);
    }

    [Theory]
    [InlineData("id\tnote\n1\tx\n", "no column 'text'")]
    [InlineData("", "empty")]
    [InlineData("text\ttext\nx\ty\n", "twice")]
    public async Task A_file_without_a_good_header_is_refused(string content, string told)
    {
        using var scratch = new Scratch();
        var run = await ToolRun.Of("evaluate", scratch.File("a.tsv", content), "--out", scratch["scores.tsv"]);

        Assert.Equal(2, run.Code);
        Assert.Empty(run.Output);
        Assert.Contains(told, run.Error, Ordinal);
        Assert.False(File.Exists(scratch["scores.tsv"]));
    }

    [Fact]
    public async Task By_sentences_the_scores_are_averaged()
    {
        using var scratch = new Scratch();
        var file = scratch.File("a.tsv", $"text\n{Glad} {Sad}\n{Glad}\n{Sad}\n");
        var scores = (await ToolRun.Of("evaluate", file, "--sentences")).Lines.Skip(1)
            .Select(line => int.Parse(line.Split('\t')[1], System.Globalization.CultureInfo.InvariantCulture))
            .ToArray();

        Assert.Equal((scores[1] + scores[2] + 1) / 2, scores[0]);
    }

    [Fact(DisplayName = "PoR Figure 12: the clear rows come out as people judge them, from the file")]
    public async Task The_clear_rows_of_Figure_12_come_out_right()
    {
        var file = RealData.File("reviews", "por_fig12.tsv");
        Assert.SkipUnless(File.Exists(file), "The data folder is not here: set POR_DATA.");
        var lines = (await ToolRun.Of("evaluate", file)).Lines.Skip(1).Select(line => line.Split('\t'));
        var verdicts = lines.ToDictionary(fields => fields[0], fields => fields[5]);

        Assert.All(["2", "12", "14", "16"], row => Assert.Equal("incongruent", verdicts[row]));
        Assert.All(["3", "5", "6", "7", "8", "10", "15"], row => Assert.Equal("congruent", verdicts[row]));
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static Task<string[]> Lines(string file) =>
        File.ReadAllLinesAsync(file, Encoding.UTF8, TestContext.Current.CancellationToken);

    private static string Gzip(string file)
    {
        using var from = File.OpenRead(file);
        using var to = new GZipStream(File.Create(file + ".gz"), CompressionLevel.Fastest);
        from.CopyTo(to);
        return file + ".gz";
    }
}
