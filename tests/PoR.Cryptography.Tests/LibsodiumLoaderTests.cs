using PoR.Cryptography.Sodium;

namespace PoR.Cryptography.Tests;

public sealed class LibsodiumLoaderTests
{
    [Fact]
    public void A_missing_library_is_named_with_the_package_to_install()
    {
        var missing = Assert.Throws<LibsodiumMissingException>(
            () => LibsodiumLoader.Load(["libsodium-of-nobody.so.99"], typeof(Libsodium).Assembly));

        Assert.Contains("libsodium23", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_without_our_functions_is_refused()
    {
        var name = OperatingSystem.IsWindows() ? "kernel32.dll"
            : OperatingSystem.IsMacOS() ? "libSystem.dylib" : "libc.so.6";
        var unfit = Assert.Throws<LibsodiumMissingException>(
            () => LibsodiumLoader.Load([name], typeof(Libsodium).Assembly));

        Assert.Contains("lacks functions", unfit.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_usual_names_are_tried_until_one_is_there()
    {
        string[] names = ["libsodium-of-nobody.so.99", .. LibsodiumLoader.UsualNames];
        Assert.NotEqual(0, LibsodiumLoader.Load(names, typeof(Libsodium).Assembly));
    }
}
