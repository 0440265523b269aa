using System.Globalization;
using PoR.Actors.Messages;
using PoR.Bench.VirtualTime;
using PoR.Chain;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Core.Canonical;
using PoR.Core.Rounds;
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
        var peer = Slope(peers => LiveBytes(peers, 300), 50, 150);
        output.WriteLine(Line($"a peer, after a round: {peer / KiB:0} KiB (bar 400)"));
        var participant = Slope(participants => LiveBytes(20, participants), 1_000, 4_000);
        var account = Slope(GenesisBytes, 1_000, 4_000);
        output.WriteLine(Line(
            $"a participant: {participant / KiB:0.0} KiB, of it {account / KiB:0.0} in the ledger (bar 5 beside it)"));
        foreach (var (profile, from, to) in new[] { ("unit", 250, 350), (Profile, 120, 150) })
        {
            var (growth, chain) = Growth(profile, from, to);
            output.WriteLine(Line(
                $"a round of {profile}: {growth / KiB:0} KiB, {growth / chain:0.0} times its block (bar 1.3)"));
        }

        return 0;
    }

    private static double Slope(Func<int, double> bytes, int small, int large) =>
        (bytes(large) - bytes(small)) / (large - small);

    /// <summary>A network that has decided a round.</summary>
    private static double LiveBytes(int peers, int participants)
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
        world!.Dispose();
        return bytes;
    }

    private static double GenesisBytes(int participants)
    {
        var settings = SettingsOf(Profile, 1, $"population.participants={participants}");
        Branch? branch = null;
        var bytes = Sample.LiveBytes(
            () => branch = Branch.Of(Population.Create(settings, new Cryptography.ModelCryptography(), 1).Genesis));
        GC.KeepAlive(branch);
        return bytes;
    }

    /// <summary>Bytes by which a whole run grows in a round, and those of its blocks with certificates.</summary>
    private static (double Growth, double Chain) Growth(string profile, int from, int to)
    {
        var settings = SettingsOf(profile, to + 1);
        var network = NetworkFactory.Create(settings, File.ReadAllText).Value!;
        var live = new Dictionary<Round, double>();
        var run = new SimulationRun(settings, network, threads: 1, "bench")
        {
            Observer = (_, fact) =>
            {
                if (fact is Fact.RoundStarted { Round: var round } && (round.Number == from || round.Number == to)
                    && !live.ContainsKey(round))
                    live[round] = GC.GetTotalMemory(forceFullCollection: true);
            },
        };
        var outcome = run.Execute(_ => DraftSource.Generated(1), null, CancellationToken.None);
        var chain = outcome.Chain
            .Where(b => b.Block.Header.Round.Number >= from && b.Block.Header.Round.Number < to)
            .Sum(b => (double)CanonicalBytes.Of(b).Length);
        return ((live[new Round(to)] - live[new Round(from)]) / (to - from), chain / (to - from));
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
