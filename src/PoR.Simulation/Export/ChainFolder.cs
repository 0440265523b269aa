using System.Globalization;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Genesis;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Simulation.Export;

/// <summary>
/// A chain as files: <c>genesis.por</c>, a <c>000001.por</c> for each round, and <c>head.por</c>; all canonical bytes.
/// </summary>
public static class ChainFolder
{
    /// <summary>The <see cref="GenesisDocument"/>.</summary>
    public const string GenesisFile = "genesis.por";

    /// <summary>The <see cref="ChainHead"/>.</summary>
    public const string HeadFile = "head.por";

    /// <summary>How the name of every file of a chain ends.</summary>
    public const string Extension = ".por";

    /// <summary>No file of a chain is longer: 256 MiB, which a genesis of two million accounts fills.</summary>
    public const int FileBytesMax = 1 << 28;

    private const int DigitsMin = 6;

    /// <summary>The file of a round's <see cref="CertifiedBlock"/>: its number, of six digits or more.</summary>
    public static string FileOf(long round) =>
        round.ToString(CultureInfo.InvariantCulture).PadLeft(DigitsMin, '0') + Extension;

    /// <summary>The round that a block's file name states; null for any other name.</summary>
    public static long? RoundOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.EndsWith(Extension, StringComparison.Ordinal)
            && long.TryParse(
                name.AsSpan(0, name.Length - Extension.Length), NumberStyles.None, CultureInfo.InvariantCulture,
                out var round)
            && round > 0 && FileOf(round) == name
                ? round
                : null;
    }

    /// <summary>Writes a chain; an earlier chain in this folder is replaced as a whole.</summary>
    /// <param name="directory">The chain's folder; all that it holds is removed.</param>
    /// <param name="genesis">Of the chain.</param>
    /// <param name="chain">Blocks with certificates, from round 1 on.</param>
    /// <returns>Null when all was written, else one sentence that says what failed.</returns>
    /// <remarks>The files are written beside it and the folder renamed, so that no half chain is left.</remarks>
    public static string? Write(string directory, GenesisDocument genesis, IReadOnlyList<CertifiedBlock> chain)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(genesis);
        ArgumentNullException.ThrowIfNull(chain);
        var temporary = Path.TrimEndingDirectorySeparator(directory) + ".tmp";
        try
        {
            Remove(temporary);
            Directory.CreateDirectory(temporary);
            WriteFiles(temporary, genesis, chain);
            Remove(directory);
            Directory.Move(temporary, directory);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"The chain could not be written to {directory}: {fault.Message}";
        }
        finally
        {
            RemoveQuietly(temporary);
        }
    }

    private static void WriteFiles(string directory, GenesisDocument genesis, IReadOnlyList<CertifiedBlock> chain)
    {
        File.WriteAllBytes(Path.Combine(directory, GenesisFile), CanonicalBytes.Of(genesis));
        var last = genesis.BlockDigest;
        for (var i = 0; i < chain.Count; i++)
        {
            // A chain may make each block anew when it is read.
            var block = chain[i];
            if (block.Block.Header.Round.Number != i + 1)
                throw new ArgumentException("A chain has every round from 1 on, in order.", nameof(chain));
            File.WriteAllBytes(Path.Combine(directory, FileOf(i + 1)), CanonicalBytes.Of(block));
            last = block.Block.Digest;
        }

        var head = new ChainHead(genesis.Network, new Round(chain.Count), last);
        File.WriteAllBytes(Path.Combine(directory, HeadFile), CanonicalBytes.Of(head));
    }

    private static void Remove(string directory)
    {
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
    }

    private static void RemoveQuietly(string directory)
    {
        try
        {
            Remove(directory);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Only the first fault is told. Files that remain have temporary names.
            return;
        }
    }
}

/// <summary>Where an exported chain ends, so that a missing last block is noticed.</summary>
/// <param name="Network">Digest of its genesis.</param>
/// <param name="Round">Of the last block; 0 for a chain that has none.</param>
/// <param name="Block">H(B^r) of the last block; that of genesis for a chain without blocks.</param>
internal sealed record ChainHead(NetworkId Network, Round Round, BlockDigest Block) : ICanonical<ChainHead>
{
    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Fixed(Network.Bytes);
        writer.Int64(Round.Number);
        writer.Fixed(Block.Bytes);
    }

    /// <inheritdoc/>
    public static ChainHead? Read(ref CanonicalReader reader)
    {
        var head = new ChainHead(
            new NetworkId(reader.Fixed32()), new Round(reader.Int64()), new BlockDigest(reader.Fixed32()));
        if (head.Round.Number < 0)
            reader.Fail("a round must be 0 or more.");
        return reader.Fault is null ? head : null;
    }
}
