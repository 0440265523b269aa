using System.Text;
using PoR.Configuration.Files;

namespace PoR.Reviews.Tests;

/// <summary>What is wrong with a review file is said with its place, and the rest is read.</summary>
public sealed class ReviewFileFaultTests
{
    [Theory]
    [InlineData("a.tsv", "text\tid\na\n", "2:1:FieldCount")]
    [InlineData("a.tsv", "text\tid\na\tb\tc\n", "2:5:FieldCount")]
    [InlineData("a.tsv", "id\ttext\nx\t\n", "2:3:EmptyText")]
    [InlineData("a.tsv", "text\trating\n😀é\tx\n", "2:4:BadRating")]
    [InlineData("a.tsv", "text\trating\na\t4.5\n", "2:3:BadRating")]
    [InlineData("a.tsv", "text\trating\na\t0\n", "2:3:BadRating")]
    [InlineData("a.tsv", "text\trating\na\t6\n", "2:3:BadRating")]
    [InlineData("a.tsv", "text\trating\na\t-1\n", "2:3:BadRating")]
    [InlineData("a.tsv", "text\trating\na\t99999999999\n", "2:3:BadRating")]
    [InlineData("a.tsv", "text\trating\na\t.0\n", "2:3:BadRating")]
    [InlineData("a.tsv", "text\trating\tscale\na\t3\t5-1\n", "2:5:UnknownScale")]
    [InlineData("a.tsv", "text\trating\tscale\na\t3\t-4..4\n", "2:5:UnknownScale")]
    [InlineData("a.tsv", "text\trating\tscale\na\t3\t1-9999\n", "2:5:UnknownScale")]
    [InlineData("a.tsv", "text\tsensitive\na\t0a\n", "2:3:BadCommitment")]
    [InlineData("a.csv", "text,id\na,\"x\ny\"\n", "2:3:BadId")]
    [InlineData("a.csv", "text,id\nab\"c,d\n", "2:3:MisplacedQuote")]
    [InlineData("a.csv", "text,id\n\"ab\"c,d\n", "2:5:MisplacedQuote")]
    [InlineData("a.csv", "text,id\na,\"b\n", "2:3:UnclosedQuote")]
    [InlineData("a.csv", "text,rating\n\"a\nb\",9\n", "3:4:BadRating")]
    [InlineData("a.jsonl", "{\"text\":\"a\"\n", "1:12:BadJson")]
    [InlineData("a.jsonl", "[1]\n", "1:1:BadJson")]
    [InlineData("a.jsonl", "{\"text\":\"é\"} x\n", "1:14:BadJson")]
    [InlineData("a.jsonl", "{\"text\":{}}\n", "1:9:BadJson")]
    [InlineData("a.jsonl", "{\"text\":\"a\",\"Text\":\"b\"}\n", "1:13:BadJson")]
    [InlineData("a.jsonl", "{\"text\":\"\\ud800\"}\n", "1:9:InvalidUtf8")]
    [InlineData("a.jsonl", "{\"id\":1}\n", "1:1:EmptyText")]
    [InlineData("a.jsonl", "{\"text\":null}\n", "1:9:EmptyText")]
    [InlineData("a.jsonl", "{\"text\":\"é\",\"rating\":true}\n", "1:22:BadJson")]
    [InlineData("a.jsonl", "{\"text\":\"é\",\"rating\":7}\n", "1:22:BadRating")]
    public void A_malformed_row_is_named_by_line_column_and_reason(string name, string text, string fault) =>
        Assert.Equal([fault], ReviewFile.Faults(name, text));

    [Theory]
    [InlineData("a.tsv", "", "The file is empty.")]
    [InlineData("a.tsv", "\nx\n", "names the columns")]
    [InlineData("a.tsv", "id\trating\n1\t2\n", "no column 'text'")]
    [InlineData("a.csv", "text,id,TEXT\n1,2,3\n", "names the column 'text' twice")]
    [InlineData("a.csv", "text,\"id\n1,2\n", "does not close")]
    [InlineData("a.dat", "\uFEFF", "The file is empty.")]
    public void A_file_without_a_good_header_is_refused(string name, string text, string words) =>
        Assert.Contains(words, ReviewFile.Refusal(name, text).ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_or_no_file_is_refused()
    {
        foreach (var path in new[] { "/no/such/file.tsv", Path.GetTempPath(), "", "a\0b" })
        {
            var refused = Assert.IsType<ReviewFileOpening.Refused>(
                ReviewFileReader.Open(path, () => new InputFiles(default).Open(path)));
            Assert.Equal(ReviewFaultKind.Unreadable, refused.Fault.Kind);
        }
    }

    [Fact]
    public void Invalid_utf8_costs_its_row_and_is_placed_at_the_byte()
    {
        byte[] bytes = [.. "text\tid\né"u8, 0xFF, .. "\t1\ngood\t2\n"u8];

        Assert.Equal(["2:2:InvalidUtf8"], ReviewFile.Faults("a.tsv", bytes));
        Assert.Equal(1, Read("a.tsv", bytes).Good);
    }

    [Fact]
    public void Lines_over_1_MiB_cost_their_row_and_no_memory()
    {
        var longest = new string('x', 1 << 20);
        var text = $"text\n{longest}\r\n{longest}x\ngood\n{longest}{longest}{longest}\n{longest}xx";

        Assert.Equal(["3:1:TooLong", "5:1:TooLong", "6:1:TooLong"], ReviewFile.Faults("a.tsv", text));
        Assert.Equal(2, Read("a.tsv", Encoding.UTF8.GetBytes(text)).Good);
    }

    [Fact]
    public void A_stray_quote_costs_one_row_and_the_rest_is_read()
    {
        var text = "text\n\"stray\n" + string.Concat(Enumerable.Repeat("good\n", 300_000));

        Assert.Equal(["2:1:UnclosedQuote"], ReviewFile.Faults("a.csv", text));
        Assert.Equal(300_000, Read("a.csv", Encoding.UTF8.GetBytes(text)).Good);
    }

    [Fact]
    public void Endless_rows_and_fields_end_at_the_bound()
    {
        var rows = "text\n\"" + string.Concat(Enumerable.Repeat("\",\"\n", 400_000));
        var fields = "text\n" + new string(',', 1_000_000) + "\ngood\n";

        Assert.NotEmpty(ReviewFile.Faults("a.csv", rows));
        Assert.Equal(["2:2:FieldCount"], ReviewFile.Faults("a.csv", fields));
    }

    [Fact]
    public void Every_row_is_counted_by_its_reason()
    {
        var counts = Read("a.tsv", "text\trating\na\t1\na\t9\n\t1\nb\t9\nc\n"u8.ToArray());

        Assert.Equal((1, 4), (counts.Good, counts.MalformedTotal));
        Assert.Equal(
            [(ReviewFaultKind.FieldCount, 1), (ReviewFaultKind.EmptyText, 1), (ReviewFaultKind.BadRating, 2L)],
            counts.Malformed.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void A_damaged_gzip_is_said_where_it_ends()
    {
        var text = "text\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"review {i * 7919 % 50_021}\n"));
        var packed = ReviewFile.Gzip(text);
        var flipped = packed.ToArray();
        flipped[^8] ^= 1; // Its checksum.

        Assert.Equal(["0:0:Unreadable"], ReviewFile.Faults("a.tsv.gz", packed[..(packed.Length / 2)]));
        Assert.Equal(["0:0:Unreadable"], ReviewFile.Faults("a.tsv.gz", flipped));
        Assert.Empty(ReviewFile.Faults("a.tsv.gz", packed));
    }

    [Fact]
    public void A_fault_reads_as_file_line_column_and_sentence()
    {
        using var reader = ReviewFile.Reader("a.tsv", "text\trating\na\tx\n");

        var fault = Assert.IsType<ReviewItem.Malformed>(Assert.Single(reader.ReadRows())).Fault;

        Assert.Equal("a.tsv:2:3: A rating is a whole number, not 'x'.", fault.ToString());
    }

    private static ReviewCounts Read(string name, byte[] bytes)
    {
        using var reader = ReviewFile.Reader(name, bytes);
        _ = reader.ReadRows().Count();
        return reader.Counts;
    }
}
