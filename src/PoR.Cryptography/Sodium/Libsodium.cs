using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PoR.Cryptography.Sodium;

/// <summary>The functions of libsodium that we call. Each is thread safe and holds no state.</summary>
/// <remarks>Returns are 0 for success and −1 for failure. All numbers are little-endian.</remarks>
internal static unsafe partial class Libsodium
{
    internal const string LibraryName = "libsodium";

    static Libsodium() =>
        NativeLibrary.SetDllImportResolver(typeof(Libsodium).Assembly, LibsodiumLoader.Resolve);

    /// <summary>A 32-byte public key and a 64-byte secret key (seed ‖ public key).</summary>
    [LibraryImport(LibraryName, EntryPoint = "crypto_sign_seed_keypair")]
    internal static partial int SignSeedKeypair(byte* publicKey, byte* secretKey, byte* seed);

    /// <summary>A 64-byte Ed25519 signature.</summary>
    [LibraryImport(LibraryName, EntryPoint = "crypto_sign_detached")]
    internal static partial int SignDetached(
        byte* signature, ulong* signatureLength, byte* message, ulong length, byte* secretKey);

    /// <summary>n·P in constant time; refuses a P outside of the prime-order subgroup.</summary>
    [LibraryImport(LibraryName, EntryPoint = "crypto_scalarmult_ed25519_noclamp")]
    internal static partial int ScalarMultiply(byte* product, byte* scalar, byte* point);

    /// <summary>n·B in constant time.</summary>
    [LibraryImport(LibraryName, EntryPoint = "crypto_scalarmult_ed25519_base_noclamp")]
    internal static partial int ScalarMultiplyBase(byte* product, byte* scalar);

    /// <summary>A 64-byte number modulo L.</summary>
    [LibraryImport(LibraryName, EntryPoint = "crypto_core_ed25519_scalar_reduce")]
    internal static partial void ScalarReduce(byte* reduced, byte* number);

    /// <summary>x·y modulo L.</summary>
    [LibraryImport(LibraryName, EntryPoint = "crypto_core_ed25519_scalar_mul")]
    internal static partial void ScalarProduct(byte* product, byte* x, byte* y);

    /// <summary>x + y modulo L.</summary>
    [LibraryImport(LibraryName, EntryPoint = "crypto_core_ed25519_scalar_add")]
    internal static partial void ScalarSum(byte* sum, byte* x, byte* y);

    /// <summary>BLAKE2b with a key of 16 to 64 bytes, a salt of 16 (null: zeros) and a domain of 16.</summary>
    [LibraryImport(LibraryName, EntryPoint = "crypto_generichash_blake2b_salt_personal")]
    internal static partial int KeyedHash(
        byte* hash,
        nuint hashLength,
        byte* message,
        ulong length,
        byte* key,
        nuint keyLength,
        byte* salt,
        byte* domain);

    /// <summary>Ends a call that cannot fail unless we are wrong.</summary>
    /// <exception cref="CryptographicException">The call failed.</exception>
    internal static void Require(int result)
    {
        if (result != 0)
            throw new CryptographicException("libsodium refused a point or a scalar of our own.");
    }
}
