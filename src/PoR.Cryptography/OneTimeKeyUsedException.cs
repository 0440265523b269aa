using PoR.Core.Rounds;

namespace PoR.Cryptography;

/// <summary>A one-time key was asked to sign that has signed already, or that was passed and destroyed.</summary>
/// <remarks>D28: only the stored bytes of the first signature may ever be sent again.</remarks>
public sealed class OneTimeKeyUsedException : InvalidOperationException
{
    /// <summary>For serializers and designers.</summary>
    public OneTimeKeyUsedException()
    {
    }

    /// <summary>With a message of one's own.</summary>
    public OneTimeKeyUsedException(string message)
        : base(message)
    {
    }

    /// <summary>With a message of one's own and a cause.</summary>
    public OneTimeKeyUsedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Names the slot that was asked for, and the last one that was used.</summary>
    public OneTimeKeyUsedException(Round round, Step step, Round lastRound, Step lastStep)
        : base(
            $"The one-time key of round {round}, step {step} is destroyed: "
            + $"round {lastRound}, step {lastStep} has been signed.")
    {
    }
}
