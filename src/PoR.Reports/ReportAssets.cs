using System.Text;

namespace PoR.Reports;

/// <summary>The page, styles and scripts that pages are put together from.</summary>
internal static class ReportAssets
{
    /// <summary>The text of an asset, without an end of line at its end.</summary>
    /// <param name="name">Its path under <c>Assets</c>, with <c>/</c>.</param>
    /// <exception cref="InvalidOperationException">The assembly was built without it.</exception>
    internal static string Text(string name)
    {
        var stream = typeof(ReportAssets).Assembly.GetManifestResourceStream("Assets/" + name)
            ?? Missing(name);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd('\n');
    }

    private static Stream Missing(string name) =>
        throw new InvalidOperationException($"The assembly holds no asset {name}.");
}
