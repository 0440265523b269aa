using PoR.Configuration.Files;

namespace PoR.Configuration.Hocon;

/// <summary>Texts on a disk; a name that is no file may come from another source.</summary>
/// <param name="fallback">Asked where no file of the name lies beside the including one.</param>
/// <param name="files">Reads them; null for a door that nothing stops.</param>
public sealed class FileHoconSource(IHoconSource? fallback = null, InputFiles? files = null) : IHoconSource
{
    private readonly InputFiles _files = files ?? new InputFiles(CancellationToken.None);

    /// <inheritdoc/>
    /// <remarks>
    /// A name is relative to the including file. A file that includes its own name means the
    /// built-in of that name, so that a user's <c>safety.conf</c> may extend the built-in one.
    /// </remarks>
    public HoconText? Find(string name, HoconText? includedFrom)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0 || name.Contains('\0')) return null;
        var isFromFile = includedFrom is null || Path.IsPathRooted(includedFrom.Identity);
        if (!isFromFile) return fallback?.Find(name, includedFrom);
        var shown = includedFrom is null ? name : Beside(includedFrom.Name, name);
        var full = Path.GetFullPath(
            includedFrom is null ? name : Beside(includedFrom.Identity, name));
        if (Directory.Exists(full)) return new HoconText(shown, full, "", "is a folder");
        return !File.Exists(full) || full == includedFrom?.Identity
            ? fallback?.Find(name, includedFrom)
            : Load(shown, full);
    }

    private HoconText Load(string shown, string full)
    {
        try
        {
            return new HoconText(shown, full, _files.ReadText(full, HoconLimits.FileBytesMax));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new HoconText(shown, full, "", "cannot be read: " + e.Message);
        }
    }

    private static string Beside(string file, string name) =>
        Path.Combine(Path.GetDirectoryName(file) ?? "", name);
}
