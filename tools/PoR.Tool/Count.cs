using System.Globalization;

namespace PoR.Tool;

/// <summary>Counts in sentences.</summary>
internal static class Count
{
    /// <summary>The number with its noun, such as <c>1 review</c> or <c>1,200 reviews</c>.</summary>
    /// <param name="count">How many, 0 and up.</param>
    /// <param name="one">The noun for one; the plural adds an s.</param>
    public static string Of(long count, string one) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {one}{(count == 1 ? "" : "s")}");
}
