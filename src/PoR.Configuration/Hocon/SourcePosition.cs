namespace PoR.Configuration.Hocon;

/// <summary>A place in a configuration text, so that every fault can name it.</summary>
/// <param name="File">The file as the user named it, or a word such as <c>--nodes</c>.</param>
/// <param name="Line">The line, from 1; 0 where the source has no lines (a command line).</param>
public readonly record struct SourcePosition(string File, int Line)
{
    /// <summary><c>file:line</c>, or the file alone where there are no lines.</summary>
    /// <returns>The text that opens a fault's message.</returns>
    public override string ToString() => Line > 0 ? $"{File}:{Line}" : File;
}
