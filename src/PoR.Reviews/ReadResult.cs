namespace PoR.Reviews;

/// <summary>What was read next: a value, or why it is none; both null at the end of the file.</summary>
internal readonly record struct ReadResult<T>(T? Value, ReviewFault? Fault)
    where T : class
{
    /// <summary>True when nothing follows.</summary>
    internal bool IsEnd => Value is null && Fault is null;

    /// <summary>A value.</summary>
    public static implicit operator ReadResult<T>(T value) => new(value, null);

    /// <summary>Why there is none.</summary>
    public static implicit operator ReadResult<T>(ReviewFault fault) => new(null, fault);
}
