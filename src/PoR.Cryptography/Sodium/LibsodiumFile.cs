namespace PoR.Cryptography.Sodium;

/// <summary>A libsodium that has been loaded and checked.</summary>
/// <param name="Path">The whole path of the file.</param>
/// <param name="Handle">The handle of the operating system.</param>
internal sealed record LibsodiumFile(string Path, nint Handle);
