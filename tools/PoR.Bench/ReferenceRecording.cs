using System.Globalization;
using System.Security.Cryptography;
using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Actors.Services;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Simulation.Checks;
using PoR.Simulation.Runs;
using PoR.Simulation.Worlds;

namespace PoR.Bench;

/// <summary>
/// Records what networks do on this host, without any modelled cost of work, so that the same actors on another host
/// can be held against it: blocks, facts, times and letters of seeded runs.
/// </summary>
/// <remarks>
/// A run ends at the first whole virtual second at which all nodes have decided the last round; letters that crossed
/// nodes are counted until then, facts only of the rounds recorded.
/// </remarks>
public static class ReferenceRecording
{
    private const string Header =
        "profile\tseed\trounds\tchain\tforks\tseconds\tletters\trefused\tdecidedTicks\tfacts";

    /// <summary>Writes the recording of all runs.</summary>
    /// <param name="output">A line for each run.</param>
    /// <param name="file">What the output is called, for the command that its first line names.</param>
    public static async Task WriteAsync(TextWriter output, string file)
    {
        await output.WriteLineAsync($"# dotnet run -c Release --project tools/PoR.Bench -- reference {file}")
            .ConfigureAwait(false);
        await output.WriteLineAsync(Header).ConfigureAwait(false);
        foreach (var (profile, rounds, seeds) in new[] { ("unit", 12, 20), ("safety", 6, 20), ("large", 1, 3) })
        {
            for (var seed = 1; seed <= seeds; seed++)
            {
                await output.WriteLineAsync(Record(profile, rounds, seed))
                    .ConfigureAwait(false);
                await output.FlushAsync().ConfigureAwait(false);
            }
        }
    }

    private static string Record(string profile, int rounds, int seed)
    {
        var settings = ProfileLoader.Load(
            profile,
            new SettingOverride("run.crypto", "model", profile),
            new SettingOverride("run.rounds", Text(rounds), profile),
            new SettingOverride("run.seed", Text(seed), profile)).Settings!;
        var network = NetworkFactory.Create(settings, File.ReadAllText).Value!;
        var free = new ModelledCosts
        {
            Draw = TimeSpan.Zero,
            Verify = TimeSpan.Zero,
            VerifyCertificate = TimeSpan.Zero,
            Block = TimeSpan.Zero,
            Transaction = TimeSpan.Zero,
        };
        using var world = World.Create(settings, network.Model, threads: 1, new WorldParts
        {
            Adapt = setup => setup with { Services = setup.Services with { Costs = free } },
        });
        var workload = new Workload(
            world, DraftSource.Generated((ulong)seed), settings, _ => { });
        var record = new FactRecord(rounds);
        var decidable = new DecidableRounds(world);
        var agreement = new AgreementCheck(() => true, decidable);
        world.Observer = fact =>
        {
            record.See(world.Now, fact);
            decidable.See(fact);
            agreement.See(fact, (_, _) => { });
            if (fact is Fact.RoundStarted { Round: var round })
                workload.OnRoundStarted(round);
            else if (fact is Fact.BlockCertified { Block: var block, State: var state })
                workload.OnAdopted(state.Round, state.Time, block.Payset.Select(entry => entry.Transaction));
            else if (fact is Fact.TransactionRefused { Transaction: var refused })
                workload.OnRefused(refused.Id);
        };
        world.Start();
        bool AllDecided() => Enumerable.Range(0, world.Nodes).All(node =>
            world.RoundOf(new NodeId(node)).Number >= rounds);
        var limit = TimeSpan.FromHours(1);
        for (var second = 1; !AllDecided() && world.Now < limit; second++)
            world.Simulation.RunUntil(TimeSpan.FromSeconds(second));
        if (!AllDecided())
            throw new InvalidOperationException($"{profile}, seed {seed}: not all rounds were decided in an hour.");
        return string.Join(
            '\t', profile, Text(seed), Text(rounds), ChainOf(world, rounds), Text(agreement.Forks),
            Text((long)world.Now.TotalSeconds), Text(network.Model.Crossings),
            Text(record.Refused), record.Decided, record.Facts);
    }

    /// <summary>SHA-256 of the digests of node 0's blocks in order of height, genesis left out.</summary>
    private static string ChainOf(World world, int rounds)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var genesis = new ChainPoint(Round.Genesis, world.Genesis.Tip);
        var blocks = world.ChainOf(new NodeId(0))!.After([genesis], rounds)
            ?? throw new InvalidOperationException($"{rounds} rounds are more than a node keeps in memory.");
        foreach (var certified in blocks)
            hash.AppendData(certified.Block.Digest.Bytes.ToArray());
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Counts facts by round and kind, and notes when each round was first and last decided.</summary>
    private sealed class FactRecord(int rounds)
    {
        private readonly long[,] _counts = new long[rounds + 1, 8];
        private readonly long[] _first = new long[rounds + 1];
        private readonly long[] _last = new long[rounds + 1];
        private readonly Dictionary<BlockDigest, long> _roundAfter = [];

        /// <summary>Refused transactions and messages, and pieces of evidence seen.</summary>
        public long Refused { get; private set; }

        /// <summary>Per round, ticks of the first and last node's decision.</summary>
        public string Decided => string.Join(
            ' ', Enumerable.Range(1, rounds).Select(r => $"{Text(_first[r])}-{Text(_last[r])}"));

        /// <summary>
        /// Per round: started/entered/quorums/decided/certified/tips/signed/re-evaluated, over all nodes.
        /// </summary>
        public string Facts => string.Join(
            ' ', Enumerable.Range(1, rounds).Select(r =>
                string.Join('/', Enumerable.Range(0, 8).Select(kind => Text(_counts[r, kind])))));

        public void See(TimeSpan now, Fact fact)
        {
            if (fact is Fact.TransactionRefused or Fact.MessageRefused or Fact.EvidenceSeen)
                Refused++;
            if (fact is Fact.RoundStarted started)
                _roundAfter[started.Parent] = started.Round.Number;
            var (round, kind) = fact switch
            {
                Fact.RoundStarted f => (f.Round.Number, 0),
                Fact.StepEntered f => (f.Round.Number, 1),
                Fact.QuorumSeen f => (f.Round.Number, 2),
                Fact.RoundDecided f => (f.Round.Number, 3),
                Fact.BlockCertified f => (f.Block.Header.Round.Number, 4),
                Fact.TipMoved f => (f.State.Round.Number, 5),
                Fact.BallotSigned f => (f.Vote.Ballot.Round.Number, 6),
                Fact.BlockReEvaluated f => (_roundAfter[f.Parent], 7),
                _ => (0L, 0),
            };
            if (round < 1 || round > rounds)
                return;
            _counts[round, kind]++;
            if (kind != 4)
                return;
            _first[round] = _first[round] == 0 ? now.Ticks : _first[round];
            _last[round] = now.Ticks;
        }
    }
}
