using PoR.Actors.Participants;
using PoR.Cryptography;
using PoR.Cryptography.OneTime;

namespace PoR.Simulation.Worlds;

/// <summary>Keys of simulated participants: a function of the run's seed and the participant's number.</summary>
public static class SimulatedKeys
{
    /// <summary>
    /// Makes one participant's keys. Anybody who knows the seed of a run can: they are for simulation only.
    /// </summary>
    public static ParticipantKeys Of(ICryptography cryptography, ulong seed, int participant) => new(
        cryptography.CreateSigningKey(SimulatedSeed.Of(seed, participant, SimulatedSeed.Purpose.Account).Bytes),
        SimulatedSeed.Of(seed, participant, SimulatedSeed.Purpose.Vrf).CreateVrfKey(cryptography),
        OneTimeKeys.Create(
            cryptography, SimulatedSeed.Of(seed, participant, SimulatedSeed.Purpose.OneTime).Bytes));
}
