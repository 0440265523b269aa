namespace PoR.Configuration.Hocon;

/// <summary>One configuration text and the names it goes by.</summary>
/// <param name="Name">The name that a user sees in messages.</param>
/// <param name="Identity">Equal for two names of the same text: cycles are found by it.</param>
/// <param name="Content">The characters; empty where it cannot be read.</param>
/// <param name="ReadError">Why it cannot be read; null when it was.</param>
public sealed record HoconText(
    string Name, string Identity, string Content, string? ReadError = null);
