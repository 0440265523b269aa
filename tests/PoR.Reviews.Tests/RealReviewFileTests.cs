using Places;
using PoR.Configuration.Files;

namespace PoR.Reviews.Tests;

/// <summary>The labelled reviews that lie beside the repository, where they do.</summary>
public sealed class RealReviewFileTests
{
    /// <summary>True where the data is there.</summary>
    public static bool HasData => Directory.Exists(Folder);

    private static string Folder => RealData.File("reviews");

    [Theory(Skip = "No data folder here.", SkipUnless = nameof(HasData))]
    [InlineData("amazon_train.tsv.gz", 12_672)]
    [InlineData("amazon_dev.tsv.gz", 1_834)]
    [InlineData("imdb_train.tsv.gz", 24_843)]
    [InlineData("imdb_dev.tsv.gz", 2_472)]
    [InlineData("congruence_dev.tsv.gz", 1_834)]
    [InlineData("sentences_dev.tsv.gz", 4_002)]
    [InlineData("por_fig12.tsv", 16)]
    public void Every_row_of_real_files_is_good(string name, long rows)
    {
        var file = Path.Combine(Folder, name);
        var opening = ReviewFileReader.Open(file, () => new InputFiles(default).Open(file));
        using var reader = Assert.IsType<ReviewFileOpening.Opened>(opening).Reader;

        Assert.Empty(reader.ReadRows().OfType<ReviewItem.Malformed>().Take(3));
        Assert.Equal(rows, reader.Counts.Good);
    }
}
