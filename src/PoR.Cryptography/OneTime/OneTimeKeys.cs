using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Cryptography.OneTime;

/// <summary>A participant's keys that sign once each, one for every round and step (PoR §6.1).</summary>
/// <remarks>
/// D28: forward-secure. A node of the key tree certifies its children when it is first
/// entered and then forgets its own secret; children are erased when they are passed or entered. So
/// what is kept at any time can neither derive the key of a used slot nor certify another one for it.
/// Slots can only be used in the order of (round, step). Not thread safe: it belongs to one participant.
/// </remarks>
public sealed class OneTimeKeys : IDisposable
{
    /// <summary>Length of the seed in bytes.</summary>
    public const int SeedLength = SigningKey.SeedLength;

    private readonly ICryptography _cryptography;
    private readonly List<OneTimeLevel> _levels = [];
    private SigningKey? _unopenedRoot;
    private OneTimePath? _last;
    private bool _isDisposed;

    private OneTimeKeys(ICryptography cryptography, OneTimeRootKey root)
    {
        _cryptography = cryptography;
        Root = root;
    }

    /// <summary>What is registered on the ledger.</summary>
    public OneTimeRootKey Root { get; }

    /// <summary>The round of the last signature; 0 before the first.</summary>
    public Round LastRound { get; private set; }

    /// <summary>The step of the last signature; 0 before the first.</summary>
    public Step LastStep { get; private set; }

    /// <summary>Keys from a seed. One key pair is made now, the others when they are needed.</summary>
    /// <param name="cryptography">Makes and uses the keys.</param>
    /// <param name="seed">32 secret bytes. The caller must erase its copy: it revives every key.</param>
    /// <exception cref="ArgumentException"><paramref name="seed"/> is not 32 bytes long.</exception>
    public static OneTimeKeys Create(ICryptography cryptography, ReadOnlySpan<byte> seed)
    {
        var root = cryptography.CreateSigningKey(seed);
        return new OneTimeKeys(cryptography, new OneTimeRootKey(root.PublicKey.Bytes))
        {
            _unopenedRoot = root,
        };
    }

    /// <summary>Restores what <see cref="Export"/> gave.</summary>
    /// <param name="cryptography">The implementation that made the keys.</param>
    /// <param name="bytes">The whole export.</param>
    /// <exception cref="FormatException">The bytes are no export of keys of this implementation.</exception>
    public static OneTimeKeys Import(ICryptography cryptography, ReadOnlySpan<byte> bytes)
    {
        var record = OneTimeKeysRecord.Read(cryptography, bytes);
        var keys = new OneTimeKeys(cryptography, record.Root) { _unopenedRoot = record.UnopenedRoot };
        if (record.UnopenedRoot is null)
        {
            keys.Note(record.LastRound, record.LastStep);
            keys._levels.AddRange(record.Levels);
        }

        return keys;
    }

    /// <summary>Whether the slot's key is still there: it lies after the last one that was used.</summary>
    public bool CanSign(Round round, Step step) =>
        !_isDisposed && OneTimePath.Exists(round, step)
        && (round > LastRound || (round == LastRound && step > LastStep));

    /// <summary>Signs with the slot's key and destroys it, and all keys before it, before it returns.</summary>
    /// <param name="round">From 1.</param>
    /// <param name="step">From 1.</param>
    /// <param name="message">What is signed. It should name round and step itself.</param>
    /// <returns>The signature and its chain. The caller stores both before anything is sent.</returns>
    /// <exception cref="OneTimeKeyUsedException">The slot, or a later one, has been used.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such round or step.</exception>
    public OneTimeSignature Sign(Round round, Step step, ReadOnlySpan<byte> message)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!OneTimePath.Exists(round, step))
            throw new ArgumentOutOfRangeException(nameof(round), $"No leaf for round {round}, step {step}.");
        if (!CanSign(round, step))
            throw new OneTimeKeyUsedException(round, step, LastRound, LastStep);

        Signature signature;
        using (var leaf = Enter(OneTimePath.Of(round, step)))
        {
            Note(round, step);
            signature = _cryptography.Sign(leaf, message);
        }

        var chain = ImmutableArray.CreateBuilder<KeyLink>(_levels.Count);
        foreach (var level in _levels)
            chain.Add(level.TakenLink);
        return new OneTimeSignature(signature, chain.MoveToImmutable());
    }

    /// <summary>Destroys the slot's key, and all keys before it, unused: recovery repeats what was signed so.</summary>
    /// <param name="round">From 1.</param>
    /// <param name="step">From 1.</param>
    /// <remarks>Nothing happens where the key is gone already.</remarks>
    public void Spend(Round round, Step step)
    {
        if (!CanSign(round, step))
            return;
        Enter(OneTimePath.Of(round, step)).Dispose();
        Note(round, step);
    }

    /// <summary>The kept secrets and certificates as bytes, for <see cref="Import"/> after a restart.</summary>
    /// <remarks>
    /// Secret. The store must overwrite the export that it replaces: an old one revives used keys.
    /// </remarks>
    public byte[] Export()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return new OneTimeKeysRecord(Root, LastRound, LastStep, _unopenedRoot, [.. _levels])
            .ToBytes(_cryptography);
    }

    /// <summary>Erases every secret.</summary>
    public void Dispose()
    {
        _unopenedRoot?.Dispose();
        foreach (var level in _levels)
            level.Erase();
        _isDisposed = true;
    }

    /// <summary>Every secret that is kept, with its place in the tree: for tests of forward security.</summary>
    internal IEnumerable<(byte[] Place, SigningKey Secret)> KeptSecrets()
    {
        if (_unopenedRoot is not null)
            yield return ([], _unopenedRoot);

        for (var depth = 0; depth < _levels.Count; depth++)
        {
            foreach (var (place, child) in _levels[depth].Kept)
                yield return ([.. _last!.Children[..depth], (byte)place], child.Secret);
        }
    }

    /// <summary>Opens the nodes on the way, closes those that it leaves, and hands out the leaf's secret.</summary>
    private SigningKey Enter(OneTimePath path)
    {
        var shared = _last is null ? 0 : path.Children.CommonPrefixLength(_last.Children);
        for (var depth = _levels.Count - 1; depth > shared; depth--)
        {
            _levels[depth].Erase();
            _levels.RemoveAt(depth);
        }

        var secret = _unopenedRoot;
        for (var depth = shared; depth < path.Length; depth++)
        {
            if (depth == _levels.Count)
                _levels.Add(Open(path, depth, secret!));
            secret = _levels[depth].Take(path.Children[depth]);
        }

        _unopenedRoot = null;
        return secret!;
    }

    /// <summary>Makes and certifies the children of a node from the one on the way, and erases its secret.</summary>
    private OneTimeLevel Open(OneTimePath path, int depth, SigningKey secret)
    {
        var children = new OneTimeChild?[path.ChildCount(depth)];
        Span<byte> seed = stackalloc byte[SeedLength];
        Span<byte> digest = stackalloc byte[Bytes32.Length];

        // Children before the one that is taken are skipped, since their slots are already in the past.
        for (var place = path.Children[depth]; place < children.Length; place++)
        {
            secret.DeriveSeed(place, seed);
            var child = _cryptography.CreateSigningKey(seed);
            var key = child.PublicKey.Bytes;
            path.WriteLinkDigest(depth, place, key, digest);
            children[place] = new OneTimeChild(
                new KeyLink(key, _cryptography.Sign(secret, digest)), child);
        }

        System.Security.Cryptography.CryptographicOperations.ZeroMemory(seed);
        secret.Dispose();
        return new OneTimeLevel(children);
    }

    private void Note(Round round, Step step)
    {
        LastRound = round;
        LastStep = step;
        _last = OneTimePath.Of(round, step);
    }
}
