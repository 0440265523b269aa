using System.Collections.Immutable;
using AkkaSimulation;
using PoR.Actors;
using PoR.Actors.Participants;
using PoR.Configuration.Profiles;
using PoR.Core.Genesis;
using PoR.Core.Hashing;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Evaluation;

namespace PoR.Simulation.Worlds;

/// <summary>
/// The participants of a run: their keys, their nodes, and the genesis that knows them all but the newcomers.
/// </summary>
public sealed class Population
{
    private Population(
        ImmutableArray<ParticipantKeys> keys, ImmutableArray<NodeId> nodes, GenesisDocument genesis)
    {
        Keys = keys;
        Nodes = nodes;
        Genesis = genesis;
    }

    /// <summary>By number, 0 and up; newcomers are the last.</summary>
    public ImmutableArray<ParticipantKeys> Keys { get; }

    /// <summary>Where each participant lives.</summary>
    public ImmutableArray<NodeId> Nodes { get; }

    /// <summary>Common knowledge.</summary>
    public GenesisDocument Genesis { get; }

    /// <summary>Makes all keys, on as many threads as the run may use, and the genesis.</summary>
    /// <param name="settings">Of the run.</param>
    /// <param name="cryptography">Makes the keys.</param>
    /// <param name="threads">1 and up.</param>
    /// <param name="own">Rules in the place of Proof of Review's; null: there are none.</param>
    public static Population Create(
        SimulationSettings settings, ICryptography cryptography, int threads, OwnRules? own = null)
    {
        var count = settings.Population.Participants + settings.Population.Newcomers;
        var seed = (ulong)settings.Run.Seed;
        var keys = new ParticipantKeys[count];
        Parallel.For(
            0, count, new ParallelOptions { MaxDegreeOfParallelism = threads },
            i => keys[i] = SimulatedKeys.Of(cryptography, seed, i));
        var accounts = keys.Take(settings.Population.Participants)
            .Select((k, i) => AccountOf(settings, k, i)).OrderBy(a => a.Key);
        var genesis = new GenesisDocument(
            $"simulation {settings.Profile}"[..Math.Min(64, settings.Profile.Length + 11)],
            settings.Protocol,
            EvaluationModel.Embedded.Digest,
            cryptography.IsInsecureModel,
            new Seed(DomainHash.Of(HashDomain.SimulatedKey, BitConverter.GetBytes(seed)).Bytes),
            new Timestamp(0),
            [.. accounts],
            own);
        var nodes = Enumerable.Range(0, count).Select(i => new NodeId(i % settings.Population.Nodes));
        return new Population([.. keys], [.. nodes], genesis);
    }

    /// <summary>The first ones are blacklisted, the next ones begin below the minimum stake.</summary>
    private static GenesisAccount AccountOf(SimulationSettings settings, ParticipantKeys keys, int number)
    {
        var population = settings.Population;
        var isBlacklisted = number < population.BlacklistedAtStart;
        var isLow = !isBlacklisted
            && number < population.BlacklistedAtStart + population.BelowMinimumStakeAtStart;
        var draw = RandomStream.Of((ulong)settings.Run.Seed, $"reputation/{number}");
        var spread = population.ReputationMax - population.ReputationMin + 1;
        return new GenesisAccount(
            keys.PublicKey,
            keys.Vrf.PublicKey,
            keys.OneTime.Root,
            isLow ? population.ReputationBelowMinimumStake : population.ReputationMin + draw.Next(spread),
            InitialBalance,
            new Round(isBlacklisted ? settings.Protocol.BlacklistRounds : 0));
    }

    private const ulong InitialBalance = 1_000;
}
