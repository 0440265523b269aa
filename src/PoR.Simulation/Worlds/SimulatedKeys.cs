using System.Buffers.Binary;
using PoR.Actors.Participants;
using PoR.Core.Hashing;
using PoR.Cryptography;
using PoR.Cryptography.OneTime;

namespace PoR.Simulation.Worlds;

/// <summary>Keys of simulated participants: a function of the run's seed and the participant's number.</summary>
public static class SimulatedKeys
{
    private enum Purpose : byte
    {
        Account = 1,
        Vrf = 2,
        OneTime = 3,
    }

    /// <summary>
    /// Makes one participant's keys. Anybody who knows the seed of a run can: they are for simulation only.
    /// </summary>
    public static ParticipantKeys Of(ICryptography cryptography, ulong seed, int participant) => new(
        cryptography.CreateSigningKey(Secret(seed, participant, Purpose.Account)),
        cryptography.CreateVrfKey(Secret(seed, participant, Purpose.Vrf)),
        OneTimeKeys.Create(cryptography, Secret(seed, participant, Purpose.OneTime)));

    private static byte[] Secret(ulong seed, int participant, Purpose purpose)
    {
        Span<byte> input = stackalloc byte[13];
        BinaryPrimitives.WriteUInt64BigEndian(input, seed);
        BinaryPrimitives.WriteInt32BigEndian(input[8..], participant);
        input[12] = (byte)purpose;
        return DomainHash.Of(HashDomain.SimulatedKey, input).Bytes.ToArray();
    }
}
