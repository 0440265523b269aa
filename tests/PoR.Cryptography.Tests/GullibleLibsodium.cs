using System.Runtime.InteropServices;

namespace PoR.Cryptography.Tests;

/// <summary>A copy of libsodium that accepts every signature.</summary>
internal static class GullibleLibsodium
{
    /// <summary>Whether it can be made here: the library is changed in the code of one processor.</summary>
    public static bool IsPossible =>
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>Writes one.</summary>
    /// <param name="library">The real library.</param>
    /// <param name="path">Of the changed one.</param>
    public static void Write(string library, string path)
    {
        var code = new byte[32];
        var verify = NativeLibrary.GetExport(NativeLibrary.Load(library), "crypto_sign_ed25519_verify_detached");
        Marshal.Copy(verify, code, 0, code.Length);
        var bytes = File.ReadAllBytes(library);
        var at = bytes.AsSpan().IndexOf(code);
        Assert.True(at > 0 && at == bytes.AsSpan().LastIndexOf(code));
        byte[] returnZero = [0x31, 0xC0, 0xC3];
        returnZero.CopyTo(bytes, at);
        File.WriteAllBytes(path, bytes);
    }
}
