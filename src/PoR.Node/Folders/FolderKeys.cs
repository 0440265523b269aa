using PoR.Configuration.Files;
using PoR.Persistence;
using PoR.Persistence.Keys;

namespace PoR.Node.Folders;

/// <summary>The keys of a network in one process, for commands that look at them while it does not run.</summary>
public static class FolderKeys
{
    /// <summary>The file of sealed keys.</summary>
    public static string FileOf(string folder) => Path.Combine(folder, "keys.bin");

    /// <summary>The file of the master key, unless it is kept elsewhere.</summary>
    public static string MasterKeyOf(string folder) => Path.Combine(folder, "master.key");

    /// <summary>Who holds this file runs the network.</summary>
    internal static string LockOf(string folder) => Path.Combine(folder, "lock");

    /// <summary>Reads the sealed keys.</summary>
    /// <param name="folder">Of a network.</param>
    /// <param name="files">Reads the file.</param>
    /// <param name="fault">Why not; null when the store is returned.</param>
    public static KeyFileStore? Read(string folder, InputFiles files, out FolderFault? fault)
    {
        var file = FileOf(folder);
        fault = NetworkFolder.ReadAll(files, file, out var bytes) ?? SecretFile.ModeFault(file);
        if (fault is not null)
            return null;
        var store = KeyFileStore.Read(file, bytes, out var damage);
        fault = store is null ? new FolderFault.Damaged(file, damage!) : null;
        return store;
    }

    /// <summary>Does something with the keys that nobody else may do something with meanwhile.</summary>
    /// <param name="folder">Of a network.</param>
    /// <param name="files">Reads the file.</param>
    /// <param name="work">Returns what is wrong; null: nothing.</param>
    /// <returns>What is wrong; null: nothing.</returns>
    public static FolderFault? Use(string folder, InputFiles files, Func<KeyFileStore, FolderFault?> work)
    {
        ArgumentNullException.ThrowIfNull(work);

        // A folder without keys gets no lock either.
        if (Read(folder, files, out var unreadable) is null)
            return unreadable;
        using var held = NetworkFolder.Lock(LockOf(folder));
        if (held is null)
            return new FolderFault.InUse(folder);
        return Read(folder, files, out unreadable) is { } store ? work(store) : unreadable;
    }

    /// <summary>Puts another master key in the folder's place for it.</summary>
    /// <param name="folder">Of a network whose keys are sealed under it.</param>
    /// <param name="next">The file of the other key.</param>
    /// <param name="files">Reads it.</param>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static void ReplaceMasterKey(string folder, string next, InputFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var text = files.ReadWhole(next, SecretFile.BytesMax);
        DurableFile.Write(MasterKeyOf(folder), text, DurableFile.Secret);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(text);
    }
}
