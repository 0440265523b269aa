using PoR.Core.Canonical;

namespace PoR.Core.Tests;

/// <summary>One value's canonical bytes, and how to read them back.</summary>
/// <param name="Name">For people.</param>
/// <param name="Bytes">Canonical.</param>
/// <param name="Decode">Bytes to the decoded value's own bytes, or null with a fault.</param>
public sealed record Sample(string Name, byte[] Bytes, Func<byte[], (byte[]? Again, string? Fault)> Decode)
{
    /// <summary>The sample of a value.</summary>
    public static Sample Of<T>(string name, T value)
        where T : class, ICanonical<T> => new(name, CanonicalBytes.Of(value), bytes =>
    {
        var decoded = CanonicalBytes.Decode<T>(bytes, out var fault);
        return (decoded is null ? null : CanonicalBytes.Of(decoded), fault);
    });

    /// <inheritdoc/>
    public override string ToString() => Name;
}
