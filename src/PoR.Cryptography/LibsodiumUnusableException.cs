namespace PoR.Cryptography;

/// <summary>libsodium is not beside the program, or is one that this program must not use.</summary>
/// <remarks>The message is one sentence for the user: which file, what is wrong, what would be right.</remarks>
public sealed class LibsodiumUnusableException : Exception
{
    /// <summary>An exception without a reason.</summary>
    public LibsodiumUnusableException()
        : this("It cannot be used")
    {
    }

    /// <summary>An exception with the reason, followed by what would be right.</summary>
    /// <param name="reason">Which file, and what is wrong with it; a sentence without its full stop.</param>
    public LibsodiumUnusableException(string reason)
        : this(reason, null)
    {
    }

    /// <summary>An exception with the reason and its cause.</summary>
    /// <param name="reason">Which file, and what is wrong with it; a sentence without its full stop.</param>
    /// <param name="innerException">The cause, or null.</param>
    public LibsodiumUnusableException(string reason, Exception? innerException)
        : base(
            $"libsodium: {reason}; right is the file that the package NSec.Cryptography brings for this system: "
            + "build or publish the program again.",
            innerException)
    {
    }
}
