using System.Text;

namespace PoR.Core.Canonical;

/// <summary>
/// Texts in ascending order of their bytes in UTF-8. .NET compares units of UTF-16, which put characters beyond the
/// first plane before some of the first.
/// </summary>
public static class Utf8Order
{
    /// <summary>Below 0, 0 or above 0, as the first text stands before, at or behind the second.</summary>
    public static int Compare(string first, string second) =>
        Encoding.UTF8.GetBytes(first).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(second));
}
