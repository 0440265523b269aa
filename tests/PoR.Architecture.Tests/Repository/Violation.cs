namespace PoR.Architecture.Tests.Repository;

/// <summary>One place that breaks a rule.</summary>
/// <param name="Path">From the repository's root, with forward slashes.</param>
/// <param name="Line">From 1.</param>
/// <param name="Rule">The rule, as a sentence.</param>
public sealed record Violation(string Path, int Line, string Rule)
{
    /// <summary>For example <c>src/A/B.cs:12: No line is longer than 120 characters.</c></summary>
    public override string ToString() => $"{Path}:{Line}: {Rule}";
}
