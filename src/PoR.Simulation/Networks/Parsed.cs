using System.Diagnostics.CodeAnalysis;

namespace PoR.Simulation.Networks;

/// <summary>What reading a user's text gave: a value, or one sentence that says what is wrong.</summary>
/// <typeparam name="T">The value.</typeparam>
public readonly record struct Parsed<T>
    where T : class
{
    private Parsed(T? value, string? error) => (Value, Error) = (value, error);

    /// <summary>Null exactly when there is an error.</summary>
    public T? Value { get; }

    /// <summary>What is wrong, where, and what would be right; null when all is well.</summary>
    public string? Error { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsOk => Error is null;

    /// <summary>A value that was understood.</summary>
    public static Parsed<T> Ok(T value) => new(value, null);

    /// <summary>One sentence: what is wrong, where, and what would be right.</summary>
    public static Parsed<T> Wrong(string error) => new(null, error);
}
