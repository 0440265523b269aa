using PoR.Configuration.Files;
using PoR.Core.Canonical;
using PoR.Core.Genesis;

namespace PoR.Node.Folders;

/// <summary>The genesis document of a network, as a file.</summary>
public static class GenesisFile
{
    private const int BytesMax = 1 << 30;

    /// <summary>Reads it.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="files">Read it.</param>
    /// <param name="fault">Why there is none; null: there is one.</param>
    public static GenesisDocument? Read(string file, InputFiles files, out FolderFault? fault)
    {
        ArgumentNullException.ThrowIfNull(files);
        try
        {
            var genesis = CanonicalBytes.Decode<GenesisDocument>(files.ReadWhole(file, BytesMax), out var damage);
            fault = genesis is null ? new FolderFault.Damaged(file, $"it is no genesis document: {damage}") : null;
            return genesis;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            fault = new FolderFault.Unusable(file, failure.Message);
            return null;
        }
    }
}
