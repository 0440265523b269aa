namespace PoR.TestKit;

/// <summary>
/// A network did not do what a test waited for, or has broken an invariant. Its message says what, the seed, the calls
/// that repeat the run, and the last events of the nodes concerned.
/// </summary>
public sealed class PoRNetworkException : Exception
{
    internal PoRNetworkException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
