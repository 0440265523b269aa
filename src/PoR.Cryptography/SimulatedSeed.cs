using System.Buffers.Binary;
using System.Collections.Immutable;
using PoR.Core.Bytes;
using PoR.Core.Hashing;
using PoR.Cryptography.Vrf;

namespace PoR.Cryptography;

/// <summary>
/// The seed of one key of a simulated participant: 32 bytes that follow from the run's seed, the participant's
/// number and the key's purpose.
/// </summary>
/// <remarks>
/// Whoever knows the seed of a run can compute its keys, so these keys need no constant-time code. A key made here is
/// the only one that is evaluated in variable time. The type is made from numbers alone, never from 32 bytes, so no
/// key that somebody keeps secret can take this way; and only <c>PoR.Simulation</c> can see it.
/// </remarks>
internal sealed class SimulatedSeed
{
    private readonly ImmutableArray<byte> _bytes;

    private SimulatedSeed(ImmutableArray<byte> bytes) => _bytes = bytes;

    /// <summary>What a key is for.</summary>
    internal enum Purpose : byte
    {
        /// <summary>Signs the account's transactions.</summary>
        Account = 1,

        /// <summary>Draws the participant's seats.</summary>
        Vrf = 2,

        /// <summary>The root of one-time keys.</summary>
        OneTime = 3,
    }

    /// <summary>32 bytes.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes.AsSpan();

    /// <summary>The seed of one key.</summary>
    /// <param name="run">The run's seed.</param>
    /// <param name="participant">0 and up.</param>
    /// <param name="purpose">What the key is for.</param>
    internal static SimulatedSeed Of(ulong run, int participant, Purpose purpose)
    {
        Span<byte> input = stackalloc byte[13];
        BinaryPrimitives.WriteUInt64BigEndian(input, run);
        BinaryPrimitives.WriteInt32BigEndian(input[8..], participant);
        input[12] = (byte)purpose;
        return new SimulatedSeed([.. DomainHash.Of(HashDomain.SimulatedKey, input).Bytes.ToArray()]);
    }

    /// <summary>The VRF key that <paramref name="cryptography"/> makes of this seed, evaluated faster.</summary>
    internal VrfSecretKey CreateVrfKey(ICryptography cryptography)
    {
        if (cryptography.IsInsecureModel)
            return cryptography.CreateVrfKey(Bytes);

        Span<byte> publicKey = stackalloc byte[Bytes32.Length];
        var secret = new SimulatedEcvrfSecret(this, publicKey);
        return new VrfSecretKey(publicKey, secret);
    }
}
