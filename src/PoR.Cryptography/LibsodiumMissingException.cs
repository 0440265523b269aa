namespace PoR.Cryptography;

/// <summary>libsodium is not on this machine, or is too old to be used.</summary>
/// <remarks>The message names the package to install. Real cryptography cannot run without it.</remarks>
public sealed class LibsodiumMissingException : Exception
{
    /// <summary>An exception that names the package to install.</summary>
    public LibsodiumMissingException()
        : this("no library of that name could be loaded")
    {
    }

    /// <summary>An exception with the reason, followed by the package to install.</summary>
    /// <param name="reason">What went wrong, as half a sentence.</param>
    public LibsodiumMissingException(string reason)
        : this(reason, null)
    {
    }

    /// <summary>An exception with the reason and its cause.</summary>
    /// <param name="reason">What went wrong, as half a sentence.</param>
    /// <param name="innerException">The cause, or null.</param>
    public LibsodiumMissingException(string reason, Exception? innerException)
        : base(
            $"libsodium 1.0.18 or later is needed: {reason}. Install it: Debian and Ubuntu "
            + "`apt install libsodium23`, Fedora `dnf install libsodium`, Alpine `apk add libsodium`, "
            + "macOS `brew install libsodium`; on Windows put libsodium.dll beside the program.",
            innerException)
    {
    }
}
