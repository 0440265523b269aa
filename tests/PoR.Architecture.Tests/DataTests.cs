using Places;
using PoR.Architecture.Tests.Repository;

namespace PoR.Architecture.Tests;

/// <summary>Review texts and tables that are not ours to ship stay out of the repository.</summary>
public sealed class DataTests
{
    // The trained model may have 4.5 MB; nothing else comes near.
    private const long FileBytesMax = 5_000_000;

    private static Checkout Repo => Checkout.Current;

    /// <summary>True where that folder is there.</summary>
    public static bool HasData => Directory.Exists(RealData.Folder);

    [Fact]
    public void No_data_folder_and_no_large_file_lies_in_the_repository() =>
        Assert.DoesNotContain(Repo.Files, path =>
            path.Split('/').SkipLast(1).Any(part => part is "data" or "shared" or "sealed")
            || new FileInfo(Path.Combine(Repo.Root, path)).Length > FileBytesMax);

    [Fact(Skip = "No data folder here.", SkipUnless = nameof(HasData))]
    public void No_file_of_the_data_lies_in_the_repository()
    {
        var data = Directory.EnumerateFiles(RealData.Folder, "*", SearchOption.AllDirectories)
            .Select(Path.GetFileName).Where(name => name != "README.md").ToHashSet(StringComparer.OrdinalIgnoreCase);

        Assert.DoesNotContain(Repo.Files, path => data.Contains(Path.GetFileName(path)));
    }
}
