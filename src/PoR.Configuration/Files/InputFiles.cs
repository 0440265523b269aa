using System.Globalization;

namespace PoR.Configuration.Files;

/// <summary>The one door through which files that a user names are read.</summary>
/// <remarks>
/// Only files and pipes are read, never folders or devices, and never more than the reader's stated bound. A stop ends
/// waiting for a pipe. The platform's library does not tell the kind of a file, so it is inferred: only a regular file
/// states a length above zero, and of those that state zero only a pipe or a terminal, which cannot seek, is read.
/// </remarks>
/// <param name="stop">Ends what waits.</param>
/// <param name="late">Told the name of a pipe that sends nothing for a second; may be null.</param>
public sealed class InputFiles(CancellationToken stop, Action<string>? late = null)
{
    private const string NoFile = "It is empty, or is no regular file.";

    /// <summary>Opens a file or a pipe, to be read forwards with constant memory, however long it is.</summary>
    /// <param name="path">A link leads to its target.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not read it.</exception>
    /// <exception cref="OperationCanceledException">The stop came while a pipe had no writer.</exception>
    public PatientStream Open(string path)
    {
        var stream = OpenAny(path);
        if (!stream.CanSeek)
            return new PatientStream(stream, mayBlock: true, stop, () => late?.Invoke(path));
        if (stream.Length > 0 || !IsAmongDevices(path))
            return new PatientStream(stream, mayBlock: false, stop);
        stream.Dispose();
        throw new IOException("It is a device, or empty; only files and pipes are read.");
    }

    /// <summary>Reads a file or a pipe as text.</summary>
    /// <param name="path">A link leads to its target.</param>
    /// <param name="bytesMax">The longest that is read, in bytes.</param>
    /// <exception cref="IOException">It cannot be read, or is longer.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not read it.</exception>
    /// <exception cref="OperationCanceledException">The stop came first.</exception>
    public string ReadText(string path, int bytesMax)
    {
        if (LengthOf(path) > bytesMax)
            throw TooLong(bytesMax);
        using var stream = Open(path);
        using var reader = new StreamReader(new MemoryStream(ReadToEnd(stream, bytesMax)));
        return reader.ReadToEnd();
    }

    /// <summary>Reads a regular file that holds something; a pipe or a device is not even opened.</summary>
    /// <param name="path">A link leads to its target.</param>
    /// <param name="bytesMax">The longest that is read, in bytes.</param>
    /// <exception cref="IOException">It is none, cannot be read, or is longer.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not read it.</exception>
    /// <exception cref="OperationCanceledException">The stop came first.</exception>
    public byte[] ReadWhole(string path, int bytesMax)
    {
        if (Directory.Exists(path))
            throw new IOException("It is a folder.");
        if (!File.Exists(path))
            throw new FileNotFoundException("There is no such file.");
        var length = LengthOf(path);
        if (length > bytesMax)
            throw TooLong(bytesMax);
        if (length == 0)
            throw new IOException(NoFile);
        using var stream = Open(path);
        if (stream.IsPipe)
            throw new IOException(NoFile);
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>In bytes, of what a link leads to; zero for all but a regular file.</summary>
    private static long LengthOf(string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            throw new IOException("No file is named.");
        var file = new FileInfo(path);
        var target = file.LinkTarget is null ? file : (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
        return target.Exists ? target.Length : 0;
    }

    private static byte[] ReadToEnd(PatientStream stream, int bytesMax)
    {
        using var bytes = new MemoryStream();
        var chunk = new byte[1 << 16];
        while (stream.Read(chunk) is > 0 and var count)
        {
            if (bytes.Length + count > bytesMax)
                throw TooLong(bytesMax);
            bytes.Write(chunk, 0, count);
        }

        return bytes.ToArray();
    }

    private static bool IsAmongDevices(string path)
    {
        var file = new FileInfo(Path.GetFullPath(path));
        var target = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true)!;
        return target.FullName.StartsWith("/dev/", StringComparison.Ordinal);
    }

    private static IOException TooLong(int bytesMax) =>
        new(string.Create(CultureInfo.InvariantCulture, $"It is longer than {bytesMax:N0} bytes."));

    /// <summary>Opens the path. Opening a named pipe blocks until somebody writes to it.</summary>
    private FileStream OpenAny(string path)
    {
        if (Directory.Exists(path))
            throw new IOException("It is a folder.");
        return LengthOf(path) > 0 || !File.Exists(path)
            ? OpenForReading(path)
            : Patience.Call(() => OpenForReading(path), stop, () => late?.Invoke(path));
    }

    private static FileStream OpenForReading(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
}
