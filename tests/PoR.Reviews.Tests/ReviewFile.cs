using System.IO.Compression;
using System.Text;

namespace PoR.Reviews.Tests;

/// <summary>Review files in memory, and what reading them gives.</summary>
internal static class ReviewFile
{
    internal static ReviewFileOpening Open(string name, byte[] bytes) =>
        ReviewFileReader.Open(name, new MemoryStream(bytes));

    internal static ReviewFileReader Reader(string name, string text) => Reader(name, Encoding.UTF8.GetBytes(text));

    internal static ReviewFileReader Reader(string name, byte[] bytes) =>
        Assert.IsType<ReviewFileOpening.Opened>(Open(name, bytes)).Reader;

    internal static List<ReviewRow> Rows(string name, string text) => Rows(name, Encoding.UTF8.GetBytes(text));

    /// <summary>All rows of a file in which each is good.</summary>
    internal static List<ReviewRow> Rows(string name, byte[] bytes)
    {
        using var reader = Reader(name, bytes);
        return [.. reader.ReadRows().Select(item => Assert.IsType<ReviewItem.Good>(item).Row)];
    }

    internal static List<string> Faults(string name, string text) => Faults(name, Encoding.UTF8.GetBytes(text));

    /// <summary>The faults of a file's rows, as line:column:kind.</summary>
    internal static List<string> Faults(string name, byte[] bytes)
    {
        using var reader = Reader(name, bytes);
        return [.. reader.ReadRows().OfType<ReviewItem.Malformed>()
            .Select(item => $"{item.Fault.Line}:{item.Fault.Column}:{item.Fault.Kind}")];
    }

    /// <summary>Why a file is refused as a whole.</summary>
    internal static ReviewFault Refusal(string name, string text) =>
        Assert.IsType<ReviewFileOpening.Refused>(Open(name, Encoding.UTF8.GetBytes(text))).Fault;

    internal static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
