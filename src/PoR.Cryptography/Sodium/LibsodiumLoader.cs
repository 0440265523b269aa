using System.Reflection;
using System.Runtime.InteropServices;

namespace PoR.Cryptography.Sodium;

/// <summary>Finds libsodium under its usual names, once per process, and initialises it.</summary>
internal static class LibsodiumLoader
{
    /// <summary>The names that are tried, in this order.</summary>
    internal static readonly string[] UsualNames =
    [
        "libsodium.so.26", "libsodium.so.23", "libsodium.so", "libsodium.26.dylib",
        "libsodium.23.dylib", "libsodium.dylib", "/opt/homebrew/lib/libsodium.dylib",
        "/usr/local/lib/libsodium.dylib", "libsodium.dll", "libsodium", "sodium",
    ];

    // Lazy runs the search once, also under a race, and repeats the same exception afterwards.
    private static readonly Lazy<nint> Loaded = new(() => Load(UsualNames, typeof(Libsodium).Assembly));

    /// <summary>Loads the library unless it is loaded.</summary>
    /// <exception cref="LibsodiumMissingException">It is not there.</exception>
    internal static void EnsureLoaded() => _ = Loaded.Value;

    /// <summary>The resolver of <see cref="Libsodium"/>: its library, and the default for others.</summary>
    internal static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == Libsodium.LibraryName ? Loaded.Value : 0;

    /// <summary>Loads the first of <paramref name="names"/> that is there, and initialises it.</summary>
    /// <exception cref="LibsodiumMissingException">None is there, or it lacks a function.</exception>
    internal static unsafe nint Load(ReadOnlySpan<string> names, Assembly assembly)
    {
        foreach (var name in names)
        {
            if (!NativeLibrary.TryLoad(name, assembly, null, out var handle))
                continue;

            if (!NativeLibrary.TryGetExport(handle, "sodium_init", out var init)
                || !NativeLibrary.TryGetExport(handle, "crypto_scalarmult_ed25519_noclamp", out _))
                throw new LibsodiumMissingException($"{name} lacks functions that we call");

            // 0 = initialised now, 1 = was initialised before, −1 = failed.
            if (((delegate* unmanaged[Cdecl]<int>)init)() < 0)
                throw new LibsodiumMissingException($"{name} failed to initialise");

            return handle;
        }

        throw new LibsodiumMissingException();
    }
}
