using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Configuration.Tests.Hocon;

namespace PoR.Configuration.Tests.Schema;

public sealed class SettingSchemaTests
{
    [Theory(DisplayName = "A wrong key or value names file, line and key, and what was meant")]
    [InlineData("run.rounds = 3\nrun.round = 4", "my.conf:2: run.round: is no key; did you mean run.rounds?")]
    [InlineData("netwrok {\n  jitter = none\n}",
        "my.conf:2: netwrok.jitter: is no key; did you mean network.jitter?")]
    [InlineData("protocol.SmallLambda = 2 s",
        "my.conf:1: protocol.SmallLambda: is no key; did you mean protocol.small-lambda?")]
    [InlineData("\"run.rounds\" = 3", "my.conf:1: \"run.rounds\": is no key; did you mean run.rounds?")]
    [InlineData("network = 5", "my.conf:1: network: is a section: write its keys in braces")]
    [InlineData("run.rounds { x = 5 }", "my.conf:1: run.rounds.x: is no key; did you mean run.rounds?")]
    [InlineData("run.rounds {}", "my.conf:1: run.rounds: takes a value, not an object")]
    [InlineData("run.rounds = [5]", "my.conf:1: run.rounds: takes one value, not a list")]
    [InlineData("run.cuts = halves", "my.conf:1: run.cuts: 'halves' is not a list: write [a, b]")]
    [InlineData("run.cuts = [[x]]", "my.conf:1: run.cuts: takes a list of texts only")]
    [InlineData("run.rounds = 0", "my.conf:1: run.rounds: '0' is out of range: 1 to 100000000")]
    [InlineData("run.rounds = 5 s", "my.conf:1: run.rounds: '5 s' is not a whole number (rounds)")]
    [InlineData("run.crypto = none", "my.conf:1: run.crypto: 'none' is none of shared, each, model")]
    [InlineData("protocol {\n\n small-lambda = 2 }",
        "my.conf:3: protocol.small-lambda: '2' is not a time: write a number with us, ms, s, m or h")]
    [InlineData("protocol.small-lambda = 2 kB",
        "my.conf:1: protocol.small-lambda: '2 kB' is not a time: write a number with us, ms, s, m or h")]
    [InlineData("protocol.small-lambda = 100 us",
        "my.conf:1: protocol.small-lambda: '100 us' is out of range: 1 ms to 24 h")]
    [InlineData("protocol.small-lambda = 1.5 ms",
        "my.conf:1: protocol.small-lambda: '1.5 ms' is no multiple of 1 ms")]
    [InlineData("protocol.block-size-max = 1 s",
        "my.conf:1: protocol.block-size-max: '1 s' is not a size: write a number with b, kB, KiB, MB "
        + "or MiB")]
    [InlineData("network.bandwidth = 1 MB",
        "my.conf:1: network.bandwidth: '1 MB' is not a bandwidth: write a number with bit/s, kbit/s, "
        + "Mbit/s or Gbit/s, or unlimited")]
    [InlineData("protocol.committee-size = many",
        "my.conf:1: protocol.committee-size: 'many' is not a whole number (seats), or all")]
    [InlineData("protocol.weight-cap = 0",
        "my.conf:1: protocol.weight-cap: '0' is out of range: 1/1000 to 1000000 or none or from-set")]
    [InlineData("protocol.certificate-ratio = 101%",
        "my.conf:1: protocol.certificate-ratio: '101%' is out of range: 0 to 1")]
    [InlineData("network.matrix-is-round-trip = 1",
        "my.conf:1: network.matrix-is-round-trip: '1' is neither true nor false")]
    public void A_wrong_key_or_value(string text, string expected) =>
        Assert.Equal([expected], FaultsOf(text));

    [Theory(DisplayName = "Values that cannot be together are told at the key to change")]
    [InlineData(
        "population.nodes = 1201",
        "my.conf:1: population.nodes: 1201 nodes for 1200 participants: a node needs one at least")]
    [InlineData("protocol.block-size-max = 2 MB",
        "my.conf:1: protocol.block-size-max: evidence against a leader of 1200 participants takes up to 1062912 bytes "
        + "and may fill half a block: a block of 2125824 bytes, or a smaller protocol.committee-size, is right")]
    [InlineData(
        "population.participants = 50",
        "my.conf:1: population.participants: 60 nodes for 50 participants: a node needs one at least")]
    [InlineData("population { blacklisted-at-start = 1000\n below-minimum-stake-at-start = 200 }",
        "my.conf:2: population.below-minimum-stake-at-start: blacklisted and below the minimum stake "
        + "are 1200 of 1200 participants: nobody is left")]
    [InlineData("population.reputation-min = 11",
        "my.conf:1: population.reputation-min: reputation-min, 11, is above reputation-max, 10")]
    [InlineData("population { below-minimum-stake-at-start = 1, reputation-below-minimum-stake = 10 }",
        "my.conf:1: population.reputation-below-minimum-stake: reputation-below-minimum-stake, 10, "
        + "is not below reputation-min, 10")]
    [InlineData("network.model = matrix", "my.conf:1: network.model: matrix needs network.matrix-file")]
    [InlineData("mempool.transaction-lifetime = 1001",
        "my.conf:1: mempool.transaction-lifetime: 1001 rounds are above "
        + "protocol.transaction-lifetime-max, 1000")]
    [InlineData("protocol.certificate-ratio = 1/2",
        "my.conf:1: protocol.certificate-ratio: The certificate's threshold must be above 1/2 and at "
        + "most 1.")]
    [InlineData("protocol.no-confidence-ratio = 1/2",
        "my.conf:1: protocol.no-confidence-ratio: The no-confidence threshold must be above 1/2 and at "
        + "most 1.")]
    [InlineData("protocol.big-lambda = 1 s",
        "my.conf:1: protocol.big-lambda: λ must be at least 1 ms, and Λ at least λ.")]
    [InlineData("protocol.half-band = 20",
        "my.conf:1: protocol.half-band: The bands must be 0 ≤ full ≤ half ≤ 100 points, the steps 0 or "
        + "more.")]
    public void Impossible_combinations(string text, string expected) =>
        Assert.Equal([expected], FaultsOf(text));

    [Fact(DisplayName = "All faults of a file are told at once, and an option's fault names the option")]
    public void All_faults_are_told() => Assert.Equal(
        [
            "my.conf:1: run.rounds: 'x' is not a whole number (rounds)",
            "my.conf:2: run.reviews: is no key; did you mean run.rounds?",
            "--nodes: population.nodes: '0' is out of range: 1 to 10000",
        ],
        FaultsOf("run.rounds = x\nrun.reviews = 1", new SettingOverride("population.nodes", "0", "--nodes")));

    [Fact(DisplayName = "Of values that cannot be together, an option is told before a file's key")]
    public void An_option_is_told_first()
    {
        var result = ProfileLoader.Load(
            "safety", new SettingOverride("population.participants", "50", "--participants"));

        Assert.Equal(
            ["--participants: population.participants: 60 nodes for 50 participants: a node needs one at least"],
            result.Faults.Select(fault => fault.ToString()));
    }

    [Fact(DisplayName = "An option stands above the file, a later one above an earlier one; null is the default")]
    public void Options_stand_above_the_file()
    {
        var settings = Load(
            "population.participants = 100\npopulation.nodes = null\nrun.cuts = [\"halves@30s+60s\"]",
            new SettingOverride("population.participants", "200", "--participants"),
            new SettingOverride("population.participants", "300", "--participants")).Settings;

        Assert.Equal((300, 60), (settings?.Population.Participants, settings?.Population.Nodes));
        Assert.Equal(["halves@30s+60s"], settings?.Run.Faults.Select(fault => fault.Text));
    }

    [Fact(DisplayName = "A key's path is unique and no other key's section; its default is in range")]
    public void The_schema_is_sound()
    {
        var paths = SettingSchema.Keys.Select(key => key.Path).ToArray();

        Assert.Equal(paths.Length, paths.Distinct().Count());
        Assert.DoesNotContain(paths, path => paths.Any(
            other => other.StartsWith(path + ".", StringComparison.Ordinal)));
        Assert.All(SettingSchema.Keys, key => Assert.NotNull(SettingSchema.DefaultOf(key)));
        Assert.All(SettingSchema.Keys, key => Assert.EndsWith(".", key.Effect, StringComparison.Ordinal));
    }

    [Fact(DisplayName = "The bounds of every key can be reached without a crash")]
    public void The_bounds_can_be_reached()
    {
        foreach (var key in SettingSchema.Keys)
        {
            foreach (var bound in key.Words.Prepend(key.Max).Prepend(key.Min).OfType<string>())
            {
                var result = Load("", new SettingOverride(key.Path, bound, "option"));
                Assert.All(result.Faults, fault => Assert.DoesNotContain(
                    "out of range", fault.Message, StringComparison.Ordinal));
            }
        }
    }

    private static string[] FaultsOf(string text, params SettingOverride[] overrides)
    {
        var result = Load(text, overrides);
        Assert.Equal(result.IsValid, result.Faults.IsEmpty);
        return [.. result.Faults.Select(fault => fault.ToString())];
    }

    private static ProfileResult Load(string text, params SettingOverride[] overrides) =>
        ProfileLoader.Load("my.conf", new MemoryHoconSource(("my.conf", text)), _ => null, overrides);
}
