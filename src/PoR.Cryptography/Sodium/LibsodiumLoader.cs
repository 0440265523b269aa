using System.Reflection;
using System.Runtime.InteropServices;
using NSec.Cryptography;

namespace PoR.Cryptography.Sodium;

/// <summary>Loads the libsodium that NSec.Cryptography brings, once per process, for NSec and for us.</summary>
/// <remarks>
/// A libsodium of the system is never taken: which signatures are valid differs between libraries, and
/// with it which certificates are. The file is checked by <see cref="SignatureRule"/> before anything uses it.
/// </remarks>
internal static class LibsodiumLoader
{
    // Lazy loads once, also under a race, and repeats the same exception afterwards.
    private static readonly Lazy<LibsodiumFile> Loaded = new(LoadForAll);

    /// <summary>The path of the file that is loaded; loads it when it is not.</summary>
    /// <exception cref="LibsodiumUnusableException">It is not there, or must not be used.</exception>
    internal static string LoadedPath => Loaded.Value.Path;

    /// <summary>Loads the library unless it is loaded.</summary>
    /// <exception cref="LibsodiumUnusableException">It is not there, or must not be used.</exception>
    internal static void EnsureLoaded() => _ = Loaded.Value;

    /// <summary>The resolver of <see cref="Libsodium"/>: its library, and the default for others.</summary>
    internal static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == Libsodium.LibraryName ? Loaded.Value.Handle : 0;

    /// <summary>Where the file may be, in the order in which it is looked for.</summary>
    /// <remarks>
    /// Beside the program, as after publishing for one system. Else where the host found the package's
    /// file for this system: <c>runtimes/…/native</c>. Else the same beside this assembly, for a program
    /// whose host knows nothing of it, such as one that loads us as a plug-in.
    /// </remarks>
    internal static IEnumerable<string> UsualPlaces()
    {
        var file = OperatingSystem.IsWindows() ? "libsodium.dll"
            : OperatingSystem.IsMacOS() ? "libsodium.dylib" : "libsodium.so";
        var ofHost = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        var ours = Path.GetDirectoryName(typeof(LibsodiumLoader).Assembly.Location);
        string[] folders =
        [
            AppContext.BaseDirectory,
            .. ofHost.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
            .. string.IsNullOrEmpty(ours) ? Array.Empty<string>()
                : [ours, Path.Combine(ours, "runtimes", RuntimeInformation.RuntimeIdentifier, "native")],
        ];
        return folders.Select(folder => Path.GetFullPath(Path.Combine(folder, file))).Distinct();
    }

    /// <summary>Loads the first of <paramref name="paths"/> that can be loaded, checks and initialises it.</summary>
    /// <exception cref="LibsodiumUnusableException">None can, or the first that can must not be used.</exception>
    internal static unsafe LibsodiumFile Load(IReadOnlyCollection<string> paths)
    {
        foreach (var path in paths)
        {
            if (!NativeLibrary.TryLoad(path, out var handle))
                continue;

            if (!NativeLibrary.TryGetExport(handle, "sodium_init", out var init)
                || !NativeLibrary.TryGetExport(handle, "crypto_sign_verify_detached", out var verify)
                || !NativeLibrary.TryGetExport(handle, "crypto_scalarmult_ed25519_noclamp", out _))
                throw new LibsodiumUnusableException($"{path} lacks functions that we call");

            // 0 = initialised now, 1 = was initialised before, −1 = failed.
            if (((delegate* unmanaged[Cdecl]<int>)init)() < 0)
                throw new LibsodiumUnusableException($"{path} failed to initialise");

            RequireRule(path, (publicKey, message, signature) => Holds(verify, publicKey, message, signature));
            return new LibsodiumFile(path, handle);
        }

        throw new LibsodiumUnusableException($"none of these could be loaded: {string.Join(", ", paths)}");
    }

    /// <summary>Refuses a library that takes other signatures for valid than all others do.</summary>
    /// <exception cref="LibsodiumUnusableException">It breaks the <see cref="SignatureRule"/>.</exception>
    internal static void RequireRule(string path, SignatureCheck verify)
    {
        if (SignatureRule.BreachOf(verify) is { } breach)
            throw new LibsodiumUnusableException(
                $"{path} {breach}, so that this node would disagree with others on certificates");
    }

    private static LibsodiumFile LoadForAll()
    {
        var library = Load([.. UsualPlaces()]);
        try
        {
            NativeLibrary.SetDllImportResolver(
                typeof(SignatureAlgorithm).Assembly,
                (name, _, _) => name == Libsodium.LibraryName ? library.Handle : 0);

            // NSec looks at the version when it is first used; let it do so now.
            _ = SignatureAlgorithm.Ed25519;
            return library;
        }
        catch (Exception fault) when (fault is InvalidOperationException or PlatformNotSupportedException)
        {
            throw new LibsodiumUnusableException(
                $"NSec.Cryptography refuses {library.Path}, saying \"{fault.Message}\"", fault);
        }
    }

    private static unsafe bool Holds(
        nint verify, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        fixed (byte* s = signature, m = message, pk = publicKey)
        {
            return ((delegate* unmanaged[Cdecl]<byte*, byte*, ulong, byte*, int>)verify)(
                s, m, (ulong)message.Length, pk) == 0;
        }
    }
}
