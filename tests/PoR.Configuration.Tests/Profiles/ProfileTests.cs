using PoR.Configuration.Hocon;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Configuration.Tests.Hocon;
using PoR.Core.Canonical;
using PoR.Core.Parameters;

namespace PoR.Configuration.Tests.Profiles;

public sealed class ProfileTests
{
    [Theory(DisplayName = "Profiles: each built-in profile is its row of the documented table")]
    [InlineData("unit", 20, 20, 0, 0, null, 10)]
    [InlineData("demo", 1_200, 60, 100, 200, 100L, 100)]
    [InlineData("safety", 1_200, 60, 0, 0, 500L, 100)]
    [InlineData("large", 10_000, 100, 0, 0, 1_000L, 1_000)]
    public void Each_profile_is_the_tables_row(
        string name, int participants, int nodes, int blacklisted, int below, long? committee, int reviews)
    {
        var settings = Load(name);
        var people = settings.Population;

        Assert.Equal(name, settings.Profile);
        Assert.Equal((participants, nodes), (people.Participants, people.Nodes));
        Assert.Equal((blacklisted, below), (people.BlacklistedAtStart, people.BelowMinimumStakeAtStart));
        Assert.Equal(committee, settings.Protocol.CommitteeSize);
        Assert.Equal(reviews, settings.Run.ReviewsPerRound);
        Assert.Equal(12, settings.Run.Rounds);
        Assert.Equal((2_000, 10_000), (settings.Protocol.SmallLambdaMs, settings.Protocol.BigLambdaMs));
        Assert.Equal(35, settings.Protocol.ExpectedProposers);
        Assert.Null(settings.Network.GossipDegree);
    }

    [Fact(DisplayName = "Profiles: safety and large are hardened, demo is as the paper, unit has no stake rules")]
    public void Each_profile_has_its_parameter_set()
    {
        Assert.Equal(ProtocolParameters.Hardened, Load("safety").Protocol);
        Assert.Equal(
            ProtocolParameters.Hardened with
            {
                CommitteeSize = 1_000,
                Behaviour = new BehaviourParameters { BurstAccounts = 50 },
            },
            Load("large").Protocol);
        Assert.Equal(ProtocolParameters.Paper with { CommitteeSize = 100 }, Load("demo").Protocol);
        Assert.Equal(
            ProtocolParameters.Hardened with
            {
                CommitteeSize = null,
                MinimumStakeQuantile = new Ratio(0, 1),
                WeightCapInMedians = null,
                Behaviour = new BehaviourParameters { GainWindowMs = 60_000 },
            },
            Load("unit").Protocol);
    }

    [Fact(DisplayName = "The defaults alone are the hardened set, and one word makes them the paper's")]
    public void The_parameter_sets_are_whole()
    {
        Assert.Equal(ProtocolParameters.Hardened, LoadText("").Protocol);
        Assert.Equal(
            ProtocolParameters.Paper, LoadText("protocol.parameter-set = paper").Protocol);
        Assert.Equal(
            ProtocolParameters.Paper with { WeightCapInMedians = new Ratio(3, 2) },
            LoadText("protocol { parameter-set = paper, weight-cap = 1.5 }").Protocol);
    }

    [Fact(DisplayName = "The stake looks back as far as keys do, unless a shorter way is set")]
    public void The_stake_looks_back_like_keys()
    {
        Assert.Equal(10, LoadText("").Protocol.StakeLookBackRounds);
        Assert.Equal(7, LoadText("protocol.look-back = 7").Protocol.StakeLookBackRounds);
        Assert.Equal(1, LoadText("protocol.look-back = 0").Protocol.StakeLookBackRounds);
        Assert.Equal(1, LoadText("protocol.stake-look-back = 1").Protocol.StakeLookBackRounds);
    }

    [Theory(DisplayName = "The evaluation of a profile's blocks fits its budgets")]
    [InlineData("unit")]
    [InlineData("demo")]
    [InlineData("safety")]
    [InlineData("large")]
    public void Evaluation_fits_the_budgets(string name)
    {
        var settings = Load(name);
        var needed = settings.Evaluation.PerBlock
            + settings.Evaluation.PerReview * (2 * settings.Run.ReviewsPerRound);

        Assert.True(needed.TotalMilliseconds <= settings.Protocol.LeaderEvaluationMs);
        Assert.True(needed.TotalMilliseconds <= settings.Protocol.VerifierEvaluationMs);
    }

    [Fact(DisplayName = "Every protocol key changes genesis, and no two keys change the same")]
    public void Every_protocol_key_changes_genesis()
    {
        var standard = BytesOf(ProtocolParameters.Hardened);
        var keys = SettingSchema.Keys
            .Where(key => key.Path.StartsWith("protocol.", StringComparison.Ordinal)).ToArray();

        var changed = keys.Select(key => key.Words.Prepend("3/4").Prepend(key.Max).Prepend(key.Min)
            .OfType<string>()
            .Select(text => ProfileLoader.Load(
                "safety", new SettingOverride(key.Path, text, key.Path)).Settings)
            .OfType<SimulationSettings>()
            .Select(settings => BytesOf(settings.Protocol))
            .FirstOrDefault(bytes => bytes != standard)).ToArray();

        Assert.All(changed, Assert.NotNull);
        Assert.Equal(keys.Length, changed.Distinct().Count());
    }

    [Fact(DisplayName = "A user's file may extend a built-in profile")]
    public void A_users_file_extends_a_profile()
    {
        var settings = LoadText(
            "include \"demo.conf\"\nprotocol.small-lambda = ${?LAMBDA}\nnetwork { delivery = gossip }",
            ("LAMBDA", "1500 ms"));

        Assert.Equal("my.conf", settings.Profile);
        Assert.Equal((1_500, 100L), (settings.Protocol.SmallLambdaMs, settings.Protocol.CommitteeSize));
        Assert.Equal(8, settings.Network.GossipDegree);
    }

    [Fact(DisplayName = "A network is told with its model, units and words")]
    public void A_network_is_told()
    {
        var network = LoadText(
            "network { model = matrix, matrix-file = aws.csv, matrix-is-round-trip = false\n"
            + "jitter = uniform, jitter-spread = 12.5%, bandwidth = 1.5 Mbit/s, placement = seeded\n"
            + "cities = [Zurich, \"New York\"] }").Network;

        Assert.Equal(("aws.csv", false), (network.MatrixFile, network.MatrixIsRoundTrip));
        Assert.Equal((JitterModel.Uniform, 125), (network.Jitter, network.JitterSpreadPermille));
        Assert.Equal(1_500_000, network.BandwidthBitsPerSecond);
        Assert.True(network.IsPlacementSeeded);
        Assert.Equal(["Zurich", "New York"], network.Cities);
        Assert.Null(LoadText("network.bandwidth = unlimited").Network.BandwidthBitsPerSecond);
    }

    [Fact(DisplayName = "What is neither a profile nor a file is a fault that lists the profiles")]
    public void An_unknown_profile_is_a_fault() => Assert.Equal(
        ["safty: is neither a profile (unit, demo, local, cluster, safety, large) nor a file"],
        ProfileLoader.Load("safty").Faults.Select(fault => fault.ToString()));

    [Fact(DisplayName = "Mistakes of a profile are told from its first line down, those of options last, as given")]
    public void Mistakes_are_told_in_the_order_of_lines()
    {
        const string Text = "run.rounds = none\nprotocol.look-back = -1\nmempool.capacity = 0\nevaluation.x = 1\n";
        var source = new WithBuiltIns(new MemoryHoconSource(("my.conf", Text)));

        var faults = ProfileLoader.Load(
            "my.conf", source, _ => null,
            new SettingOverride("run.seed", "one", "--seed"),
            new SettingOverride("population.nodes", "0", "--nodes")).Faults;

        Assert.Equal(
            ["my.conf:1", "my.conf:2", "my.conf:3", "my.conf:4", "--seed", "--nodes"],
            faults.Select(fault => $"{fault.Position}"));
    }

    private static string BytesOf(ProtocolParameters protocol) =>
        Convert.ToHexString(CanonicalBytes.Of(protocol));

    private static SimulationSettings Load(string name)
    {
        var result = ProfileLoader.Load(name);
        Assert.Empty(result.Faults);
        return result.Settings!;
    }

    private static SimulationSettings LoadText(
        string text, params (string Name, string Value)[] variables)
    {
        var source = new WithBuiltIns(new MemoryHoconSource(("my.conf", text)));
        var result = ProfileLoader.Load(
            "my.conf", source,
            name => variables.Where(v => v.Name == name).Select(v => v.Value).FirstOrDefault());
        Assert.Empty(result.Faults);
        return result.Settings!;
    }

    private sealed class WithBuiltIns(IHoconSource first) : IHoconSource
    {
        public HoconText? Find(string name, HoconText? includedFrom) =>
            first.Find(name, includedFrom) ?? new BuiltInHoconSource().Find(name, includedFrom);
    }
}
