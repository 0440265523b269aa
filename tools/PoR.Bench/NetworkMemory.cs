using System.Globalization;
using PoR.Actors.Messages;
using PoR.Actors.Participants;
using PoR.Bench.VirtualTime;
using PoR.Chain;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Core.Canonical;
using PoR.Ledger.Blocks;
using PoR.Simulation.Runs;
using PoR.Simulation.Worlds;

namespace PoR.Bench;

/// <summary>
/// What a peer, a participant and a round keep in memory: the live heap after a full collection, as the difference of
/// two sizes of network or two moments of a run.
/// </summary>
internal static class NetworkMemory
{
    private const double KiB = 1024;
    private const string Profile = "safety";

    /// <summary>Measures all, beside the bars.</summary>
    public static int Run(TextWriter output)
    {
        // The first network pays for what all share.
        _ = LiveBytes(20, 300);
        var peer = Slope(peers => LiveBytes(peers, 300).Live, 50, 150);
        output.WriteLine(Line($"a peer, after a round: {peer / KiB:0} KiB (bar 400)"));
        var (few, many) = (LiveBytes(20, 1_000), LiveBytes(20, 4_000));
        var participant = (many.Live - few.Live) / 3_000 / KiB;
        var ballots = (many.Ballots - few.Ballots) / 3_000 / KiB;
        var account = Slope(LedgerBytes, 1_000, 4_000) / KiB;
        output.WriteLine(Line($"a participant: {participant - account - ballots:0.0} KiB (bar 5), beside"));
        output.WriteLine(Line($"  {account:0.0} KiB in the ledger and {ballots:0.0} KiB of stored ballots"));
        // Chains and checks forget what is older than some hundred rounds, and ledgers have their two snapshots from
        // round 270 on, so that the growth before is no measure.
        foreach (var (profile, from, to, every) in new[] { ("unit", 280, 580, 15), (Profile, 280, 400, 6) })
        {
            var (growth, chain) = Growth(profile, from, to, every);
            output.WriteLine(Line(
                $"a round of {profile}: {growth / KiB:0} KiB, {growth / chain:0.0} times its block (bar 1.3)"));
        }

        return 0;
    }

    private static double Slope(Func<int, double> bytes, int small, int large) =>
        (bytes(large) - bytes(small)) / (large - small);

    /// <summary>A network that has decided a round: its live heap, and the canonical bytes of its ballots.</summary>
    private static (double Live, double Ballots) LiveBytes(int peers, int participants)
    {
        World? world = null;
        var bytes = Sample.LiveBytes(() =>
        {
            var settings = SettingsOf(
                Profile, 1, $"population.nodes={peers}", $"population.participants={participants}");
            world = World.Create(settings, NetworkFactory.Create(settings, File.ReadAllText).Value!.Model, threads: 1);
            var tips = new HashSet<int>();
            world.Observer = fact =>
            {
                if (fact is Fact.TipMoved { State.Round.Number: 1, Node.Index: var node })
                    tips.Add(node);
            };
            world.Start();
            if (!world.Simulation.RunUntil(() => tips.Count == peers, TimeSpan.FromMinutes(10)))
                throw new InvalidOperationException($"{peers} peers have not decided a round.");
        });
        var ballots = world!.Simulation.Nodes.Sum(node => node.Disk.PersistenceIds.Sum(
            id => node.Disk.Events(id).OfType<ParticipantEvent.BallotSigned>().Sum(
                ballot => (double)CanonicalBytes.Of(ballot).Length)));
        world.Dispose();
        return (bytes, ballots);
    }

    /// <summary>What a ledger of the same age holds: its states and who may speak by each of them.</summary>
    private static double LedgerBytes(int participants)
    {
        var settings = SettingsOf(Profile, 1, $"population.participants={participants}");
        Branch[] ledger = [];
        var bytes = Sample.LiveBytes(() =>
        {
            var genesis = Branch.Of(Population.Create(settings, new Cryptography.ModelCryptography(), 1).Genesis);
            ledger = [genesis, genesis.With(BlockExecutor.EmptyBlock(genesis.State).Next)];
        });
        GC.KeepAlive(ledger);
        return bytes;
    }

    /// <summary>
    /// Bytes by which a whole run grows in a round, and those of its blocks with certificates: the line that fits the
    /// live heap at many rounds best, since what is bounded, such as memories of checks, is emptied now and then.
    /// </summary>
    private static (double Growth, double Chain) Growth(string profile, int from, int to, int every)
    {
        var settings = SettingsOf(profile, to + 1);
        var network = NetworkFactory.Create(settings, File.ReadAllText).Value!;
        var live = new SortedDictionary<long, double>();
        var run = new SimulationRun(settings, network, threads: 1, "bench")
        {
            Observer = (_, fact) =>
            {
                if (fact is Fact.RoundStarted { Round.Number: var round } && round >= from && round <= to
                    && (round - from) % every == 0 && !live.ContainsKey(round))
                    live[round] = GC.GetTotalMemory(forceFullCollection: true);
            },
        };
        var outcome = run.Execute(_ => DraftSource.Generated(1), null, CancellationToken.None);
        var chain = outcome.Chain
            .Where(b => b.Block.Header.Round.Number >= from && b.Block.Header.Round.Number < to)
            .Sum(b => (double)CanonicalBytes.Of(b).Length);
        var (meanRound, meanBytes) = (live.Keys.Average(), live.Values.Average());
        return (
            live.Sum(point => (point.Key - meanRound) * (point.Value - meanBytes))
                / live.Keys.Sum(round => (round - meanRound) * (round - meanRound)),
            chain / (to - from));
    }

    private static SimulationSettings SettingsOf(string profile, int rounds, params string[] options) =>
        ProfileLoader.Load(
            profile,
            [
                .. options.Append("run.crypto=model").Append($"run.rounds={rounds}")
                    .Select(option => option.Split('=')).Select(o => new SettingOverride(o[0], o[1], "bench")),
            ]).Settings!;

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
