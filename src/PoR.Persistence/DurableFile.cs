using System.Runtime.InteropServices;

namespace PoR.Persistence;

/// <summary>Files that are whole or not there, and outlast a crash once they are written.</summary>
public static partial class DurableFile
{
    /// <summary>For its owner alone.</summary>
    public const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const int ReadOnly = 0;

    /// <summary>Writes a file beside the one that it takes the place of, and then takes its place.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="bytes">The whole content.</param>
    /// <param name="mode">Who may read it; null: what the process's mask allows.</param>
    /// <exception cref="IOException">
    /// It cannot be written, and what was there before is there still, or a crash may bring that back.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode)
    {
        Replace(path, bytes, mode);
        FlushFolder(path);
    }

    /// <summary>
    /// As <see cref="Write"/>, but a crash may bring the earlier file back until the folder is flushed.
    /// </summary>
    /// <exception cref="IOException">It cannot be written; what was there before is there still.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    internal static void Replace(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode)
    {
        var half = path + ".new";
        File.Delete(half);
        WriteNew(half, bytes, mode);
        File.Move(half, path, overwrite: true);
    }

    /// <summary>Writes a file that nothing has the name of.</summary>
    /// <exception cref="IOException">It is there, or cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written.</exception>
    public static void Create(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode)
    {
        WriteNew(path, bytes, mode);
        FlushFolder(path);
    }

    private static void WriteNew(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode)
    {
        // The mode stands from the beginning, so that nobody can open the file before it is set.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (mode is { } only && !OperatingSystem.IsWindows())
            options.UnixCreateMode = only;
        using var stream = new FileStream(path, options);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>
    /// A new name outlasts a crash when its folder is written, which the platform's library cannot do.
    /// </summary>
    internal static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var handle = Open(folder, ReadOnly);
        if (handle < 0)
            throw Failed(folder);
        var hasFailed = Flush(handle) != 0;
        var failure = hasFailed ? Failed(folder) : null;
        _ = Close(handle);
        if (failure is not null)
            throw failure;
    }

    private static IOException Failed(string folder) =>
        new($"The folder '{folder}' cannot be written to disk: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
