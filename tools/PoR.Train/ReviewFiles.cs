using System.Globalization;

namespace PoR.Train;

/// <summary>Reads the labelled files: gzip of UTF-8, tab-separated, one header line, no quoting.</summary>
internal static class ReviewFiles
{
    /// <summary>Finds the folder of the files: the named one or its <c>reviews</c>.</summary>
    public static string Find(string folder)
    {
        foreach (var candidate in new[] { folder, Path.Combine(folder, "reviews") })
        {
            if (File.Exists(Path.Combine(candidate, "amazon_train.tsv.gz")))
                return candidate;
        }
        throw new UserErrorException($"There is no amazon_train.tsv.gz in '{folder}'.");
    }

    /// <summary>Reads reviews or sentences.</summary>
    public static List<ReviewRow> Read(string folder, string file, int rows = int.MaxValue)
    {
        var table = ReadTable(folder, file);
        var value = table.IndexOf(table.Has("rating") ? "rating" : "value");
        int source = table.IndexOf("source"), scale = table.IndexOf("scale");
        int text = table.IndexOf("text"), title = table.IndexOfOptional("title");
        var product = table.IndexOfOptional("product");
        return [.. table.Rows.Take(rows).Select(row => new ReviewRow(
            row[source],
            product < 0 ? "" : row[product],
            ToTarget(row[value], row[scale], file),
            row[value],
            title < 0 ? "" : row[title],
            row[text]))];
    }

    /// <summary>Reads the lexicon: token and mean human valence, -4..4.</summary>
    public static List<(string Token, float Valence)> ReadLexicon(string folder)
    {
        var table = ReadTable(folder, "vader_lexicon.tsv");
        int token = table.IndexOf("token"), valence = table.IndexOf("valence");
        return [.. table.Rows.Select(
            row => (row[token], Number(row[valence], "vader_lexicon.tsv")))];
    }

    /// <summary>Reads the paper's Figure 12: id, text and stars.</summary>
    public static List<(int Id, string Text, int Stars)> ReadFigure12(string folder)
    {
        var table = ReadTable(folder, "por_fig12.tsv");
        int id = table.IndexOf("id"), text = table.IndexOf("text"), rating = table.IndexOf("rating");
        return [.. table.Rows.Select(row => (
            (int)Number(row[id], "por_fig12.tsv"),
            row[text],
            (int)Number(row[rating], "por_fig12.tsv")))];
    }

    private static Table ReadTable(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        try
        {
            using var stream = File.OpenRead(path);
            return Table.Read(stream, path);
        }
        catch (Exception error) when (
            error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"'{path}' cannot be read: {error.Message}");
        }
    }

    private static float ToTarget(string value, string scale, string file)
    {
        var number = Number(value, file);
        var target = scale switch
        {
            "1-5" => (number - 1) / 4,
            "1-10" => (number - 1) / 9,
            "-4..4" => (number + 4) / 8,
            "0..1" => number,
            _ => throw new UserErrorException($"'{file}' names a scale '{scale}' that is unknown."),
        };
        return target is >= 0 and <= 1
            ? target
            : throw new UserErrorException($"'{file}' holds {value}, which is off its scale {scale}.");
    }

    private static float Number(string value, string file) =>
        float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UserErrorException($"'{file}' holds '{value}' where a number is due.");
}
