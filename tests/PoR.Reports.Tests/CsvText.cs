using System.Text;
using PoR.Reviews;

namespace PoR.Reports.Tests;

/// <summary>Reads what was written as the reader of users' files does, by RFC 4180.</summary>
internal static class CsvText
{
    /// <summary>The rows of a file, its header first.</summary>
    internal static List<string[]> Read(Action<StringWriter> write)
    {
        using var writer = new StringWriter();
        write(writer);
        Assert.EndsWith("\n", writer.ToString(), StringComparison.Ordinal);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(writer.ToString()));
        var rows = TextTable.Read("written.csv", stream, out var fault);
        Assert.Null(fault);
        return [.. rows.Select(row => row.Cells.ToArray())];
    }
}
