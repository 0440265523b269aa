using System.Globalization;

namespace PoR.Configuration.Hocon;

/// <summary>Which characters may stand where, and how a character is named in a message.</summary>
internal static class HoconSyntax
{
    private const string NeedQuotes = "$\"{}[]:=,+#`^?!@*&\\";

    /// <summary>Whether a key without quotes may hold it.</summary>
    public static bool IsKeyCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    /// <summary>Whether a value without quotes may hold it; a blank ends one piece of it.</summary>
    public static bool IsUnquoted(char c) =>
        !char.IsControl(c) && !char.IsWhiteSpace(c) && !NeedQuotes.Contains(c);

    /// <summary>The character as a message shows it.</summary>
    public static string Show(char c) =>
        char.IsControl(c) || char.IsWhiteSpace(c)
            ? "U+" + ((int)c).ToString("X4", CultureInfo.InvariantCulture)
            : $"'{c}'";

    /// <summary>Joins a key to the path of its object; a key that is no word gets its quotes.</summary>
    public static string Join(string path, string key)
    {
        var shown = key.Length > 0 && key.All(IsKeyCharacter) ? key : $"\"{key}\"";
        return path.Length == 0 ? shown : $"{path}.{shown}";
    }
}
