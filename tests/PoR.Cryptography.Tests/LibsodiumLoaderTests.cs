using System.Diagnostics;
using System.Runtime.InteropServices;
using PoR.Cryptography.Sodium;
using PoR.Cryptography.Tests.Curves;

namespace PoR.Cryptography.Tests;

public sealed class LibsodiumLoaderTests
{
    [Fact]
    public void A_missing_library_is_told_with_the_places_and_the_remedy()
    {
        var missing = Assert.Throws<LibsodiumUnusableException>(
            () => LibsodiumLoader.Load(["/nowhere/libsodium.so", "/elsewhere/libsodium.so"]));

        Assert.Contains("/nowhere/libsodium.so, /elsewhere/libsodium.so", missing.Message, StringComparison.Ordinal);
        Assert.Contains("NSec.Cryptography", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_without_our_functions_is_refused()
    {
        var name = OperatingSystem.IsWindows() ? "kernel32.dll"
            : OperatingSystem.IsMacOS() ? "libSystem.dylib" : "libc.so.6";
        var unfit = Assert.Throws<LibsodiumUnusableException>(
            () => LibsodiumLoader.Load([name, .. LibsodiumLoader.UsualPlaces()]));

        Assert.Contains($"{name} lacks functions", unfit.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_multiplies_by_the_cofactor_is_refused_by_name()
    {
        var refused = Assert.Throws<LibsodiumUnusableException>(
            () => LibsodiumLoader.RequireRule("/opt/libsodium.so", new ReferenceVerifier(multiplier: 8).Verify));

        Assert.Contains("/opt/libsodium.so accepts", refused.Message, StringComparison.Ordinal);
        Assert.Contains("only times the cofactor", refused.Message, StringComparison.Ordinal);
        Assert.Contains("NSec.Cryptography brings", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_accepts_every_signature_is_refused_when_it_is_loaded()
    {
        Assert.SkipUnless(GullibleLibsodium.IsPossible, "The library is changed in the code of one processor.");
        var folder = Directory.CreateTempSubdirectory("por-libsodium-");
        try
        {
            var changed = Path.Combine(folder.FullName, "libsodium.so");
            GullibleLibsodium.Write(LibsodiumLoader.LoadedPath, changed);
            var refused = Assert.Throws<LibsodiumUnusableException>(() => LibsodiumLoader.Load([changed]));
            Assert.Contains($"{changed} accepts", refused.Message, StringComparison.Ordinal);

            // Once for the loader and once for this call: no other test may meet the library.
            var handle = NativeLibrary.Load(changed);
            NativeLibrary.Free(handle);
            NativeLibrary.Free(handle);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_places_are_tried_until_one_has_it()
    {
        string[] places = ["/nowhere/libsodium.so", .. LibsodiumLoader.UsualPlaces()];
        Assert.Equal(LibsodiumLoader.LoadedPath, LibsodiumLoader.Load(places).Path);
    }

    [Fact]
    public void No_place_is_the_system_s()
    {
        Assert.All(LibsodiumLoader.UsualPlaces(), place => Assert.True(Path.IsPathFullyQualified(place)));
        Assert.StartsWith(AppContext.BaseDirectory, LibsodiumLoader.LoadedPath, StringComparison.Ordinal);
    }

    [Fact]
    public void NSec_and_our_own_calls_use_one_file()
    {
        var cryptography = new SodiumCryptography();
        using var ours = cryptography.CreateSigningKey(Cryptographies.Seed(1)); // P/Invoke.
        using var nsecs = cryptography.CreateIdentityKey(Cryptographies.Seed(1)); // NSec.
        Assert.Equal(ours.PublicKey, nsecs.PublicKey);

        using var process = Process.GetCurrentProcess();
        var files = process.Modules.Cast<ProcessModule>().Select(module => module.FileName)
            .Where(file => Path.GetFileName(file).Contains("sodium", StringComparison.OrdinalIgnoreCase)).Distinct();
        Assert.Equal([LibsodiumLoader.LoadedPath], files);
    }
}
