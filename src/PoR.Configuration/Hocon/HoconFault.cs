namespace PoR.Configuration.Hocon;

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
