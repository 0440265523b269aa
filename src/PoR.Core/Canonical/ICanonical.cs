namespace PoR.Core.Canonical;

/// <summary>Has exactly one encoding: equal values have equal bytes, and any other bytes are refused.</summary>
public interface ICanonical<T>
    where T : ICanonical<T>
{
    /// <summary>Appends the canonical bytes.</summary>
    void Write(CanonicalWriter writer);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <returns>Null when the bytes are at fault; the reader then says why.</returns>
    static abstract T? Read(ref CanonicalReader reader);
}
