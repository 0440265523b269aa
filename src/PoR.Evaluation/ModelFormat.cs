using System.Buffers.Binary;
using System.Security.Cryptography;
using PoR.Core.Bytes;
using PoR.Core.Hashing;

namespace PoR.Evaluation;

/// <summary>The bytes of a model: strict in, exact out.</summary>
/// <remarks>
/// Little-endian: magic "PoR-EVAL" (8 bytes); format version (2); tokenizer version (2); bucket
/// bits (1); known-word bits (1); two zero bytes; bias (4); offset (4); 100 thresholds, ascending
/// (400); 2^bits weights (1 each); 2^known bits of the known-word filter (8 to a byte); SHA-256 of
/// all before.
/// </remarks>
internal static class ModelFormat
{
    /// <summary>Version of this layout.</summary>
    public const ushort FormatVersion = 1;

    /// <summary>
    /// Version of folding, tokens, features and arithmetic. A change to any of them needs a higher version and a newly
    /// trained model.
    /// </summary>
    public const ushort TokenizerVersion = 1;

    /// <summary>Thresholds of a model: score s is reached at threshold s − 1.</summary>
    public const int Thresholds = 100;

    /// <summary>Least and greatest number of bucket bits.</summary>
    public const int MinBits = 8, MaxBits = 22;

    /// <summary>Greatest offset, either way, so that no sum overflows.</summary>
    public const int OffsetMax = 1 << 16;

    private const int HeaderBytes = 24;
    private const int WeightsOffset = HeaderBytes + Thresholds * 4;

    private static ReadOnlySpan<byte> Magic => "PoR-EVAL"u8;

    /// <summary>Reads a model.</summary>
    /// <exception cref="InvalidDataException">
    /// The bytes are no model of this version, or were changed; the message says which.
    /// </exception>
    public static EvaluationModel Read(ReadOnlySpan<byte> bytes)
    {
        Require(bytes.Length >= WeightsOffset + SHA256.HashSizeInBytes, "it is cut short");
        Require(bytes.StartsWith(Magic), "it does not start with its magic");
        var format = BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        Require(format == FormatVersion, $"its format is {format}, not {FormatVersion}");
        var tokenizer = BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]);
        Require(
            tokenizer == TokenizerVersion,
            $"its tokenizer version is {tokenizer}, not {TokenizerVersion}");
        int bits = bytes[12], knownBits = bytes[13];
        Require(bits is >= MinBits and <= MaxBits, $"it names {bits} bucket bits");
        Require(knownBits is >= MinBits and <= MaxBits, $"it names {knownBits} known-word bits");
        Require(bytes[14] == 0 && bytes[15] == 0, "its reserved bytes are not zero");
        var (weights, known) = (1 << bits, 1 << (knownBits - 3));
        var length = WeightsOffset + weights + known + SHA256.HashSizeInBytes;
        Require(bytes.Length == length, $"it has {bytes.Length} bytes where {length} are due");

        var content = bytes[..^SHA256.HashSizeInBytes];
        var digest = SHA256.HashData(content);
        Require(digest.AsSpan().SequenceEqual(bytes[content.Length..]), "its SHA-256 differs");
        return new EvaluationModel(
            bits,
            knownBits,
            BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
            ReadOffset(bytes),
            ReadThresholds(bytes[HeaderBytes..WeightsOffset]),
            [.. System.Runtime.InteropServices.MemoryMarshal.Cast<byte, sbyte>(
                bytes.Slice(WeightsOffset, weights))],
            bytes.Slice(WeightsOffset + weights, known).ToArray(),
            new Digest(new Bytes32(digest)));
    }

    /// <summary>Writes the bytes of a model.</summary>
    public static byte[] Write(
        int bits, int knownBits, int bias, int offset, ReadOnlySpan<int> thresholds,
        ReadOnlySpan<sbyte> weights, ReadOnlySpan<byte> known)
    {
        var size = WeightsOffset + weights.Length + known.Length;
        var bytes = new byte[size + SHA256.HashSizeInBytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), FormatVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(10), TokenizerVersion);
        bytes[12] = (byte)bits;
        bytes[13] = (byte)knownBits;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), bias);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(20), offset);
        for (var i = 0; i < Thresholds; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(HeaderBytes + 4 * i), thresholds[i]);
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(weights)
            .CopyTo(bytes.AsSpan(WeightsOffset));
        known.CopyTo(bytes.AsSpan(WeightsOffset + weights.Length));
        SHA256.HashData(bytes.AsSpan(0, size), bytes.AsSpan(size));
        return bytes;
    }

    private static int ReadOffset(ReadOnlySpan<byte> bytes)
    {
        var offset = BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]);
        Require(offset is >= -OffsetMax and <= OffsetMax, $"its offset is {offset}");
        return offset;
    }

    private static int[] ReadThresholds(ReadOnlySpan<byte> bytes)
    {
        var thresholds = new int[Thresholds];
        for (var i = 0; i < Thresholds; i++)
        {
            thresholds[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]);
            Require(i == 0 || thresholds[i] >= thresholds[i - 1], "its thresholds do not ascend");
        }
        return thresholds;
    }

    private static void Require(bool condition, string fault)
    {
        if (!condition)
            throw new InvalidDataException($"This is no evaluation model: {fault}.");
    }
}
