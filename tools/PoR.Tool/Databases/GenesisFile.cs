using PoR.Configuration.Files;
using PoR.Core.Canonical;
using PoR.Core.Genesis;

namespace PoR.Tool.Databases;

/// <summary>The genesis document of a network, as a user names it.</summary>
internal static class GenesisFile
{
    private const int BytesMax = 1 << 30;

    /// <summary>Reads it.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="files">Read it.</param>
    /// <param name="terminal">Is told why there is none.</param>
    /// <returns>Null: there is none.</returns>
    public static GenesisDocument? Read(string file, InputFiles files, Terminal terminal)
    {
        try
        {
            var genesis = CanonicalBytes.Decode<GenesisDocument>(files.ReadWhole(file, BytesMax), out var damage);
            if (genesis is null)
                terminal.Say($"'{file}' is no genesis document: {damage}");
            return genesis;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            terminal.Say($"'{file}' cannot be read: {fault.Message}");
            return null;
        }
    }
}
