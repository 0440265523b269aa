using System.Collections.Concurrent;
using PoR.Actors.Participants;
using PoR.Actors.Peers;
using PoR.Configuration.Profiles;
using PoR.Reports.Results;
using PoR.Simulation.Runs;
using PoR.Simulation.Scenarios;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Tests.Adversaries;

/// <summary>Each strategy by its name, in a whole network: it does something, and is withstood.</summary>
public sealed class StrategyTests
{
    private const int LimitMs = 60_000;
    private const int Nodes = 7; // Two are hostile: five of equal weight are a quorum.
    private const int Rounds = 7;
    private const int Seed = 2; // Hostile nodes lead before the last rounds.

    /// <summary>What a strategy changes in a run, beside an honest run with the same settings.</summary>
    private static readonly Dictionary<string, Func<RunResult, RunResult, bool>> s_effects = new()
    {
        ["silent"] = (run, honest) => run.Deliveries < honest.Deliveries,
        ["split-voter"] = IsPunished,
        ["split-leader"] = IsPunished,
        ["split"] = IsPunished,
        ["late-leader:10s"] = (run, honest) => LongestOf(run) > LongestOf(honest) + 4,
        ["coalition-leader"] = (run, _) => run.Rounds.Any(static round => round.IsEmpty),
        ["selective"] = (run, honest) => run.TraceHash != honest.TraceHash,
        ["wrong-scores"] = IsPunished,
        ["no-confidence"] = (run, honest) => run.TraceHash != honest.TraceHash,
        ["on-off:12"] = (run, _) => run.Adversaries[0].GreatestFall is var (before, after) && after == before / 2,
        ["late-corruption"] = (run, honest) => run.Deliveries == honest.Deliveries, // It has nothing to say.
        ["censor"] = (run, honest) => run.TraceHash != honest.TraceHash,
        ["digest-liar"] = (run, honest) => run.TraceHash != honest.TraceHash,
        ["flag-baiter"] = WritesMore,
        ["text-thief"] = WritesMore,
        ["category-squatter"] = WritesMore,
        ["own-clock"] = WritesMore,
        ["pool-stuffer"] = WritesMore,
        ["replayer"] = (run, honest) => run.Deliveries > honest.Deliveries,
        ["sequence-skipper"] = (run, honest) => run.TraceHash != honest.TraceHash,
        ["entry-grinder"] = (run, _) => run.Adversaries[0].Joined == (run.Admission is null ? 40 : 0),
        ["sybil:3"] = (run, _) => run.Admission is { Used: var used }
            ? run.Adversaries[0].Joined == used && used > 0
            : run.Adversaries[0].Joined == 3,
        ["rights-seller"] = (run, honest) => run.Admission is { Used: var used }
            ? run.Adversaries[0].Joined == used && used > 0
            : run.Deliveries == honest.Deliveries, // Nobody needs a right.
        ["self-banner"] = IsPunished,
        ["random"] = IsPunished,
        ["ballot-stuffer"] = IsPunished,
        ["bad-mouther"] = (run, _) => run.Adversaries[0].GreatestFall is not null,
    };

    private static readonly string[] s_rights = ["protocol.admission-rate=1/2"];

    private static readonly ConcurrentDictionary<(string Delivery, string Set), Lazy<RunResult>> s_honest = new();

    /// <summary>Each strategy under both deliveries and both parameter sets.</summary>
    public static TheoryData<string, string, string> Cases =>
    [
        .. from name in s_effects.Keys
           from delivery in new[] { "direct", "gossip" }
           from set in new[] { "paper", "hardened" }
           select (name, delivery, set),
    ];

    [Fact(DisplayName = "Each name is in the table")]
    public void All_names() =>
        Assert.Equal(AdversaryNames.All.Order(), s_effects.Keys.Select(name => name.Split(':')[0]).Order());

    [Theory(
        DisplayName = "Below a third a strategy is blacklisted, ignored or outvoted, and harms no honest account",
        Timeout = LimitMs)]
    [MemberData(nameof(Cases))]
    public async Task Is_withstood(string strategy, string delivery, string set)
    {
        await Task.Yield();
        var honest = s_honest.GetOrAdd((delivery, set), key => new(() => Run(null, key.Delivery, key.Set))).Value;
        var run = Run($"{strategy} 30%", delivery, set);

        Assert.Empty(run.Violations);
        Assert.Equal((0, Rounds), (run.Forks, run.Rounds.Length));
        var adversary = Assert.Single(run.Adversaries);
        Assert.Equal([5, 6], adversary.Nodes);
        Assert.Equal(2.0 / Nodes, adversary.Shares[0]!.Value, 3);
        Assert.Equal(1 - adversary.Shares[^1]!.Value, run.HonestShare, 3);
        Assert.Equal(0, run.HonestBlacklisted);
        Assert.Equal(s_effects[strategy] == IsPunished, adversary.Blacklisted > 0);
        Assert.True(s_effects[strategy](run, honest), "It has done nothing.");
    }

    [Fact(DisplayName = "F39: where machines keep used one-time keys, whoever takes them over frames the honest",
        Timeout = LimitMs)]
    public async Task Kept_keys_frame_the_honest()
    {
        await Task.Yield();
        var run = Run("late-corruption 30%", "direct", "hardened", KeepingKeys);

        Assert.True(run.HonestBlacklisted > 0);
    }

    [Fact(DisplayName = "F39: a machine that is back after a crash has no used one-time key for whoever takes it",
        Timeout = LimitMs)]
    public async Task A_crash_leaves_no_used_keys()
    {
        await Task.Yield();
        var run = Run("late-corruption 30%", "direct", "hardened", adapt: null, "crash of nodes:1@6s+1s");

        Assert.Empty(run.Violations);
        Assert.Equal(0, run.HonestBlacklisted);
    }

    [Fact(DisplayName = "F43, seed 2: by selective senders half a quorum of step 3 carries a block on, as under a cut",
        Timeout = LimitMs)]
    public async Task Half_a_quorum_carries_a_block()
    {
        await Task.Yield();
        var run = ScenarioRun.Of(
            ProfileLoader.Load("F43").Settings!, seed: 2, _ => throw new IOException("No file."), "a test",
            TestContext.Current.CancellationToken).Value!.Result;

        Assert.Empty(run.Violations);
        Assert.Contains(run.Rounds, static round => round.Step > 5);
    }

    /// <summary>A peer that signs with copies, so that what lies on its machine is never spent.</summary>
    private static PeerSetup KeepingKeys(PeerSetup honest)
    {
        ParticipantKeys CopyOf(ParticipantKeys keys) => Enumerable.Range(0, Nodes)
            .Select(number => SimulatedKeys.Of(honest.Services.Cryptography, Seed, number))
            .First(copy => copy.PublicKey == keys.PublicKey);
        return honest with { Participants = [.. honest.Participants.Select(CopyOf)] };
    }

    private static bool IsPunished(RunResult run, RunResult honest) => run.Adversaries[0].Blacklisted > 0;

    private static bool WritesMore(RunResult run, RunResult honest) => run.ReviewsInBlocks > run.ReviewsSubmitted;

    private static double LongestOf(RunResult run) => run.Rounds.Max(static round => round.LatencySeconds!.Value);

    private static RunResult Run(
        string? adversary, string delivery, string set, Func<PeerSetup, PeerSetup>? adapt = null,
        params string[] faults)
    {
        string[] hostile = adversary is null ? [] : [$"run.adversaries={adversary}"];
        var settings = Lab.Unit(Rounds, Seed,
        [
            $"population.participants={Nodes}", $"population.nodes={Nodes}", "run.reviews-per-round=4",
            $"network.delivery={delivery}", $"network.gossip-degree={Nodes - 1}", $"protocol.parameter-set={set}",
            .. hostile, .. set == "hardened" ? s_rights : [],
        ]).WithFaults(faults);
        return new SimulationRun(settings, Lab.NetworkOf(settings), threads: 1, "a test") { Adapt = adapt }
            .Execute(_ => DraftSource.Generated(1), null, TestContext.Current.CancellationToken).Result;
    }
}
