namespace PoR.Core.Canonical;

/// <summary>Whole values to canonical bytes and back.</summary>
public static class CanonicalBytes
{
    /// <summary>The canonical bytes of <paramref name="value"/>.</summary>
    public static byte[] Of<T>(T value)
        where T : ICanonical<T>
    {
        var writer = CanonicalWriter.Take();
        value.Write(writer);
        var bytes = writer.ToArray();
        writer.Return();
        return bytes;
    }

    /// <summary>Reads one value that fills <paramref name="bytes"/> exactly.</summary>
    /// <param name="bytes">Canonical bytes.</param>
    /// <param name="fault">One sentence with the offset; null when the value is returned.</param>
    /// <returns>Null when the bytes are at fault.</returns>
    public static T? Decode<T>(ReadOnlySpan<byte> bytes, out string? fault)
        where T : class, ICanonical<T>
    {
        var reader = new CanonicalReader(bytes);
        var value = T.Read(ref reader);
        if (reader.Fault is null && reader.Remaining > 0)
            reader.Fail($"{reader.Remaining} bytes are left over.");
        if (reader.Fault is null && value is null)
            reader.Fail("the value is not in canonical form.");
        fault = reader.Fault;
        return fault is null ? value : null;
    }
}

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
