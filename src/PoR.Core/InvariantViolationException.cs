namespace PoR.Core;

/// <summary>A contract of our own failed: a mistake of this code, never of a peer or a user.</summary>
public sealed class InvariantViolationException : Exception
{
    /// <summary>Says which contract failed.</summary>
    public InvariantViolationException(string message)
        : base(message)
    {
    }

    /// <summary>Says which contract failed, and what came before.</summary>
    public InvariantViolationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>For serializers and designers.</summary>
    public InvariantViolationException()
    {
    }

    /// <summary>Throws unless <paramref name="holds"/>.</summary>
    /// <exception cref="InvariantViolationException">The contract does not hold.</exception>
    public static void Require(bool holds, string contract)
    {
        if (!holds)
            throw new InvariantViolationException(contract);
    }
}
