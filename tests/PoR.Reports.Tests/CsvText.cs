using System.Text;

namespace PoR.Reports.Tests;

/// <summary>Reads CSV by RFC 4180, as a reader other than ours would.</summary>
internal static class CsvText
{
    /// <summary>The rows of a file, its header first.</summary>
    internal static List<string[]> Read(Action<StringWriter> write)
    {
        using var writer = new StringWriter();
        write(writer);
        return Rows(writer.ToString());
    }

    private static List<string[]> Rows(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var rows = new List<string[]>();
        var row = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = isQuoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"';
            if (isPair)
                field.Append(text[i++]);
            else if (text[i] == '"')
                isQuoted = !isQuoted;
            else if (isQuoted || (text[i] != ',' && text[i] != '\n'))
                field.Append(text[i]);
            else
            {
                row.Add(field.ToString());
                field.Clear();
                if (text[i] == '\n')
                {
                    rows.Add([.. row]);
                    row.Clear();
                }
            }
        }
        Assert.False(isQuoted);
        return rows;
    }
}
