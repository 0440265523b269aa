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
    private readonly ILookup<NodeId, int> _residents;
    private readonly Func<int, ParticipantKeys> _newKeys;

    private Population(
        ImmutableArray<ParticipantKeys> keys, ImmutableArray<NodeId> nodes, GenesisDocument genesis,
        Func<int, ParticipantKeys> newKeys)
    {
        (Keys, Nodes, Genesis, _newKeys) = (keys, nodes, genesis, newKeys);
        _residents = Enumerable.Range(0, nodes.Length).ToLookup(number => nodes[number]);
    }

    /// <summary>
    /// As they are on the machines now, by number, 0 and up; newcomers are the last. One-time keys that have signed are
    /// gone, as far as the present life of a machine has come.
    /// </summary>
    public ImmutableArray<ParticipantKeys> Keys { get; private set; }

    /// <summary>Where each participant lives.</summary>
    public ImmutableArray<NodeId> Nodes { get; }

    /// <summary>Common knowledge.</summary>
    public GenesisDocument Genesis { get; }

    /// <summary>The numbers of those who live on a node, ascending.</summary>
    public IEnumerable<int> LivingOn(NodeId node) => _residents[node];

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
        ParticipantKeys NewKeys(int number) => SimulatedKeys.Of(cryptography, seed, number);
        Parallel.For(
            0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => keys[i] = NewKeys(i));
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
        return new Population([.. keys], [.. nodes], genesis, NewKeys);
    }

    /// <summary>After a crash a machine has the one-time keys of the beginning: journals say which are spent.</summary>
    /// <returns>The keys of those who live there.</returns>
    internal ImmutableArray<ParticipantKeys> Restore(NodeId node)
    {
        var restored = LivingOn(node).ToDictionary(static number => number, _newKeys);
        Keys = [.. Keys.Select((keys, number) => restored.GetValueOrDefault(number, keys))];
        return [.. LivingOn(node).Select(number => restored[number])];
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
