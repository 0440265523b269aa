using System.Collections.Immutable;
using System.Security.Cryptography;
using PoR.Actors.Participants;
using PoR.Core.Canonical;
using PoR.Cryptography;
using PoR.Cryptography.OneTime;

namespace PoR.Node.Folders;

/// <summary>
/// Secret keys of a network's peers and participants. One-time keys stand in it as far as they are not used: each
/// time it is stored, what has been used is no longer in it.
/// </summary>
internal sealed class KeyFile
{
    private const byte Version = 1;
    private const int SeedLength = SigningKey.SeedLength;
    private const int PeersMax = 10_000;
    private const int ParticipantsMax = 1_000_000;
    private const int OneTimeBytesMax = 64 * 1024;

    private readonly ImmutableArray<byte[]> _peers;
    private readonly ImmutableArray<(byte[] Account, byte[] Vrf)> _seeds;

    private KeyFile(
        ImmutableArray<byte[]> peers,
        ImmutableArray<(byte[] Account, byte[] Vrf)> seeds,
        ImmutableArray<OneTimeKeys> oneTime,
        ICryptography cryptography)
    {
        (_peers, _seeds) = (peers, seeds);
        Peers = [.. peers.Select(seed => cryptography.CreateIdentityKey(seed)).OrderBy(key => key.PublicKey)];
        Participants =
        [
            .. seeds.Zip(oneTime, (seed, keys) => new ParticipantKeys(
                cryptography.CreateSigningKey(seed.Account), cryptography.CreateVrfKey(seed.Vrf), keys)),
        ];
    }

    /// <summary>Identities, in ascending order: a peer's index is its place here.</summary>
    public ImmutableArray<SigningKey> Peers { get; }

    /// <summary>Who lives on these peers.</summary>
    public ImmutableArray<ParticipantKeys> Participants { get; }

    /// <summary>New keys, by the system's secure generator.</summary>
    public static KeyFile Create(ICryptography cryptography, int peers, int participants)
    {
        var oneTime = Enumerable.Range(0, participants).Select(_ =>
        {
            var seed = RandomNumberGenerator.GetBytes(SeedLength);
            var keys = OneTimeKeys.Create(cryptography, seed);
            CryptographicOperations.ZeroMemory(seed);
            return keys;
        });
        return new KeyFile(
            [.. Enumerable.Range(0, peers).Select(_ => RandomNumberGenerator.GetBytes(SeedLength))],
            [
                .. Enumerable.Range(0, participants).Select(_ => (
                    RandomNumberGenerator.GetBytes(SeedLength), RandomNumberGenerator.GetBytes(SeedLength))),
            ],
            [.. oneTime],
            cryptography);
    }

    /// <summary>Reads what <see cref="ToBytes"/> gave.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="cryptography">Makes the keys.</param>
    /// <param name="fault">What is wrong; null when the keys are returned.</param>
    public static KeyFile? Read(ReadOnlySpan<byte> bytes, ICryptography cryptography, out string? fault)
    {
        var reader = new CanonicalReader(bytes);
        if (reader.Byte() != Version)
            reader.Fail($"the first byte of a key file must be {Version}.");
        var peers = ImmutableArray.CreateBuilder<byte[]>();
        for (var left = reader.Count(PeersMax); left > 0 && reader.Fault is null; left--)
            peers.Add(reader.Fixed32().ToArray());
        var seeds = ImmutableArray.CreateBuilder<(byte[] Account, byte[] Vrf)>();
        var oneTime = ImmutableArray.CreateBuilder<OneTimeKeys>();
        try
        {
            for (var left = reader.Count(ParticipantsMax); left > 0 && reader.Fault is null; left--)
            {
                seeds.Add((reader.Fixed32().ToArray(), reader.Fixed32().ToArray()));
                oneTime.Add(OneTimeKeys.Import(cryptography, reader.Bytes(OneTimeBytesMax)));
            }
        }
        catch (FormatException wrong)
        {
            reader.Fail(wrong.Message);
        }

        if (!reader.IsComplete)
            reader.Fail($"{reader.Remaining} bytes are left over.");
        fault = reader.Fault;
        return fault is null
            ? new KeyFile(peers.ToImmutable(), seeds.ToImmutable(), oneTime.ToImmutable(), cryptography)
            : null;
    }

    /// <summary>The file's content, with one-time keys as far as they are not used.</summary>
    public byte[] ToBytes()
    {
        var writer = new CanonicalWriter();
        writer.Byte(Version);
        writer.Int32(_peers.Length);
        foreach (var seed in _peers)
            writer.Raw(seed);
        writer.Int32(_seeds.Length);
        for (var i = 0; i < _seeds.Length; i++)
        {
            writer.Raw(_seeds[i].Account);
            writer.Raw(_seeds[i].Vrf);
            writer.Bytes(Participants[i].OneTime.Export());
        }

        return writer.ToArray();
    }
}
