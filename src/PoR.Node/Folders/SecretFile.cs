using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using PoR.Configuration.Files;
using PoR.Core.Bytes;
using PoR.Cryptography;
using PoR.Persistence;
using PoR.Persistence.Keys;

namespace PoR.Node.Folders;

/// <summary>
/// A file with one secret of 32 bytes, as 64 hexadecimal digits and the end of the line: a peer's identity or a master
/// key. Its owner alone may have access (mode 0600 or less).
/// </summary>
public static class SecretFile
{
    private const int TokenLengthMin = 16;
    private const int TokenLengthMax = 1_024;
    private const int DigitsLength = 2 * Bytes32.Length;
    internal const int BytesMax = DigitsLength + 2;

    // Of 32 random bytes fewer are different once in 10^20 files; samples of documents and mistakes have less.
    private const int DifferentMin = 16;

    /// <summary>Makes a new secret by the system's secure generator.</summary>
    /// <param name="file">Nothing may have this name.</param>
    /// <returns>Why it cannot be made; null when it is, durably.</returns>
    public static FolderFault? Create(string file)
    {
        if (Path.Exists(file))
            return new FolderFault.Unusable(file, "it is there already, and a secret is never overwritten");
        Span<byte> secret = stackalloc byte[Bytes32.Length];
        RandomNumberGenerator.Fill(secret);
        var text = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(secret) + "\n");
        try
        {
            DurableFile.Create(file, text, DurableFile.Secret);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new FolderFault.Unusable(file, fault.Message);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>Reads a master key.</summary>
    /// <param name="file">As <see cref="Create"/> makes it.</param>
    /// <param name="files">Reads it.</param>
    /// <param name="fault">Why not; null when the key is returned.</param>
    public static MasterKey? ReadMasterKey(string file, InputFiles files, out FolderFault? fault) =>
        Read(file, files, secret => new MasterKey(secret), out fault);

    /// <summary>Reads a peer's identity.</summary>
    /// <param name="file">As <see cref="Create"/> makes it.</param>
    /// <param name="files">Reads it.</param>
    /// <param name="cryptography">Makes the key.</param>
    /// <param name="fault">Why not; null when the key is returned.</param>
    public static SigningKey? ReadIdentity(
        string file, InputFiles files, ICryptography cryptography, out FolderFault? fault) =>
        Read(file, files, secret => cryptography.CreateIdentityKey(secret), out fault);

    /// <summary>Reads a token that requests must bring, of 16 characters at least.</summary>
    /// <param name="file">Its owner alone has access.</param>
    /// <param name="files">Reads it.</param>
    /// <param name="fault">Why not; null when the token is returned.</param>
    public static string? ReadToken(string file, InputFiles files, out FolderFault? fault)
    {
        ArgumentNullException.ThrowIfNull(files);
        try
        {
            var token = files.ReadText(file, TokenLengthMax).Trim();
            fault = ModeFault(file) ?? (token.Length >= TokenLengthMin
                ? null
                : new FolderFault.Damaged(file, $"a token has {TokenLengthMin} characters at least"));
            return fault is null ? token : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            fault = new FolderFault.Unusable(file, failure.Message);
            return null;
        }
    }

    /// <summary>Whether others than its owner have access to a file.</summary>
    internal static FolderFault? ModeFault(string file)
    {
        if (OperatingSystem.IsWindows())
            return null;
        var target = new FileInfo(file).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file;
        var mode = File.GetUnixFileMode(target);
        return (mode & ~DurableFile.Secret) == 0
            ? null
            : new FolderFault.SecretIsOpen(file, Convert.ToString((int)mode, 8));
    }

    private static T? Read<T>(string file, InputFiles files, Func<byte[], T> use, out FolderFault? fault)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(files);
        byte[] text = [];
        var secret = GC.AllocateArray<byte>(Bytes32.Length, pinned: true);
        try
        {
            text = files.ReadWhole(file, BytesMax);
            fault = ModeFault(file);
            if (fault is not null)
                return null;
            var digits = text.AsSpan().TrimEnd("\r\n"u8);
            if (digits.Length == DigitsLength
                && Convert.FromHexString(digits, secret, out _, out _) == OperationStatus.Done)
            {
                if (secret.Distinct().Count() >= DifferentMin)
                    return use(secret);
                fault = new FolderFault.Damaged(file, "it holds no random bytes, but a sample");
                return null;
            }

            fault = new FolderFault.Damaged(file, $"a secret is {DigitsLength} hexadecimal digits on one line");
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            fault = new FolderFault.Unusable(file, wrong.Message);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
            CryptographicOperations.ZeroMemory(secret);
        }

        return null;
    }
}
