using System.Diagnostics.CodeAnalysis;

namespace PoR.Configuration.Hocon;

/// <summary>What reading a configuration gave: its tree, or its first fault.</summary>
/// <param name="Root">The tree; null exactly when there is a fault.</param>
/// <param name="Fault">The first mistake; null when there is none.</param>
internal sealed record HoconDocument(HoconValue.Object? Root, HoconFault? Fault)
{
    /// <summary>Whether the tree is there.</summary>
    [MemberNotNullWhen(true, nameof(Root))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsValid => Fault is null;
}

/// <summary>A user's mistake in a configuration, as a value: where, at which key, and what.</summary>
/// <param name="Position">The file and line.</param>
/// <param name="Key">The dotted path of the key, or empty before any key was read.</param>
/// <param name="Message">One sentence without its file, line and key.</param>
public sealed record HoconFault(SourcePosition Position, string Key, string Message)
{
    /// <summary><c>file:line: key: message</c>.</summary>
    /// <returns>The line that a user sees.</returns>
    public override string ToString() =>
        Key.Length == 0 ? $"{Position}: {Message}" : $"{Position}: {Key}: {Message}";
}

/// <summary>A configuration file is wrong, told to a caller who can only be told by throwing.</summary>
internal sealed class HoconFormatException : FormatException
{
    /// <summary>Carries a fault.</summary>
    /// <param name="fault">Where and what.</param>
    public HoconFormatException(HoconFault fault)
        : base(fault?.ToString()) => Fault = fault!;

    /// <summary>Where and what.</summary>
    public HoconFault Fault { get; }
}
