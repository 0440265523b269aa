using PoR.Chain;
using PoR.Configuration.Files;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Genesis;
using PoR.Core.Identities;
using PoR.Core.Transactions;
using PoR.Evaluation;

namespace PoR.Simulation.Export;

/// <summary>Verifies an exported chain as a stranger would: from genesis, with nothing but the files.</summary>
/// <remarks>
/// The files are taken in the order of the chain, and the first fault is told. Names are checked too: a chain has
/// exactly the files that <see cref="ChainFolder"/> writes.
/// </remarks>
public sealed class ChainFolderCheck
{
    private readonly InputFiles _files;
    private readonly string _folder;
    private readonly SortedSet<string> _names;
    private readonly EvaluationModel _model;

    private ChainFolderCheck(string folder, EvaluationModel model, InputFiles files)
    {
        _files = files;
        _folder = folder;
        _model = model;
        _names = new SortedSet<string>(
            Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)),
            StringComparer.Ordinal);
    }

    /// <summary>Verifies the chain of a folder.</summary>
    /// <param name="directory">The chain's folder, or the run's folder that has it as <c>chain</c>.</param>
    /// <param name="model">The evaluation model at hand.</param>
    /// <param name="verified">Told how many rounds hold so far, and how many there are; may be null.</param>
    /// <param name="cancellation">Ends the work between two blocks.</param>
    /// <param name="holds">Told each block that holds, in order; may be null.</param>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public static ChainVerdict Verify(
        string directory,
        EvaluationModel model,
        Action<long, long>? verified,
        CancellationToken cancellation,
        Action<Block>? holds = null)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(model);
        try
        {
            return Find(directory) is { } folder
                ? new ChainFolderCheck(folder, model, new InputFiles(cancellation)).Run(verified, holds, cancellation)
                : new ChainVerdict.NoChain(Absence(directory));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new ChainVerdict.NoChain($"'{directory}' cannot be read: {fault.Message}");
        }
    }

    private static string? Find(string directory)
    {
        if (!Directory.Exists(directory))
            return null;
        var inner = Path.Combine(directory, "chain");
        return IsChain(directory, IsOfChain) ? directory
            : IsChain(inner, HasExtension) ? inner
            : IsChain(directory, HasExtension) ? directory
            : null;
    }

    private static bool IsChain(string directory, Func<string, bool> counts) =>
        Directory.Exists(directory)
        && Directory.EnumerateFileSystemEntries(directory).Any(path => counts(Path.GetFileName(path)));

    private static bool IsOfChain(string name) =>
        name is ChainFolder.GenesisFile or ChainFolder.HeadFile || ChainFolder.RoundOf(name) is not null;

    private static bool HasExtension(string name) =>
        name.EndsWith(ChainFolder.Extension, StringComparison.OrdinalIgnoreCase);

    private static string Absence(string directory) =>
        Directory.Exists(directory)
            ? $"'{directory}' holds no chain: neither files such as {ChainFolder.GenesisFile} nor a folder chain "
                + "with them."
            : File.Exists(directory)
                ? $"'{directory}' is a file: name the folder of a run or of a chain."
                : $"There is no folder '{directory}'.";

    private ChainVerdict Run(
        Action<long, long>? verified, Action<Block>? holds, CancellationToken cancellation)
    {
        var genesisBytes = Read(ChainFolder.GenesisFile, 0, out var broken);
        if (broken is not null)
            return broken;
        var genesis = CanonicalBytes.Decode<GenesisDocument>(genesisBytes, out var fault);
        if (genesis is null)
            return new ChainVerdict.Broken(ChainFolder.GenesisFile, 0, fault!);
        if (FaultOfNetwork(genesis) is { } foreign)
            return foreign;
        if (ChainVerifier.Start(genesisBytes, _model, out var start) is not { } verifier)
            return new ChainVerdict.Broken(ChainFolder.GenesisFile, 0, FaultSentences.Of(start!));

        var last = _names.Max(name => ChainFolder.RoundOf(name) ?? 0);
        var digests = new List<Place> { new(0, genesis.BlockDigest) };
        var (rounds, reviews) = (0L, 0L);
        while (_names.Contains(ChainFolder.FileOf(rounds + 1)))
        {
            cancellation.ThrowIfCancellationRequested();
            rounds++;
            var name = ChainFolder.FileOf(rounds);
            var bytes = Read(name, rounds, out broken);
            if (broken is not null)
                return broken;
            if (verifier.Append(bytes) is { } wrong)
                return new ChainVerdict.Broken(name, rounds, FaultSentences.Of(wrong));
            var block = CanonicalBytes.Decode<CertifiedBlock>(bytes, out _)!.Block;
            reviews += block.Payset.LongCount(entry => entry.Transaction.Body is Transaction.Review);
            holds?.Invoke(block);
            digests.Add(new(rounds, verifier.Branch.Tip));
            verified?.Invoke(rounds, last);
        }

        ChainVerdict? end = FaultOfEnd(genesis, digests, last) ?? FaultOfNames(rounds);
        return end ?? new ChainVerdict.Sound(genesis.Network, rounds, reviews, genesis.IsInsecureModel);
    }

    /// <summary>
    /// Whether genesis, first block and head are of one network. The check is cheap, and shows which of the three was
    /// changed, since the other two still agree.
    /// </summary>
    private ChainVerdict.Broken? FaultOfNetwork(GenesisDocument genesis)
    {
        var head = TryDecode<ChainHead>(ChainFolder.HeadFile);
        var first = TryDecode<CertifiedBlock>(ChainFolder.FileOf(1));
        var isOfHead = head is null || head.Network == genesis.Network;
        var isOfFirst = first is null || first.Block.Header.Parent == genesis.BlockDigest;
        if (isOfHead && isOfFirst)
            return null;
        if (first is not null && isOfFirst)
            return new(ChainFolder.HeadFile, 0, $"It is of the network {head!.Network}, not of {genesis.Network}.");
        if (head is not null && isOfHead)
            return new(
                ChainFolder.FileOf(1), 1,
                $"The block's parent is {first!.Block.Header.Parent}, not the genesis block.");
        return new(
            ChainFolder.GenesisFile, 0,
            $"This genesis makes the network {genesis.Network}, which is not the one that the other files name.");
    }

    private ChainVerdict.Broken? FaultOfEnd(GenesisDocument genesis, List<Place> chain, long last)
    {
        var rounds = chain[^1].Round;
        if (last > rounds)
            return new(
                ChainFolder.FileOf(rounds + 1), rounds + 1,
                $"The file is missing, and {ChainFolder.FileOf(last)} is there.");
        var bytes = Read(ChainFolder.HeadFile, rounds, out var broken);
        if (broken is not null)
            return broken;
        var head = CanonicalBytes.Decode<ChainHead>(bytes, out var fault);
        if (head is null)
            return new(ChainFolder.HeadFile, rounds, fault!);
        if (head.Network != genesis.Network)
            return new(ChainFolder.HeadFile, rounds, $"It is of the network {head.Network}, not of {genesis.Network}.");
        if (head.Round.Number == rounds && head.Block == chain[^1].Digest)
            return null;
        if (head.Round.Number > rounds && chain.TrueForAll(block => block.Digest != head.Block))
            return new(
                ChainFolder.FileOf(rounds + 1), rounds + 1,
                $"The file is missing: by {ChainFolder.HeadFile} the chain ends with round {head.Round}.");
        return head.Round.Number < rounds && chain[(int)head.Round.Number].Digest == head.Block
            ? new(
                ChainFolder.FileOf(head.Round.Number + 1), head.Round.Number + 1,
                $"The file is one too many: by {ChainFolder.HeadFile} the chain ends with round {head.Round}.")
            : new(
                ChainFolder.HeadFile, rounds,
                $"It names block {head.Block} of round {head.Round} as the last; "
                + $"the chain ends with {chain[^1].Digest} of round {rounds}.");
    }

    private ChainVerdict.Broken? FaultOfNames(long rounds) =>
        _names.FirstOrDefault(name => !IsOfChain(name)) is { } stranger
            ? new(stranger, rounds, "No file of a chain has this name.")
            : null;

    private T? TryDecode<T>(string name)
        where T : class, ICanonical<T>
    {
        if (!_names.Contains(name))
            return null;
        var bytes = Read(name, 0, out var broken);
        return broken is null ? CanonicalBytes.Decode<T>(bytes, out _) : null;
    }

    /// <summary>A file's bytes; none when it is broken.</summary>
    private byte[] Read(string name, long round, out ChainVerdict.Broken? broken)
    {
        broken = null;
        try
        {
            return _files.ReadWhole(Path.Combine(_folder, name), ChainFolder.FileBytesMax);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            broken = new ChainVerdict.Broken(name, round, "The file is missing.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            broken = new ChainVerdict.Broken(name, round, $"The file cannot be read: {fault.Message}");
        }

        return [];
    }

    private readonly record struct Place(long Round, BlockDigest Digest);
}

/// <summary>What verifying a folder gave. Closed: every case is nested here.</summary>
public abstract record ChainVerdict
{
    private ChainVerdict() { }

    /// <summary>The chain holds, from genesis to its head.</summary>
    /// <param name="Network">Digest of its genesis.</param>
    /// <param name="Rounds">How many blocks it has.</param>
    /// <param name="Reviews">Reviews in its blocks.</param>
    /// <param name="IsInsecureModel">True when its signatures are the insecure stand-in and prove nothing.</param>
    public sealed record Sound(NetworkId Network, long Rounds, long Reviews, bool IsInsecureModel) : ChainVerdict;

    /// <summary>It was a chain, and something was changed.</summary>
    /// <param name="File">The file at fault, without its folder.</param>
    /// <param name="Round">The round in which it was seen; 0 for genesis.</param>
    /// <param name="Reason">One sentence.</param>
    public sealed record Broken(string File, long Round, string Reason) : ChainVerdict;

    /// <summary>There is no chain at all.</summary>
    /// <param name="Reason">One sentence that names the folder.</param>
    public sealed record NoChain(string Reason) : ChainVerdict;
}
