using Microsoft.Win32.SafeHandles;

namespace PoR.Tool;

/// <summary>Standard output as bytes.</summary>
internal static class StandardOutput
{
    private const int BrokenPipe = 32;

    /// <summary>Opens it; the process has one.</summary>
    /// <remarks>
    /// The console's own stream swallows a broken pipe, so that <c>por evaluate big.tsv | head</c> would read on to
    /// the end. A pipe is therefore written directly. Other files are not: they may be shared with a process before
    /// or after this one, which only the console's stream respects.
    /// </remarks>
    public static Stream Open()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
            return Console.OpenStandardOutput();
        try
        {
            var direct = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!direct.CanSeek)
                return direct;
            direct.Dispose();
            return Console.OpenStandardOutput();
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return Console.OpenStandardOutput();
        }
    }

    /// <summary>Whether writing failed because nobody reads any more.</summary>
    public static bool IsGone(Exception fault) =>
        fault is IOException && !OperatingSystem.IsWindows() && fault.HResult == BrokenPipe;
}
