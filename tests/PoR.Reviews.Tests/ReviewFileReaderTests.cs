using System.Text;
using PoR.Core.Transactions;

namespace PoR.Reviews.Tests;

/// <summary>What a good review file gives.</summary>
public sealed class ReviewFileReaderTests
{
    [Theory]
    [InlineData("a.tsv", "id\trating\ttext\nx\t4\tgood\n")]
    [InlineData("a.csv", "id,rating,text\nx,4,good\n")]
    [InlineData("a.jsonl", "{\"id\":\"x\",\"rating\":4,\"text\":\"good\"}\n")]
    [InlineData("a.ndjson", "{\"text\":\"good\",\"more\":[{\"text\":1}],\"rating\":\"4\",\"id\":\"x\"}")]
    [InlineData("a", "id\trating\ttext\nx\t4\tgood")]
    [InlineData("a.txt", "id,rating,text\nx,4,good")]
    [InlineData("a", "{\"id\":\"x\",\"rating\":4.0,\"text\":\"good\"}")]
    [InlineData("a.TSV", "\uFEFFID\t Rating \tText\tother\r\nx\t4.0\tgood\t\r\n\r\n")]
    public void All_formats_give_the_same_row(string name, string text)
    {
        foreach (var bytes in new[] { Encoding.UTF8.GetBytes(text), ReviewFile.Gzip(text) })
        {
            var row = Assert.Single(ReviewFile.Rows(name, bytes));
            Assert.Equal(
                ("x", "good", new Rating(4, 1, 5), 1L), (row.Id, row.Text.ToString(), row.Review!.Rating, row.Row));
        }
    }

    [Theory]
    [InlineData("a.tsv.gz", "text,x\ngood,y\n", ReviewFileFormat.Tsv)]
    [InlineData("a.csv.gz", "text\ngood\n", ReviewFileFormat.Csv)]
    [InlineData("a.dat", "text\ngood\n", ReviewFileFormat.Tsv)]
    [InlineData("a.dat", "\uFEFF {\"text\":\"good\"}\n", ReviewFileFormat.JsonLines)]
    public void The_extension_tells_the_format_else_the_first_line(string name, string text, ReviewFileFormat format)
    {
        if (ReviewFile.Open(name, Encoding.UTF8.GetBytes(text)) is ReviewFileOpening.Opened { Reader: var reader })
            Assert.Equal(format, reader.Format);
        else
            Assert.Equal("a.tsv.gz", name); // As a TSV file it has one column, named "text,x".
    }

    [Fact]
    public void Csv_quotes_hold_commas_quotes_and_line_breaks_as_they_are()
    {
        var rows = ReviewFile.Rows("a.csv", "id,text\r\n1,\"a, \"\"b\"\"\r\nc\n\nd\"\r\n2,\"\"\"\"\n\"3\",e\n");

        Assert.Equal(["a, \"b\"\r\nc\n\nd", "\"", "e"], rows.Select(row => row.Text.ToString()));
        Assert.Equal(["1", "2", "3"], rows.Select(row => row.Id));
    }

    [Fact]
    public void Tsv_knows_no_quoting() =>
        Assert.Equal("\"a", ReviewFile.Rows("a.tsv", "text\tid\n\"a\t\"b\n")[0].Text.ToString());

    [Fact]
    public void Without_an_id_a_row_has_its_number_and_blank_lines_are_counted_apart()
    {
        using var reader = ReviewFile.Reader("a.tsv", "text\tid\n\na\t\nb\tx\n\nc\t\n\n");

        var ids = reader.ReadRows().Select(item => ((ReviewItem.Good)item).Row.Id).ToList();

        Assert.Equal(["1", "x", "3"], ids);
        Assert.Equal((3, 3), (reader.Counts.Good, reader.Counts.BlankLines));
    }

    [Fact]
    public void A_scale_counts_only_beside_a_rating()
    {
        var rows = ReviewFile.Rows(
            "a.tsv", "text\trating\tscale\na\t10\t1-10\nb\t5\t\nc\t\tnonsense\nd\t0\t0-100\n");

        Rating?[] expected = [new(10, 1, 10), new(5, 1, 5), null, new(0, 0, 100)];
        Assert.Equal(expected, rows.Select(row => row.Review?.Rating));
    }

    [Fact]
    public void Reviewer_product_and_category_are_taken_and_source_stands_in_for_category()
    {
        var rows = ReviewFile.Rows(
            "a.csv", "id,text,rating,reviewer,product,category,source\n7,a,5,r,p,c,s\n8,b,1,,,,s\n9,c,,r,p,c,s\n");

        Assert.Equal(new WrittenReview("r", "p", "c", rows[0].Text, new Rating(5, 1, 5)), rows[0].Review);
        Assert.Equal(new WrittenReview("8", "8", "s", rows[1].Text, new Rating(1, 1, 5)), rows[1].Review);
        Assert.Null(rows[2].Review); // A text without a rating is no review.
    }

    [Fact]
    public void A_commitment_to_sensitive_fields_is_taken()
    {
        var digits = string.Concat(Enumerable.Repeat("0a", 32));
        var rows = ReviewFile.Rows("a.tsv", $"text\trating\tsensitive\na\t5\t{digits}\nb\t5\t\n");

        Assert.Equal(digits, rows[0].Review!.Sensitive.ToString());
        Assert.Equal(default, rows[1].Review!.Sensitive);
    }

    [Fact]
    public void Long_names_are_cut_between_characters()
    {
        var name = new string('x', 127) + "é";
        var row = Assert.Single(ReviewFile.Rows("a.csv", $"text,rating,product,category\na,5,{name},{name}\n"));

        Assert.Equal((name[..127], name[..127]), (row.Review!.Subject, row.Review.Category));
    }

    [Fact]
    public void Long_texts_are_cut_between_characters_and_counted()
    {
        using var reader = ReviewFile.Reader("a.tsv", "text\n" + new string('x', 8191) + "é\nshort\n");

        var rows = reader.ReadRows().Select(item => ((ReviewItem.Good)item).Row).ToList();

        Assert.Equal((true, 8191), (rows[0].IsCut, rows[0].Text.Utf8.Length));
        Assert.False(rows[1].IsCut);
        Assert.Equal(1, reader.Counts.Cut);
    }

    [Fact]
    public void A_file_is_streamed()
    {
        using var endless = new EndlessRows();
        var opening = ReviewFileReader.Open("a.tsv", endless);
        using var reader = Assert.IsType<ReviewFileOpening.Opened>(opening).Reader;

        Assert.Equal(300_000, reader.ReadRows().Take(300_000).Count(item => item is ReviewItem.Good));
        Assert.InRange(endless.BytesRead, 1, 300_000 * EndlessRows.RowBytes + (2 << 20));
    }
}
