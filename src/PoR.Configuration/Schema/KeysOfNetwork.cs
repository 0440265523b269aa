using System.Collections.Immutable;

namespace PoR.Configuration.Schema;

/// <summary>Keys under <c>network</c>, <c>evaluation</c> and <c>mempool</c>.</summary>
internal static class KeysOfNetwork
{
    /// <summary><c>network.model</c>.</summary>
    public static SettingKey Model { get; } = new(
        "network.model", SettingKind.Choice, "word", "great-circle",
        "Where link delays come from: great-circle = the distance between named cities; "
        + "matrix = network.matrix-file.")
    { Words = ["great-circle", "matrix"] };

    /// <summary><c>network.cities</c>.</summary>
    public static SettingKey Cities { get; } = new(
        "network.cities", SettingKind.TextList, "cities", "[]",
        "The cities that nodes are spread over; [] = all that the model knows.");

    /// <summary><c>network.matrix-file</c>.</summary>
    public static SettingKey MatrixFile { get; } = new(
        "network.matrix-file", SettingKind.Text, "file", "none",
        "The matrix of region latencies in milliseconds; needed by the model matrix.")
    { Words = ["none"] };

    /// <summary><c>network.matrix-is-round-trip</c>.</summary>
    public static SettingKey MatrixIsRoundTrip { get; } = new(
        "network.matrix-is-round-trip", SettingKind.Flag, "flag", "true",
        "Whether the matrix holds round trips, of which a link's delay is the half.");

    /// <summary><c>network.placement</c>.</summary>
    public static SettingKey Placement { get; } = new(
        "network.placement", SettingKind.Choice, "word", "round-robin",
        "How nodes are placed in cities or regions: in turn, or drawn from the seed.")
    { Words = ["round-robin", "seeded"] };

    /// <summary><c>network.jitter</c>.</summary>
    public static SettingKey Jitter { get; } = new(
        "network.jitter", SettingKind.Choice, "word", "log-normal",
        "How the delay of each message varies around its link's delay.")
    { Words = ["none", "uniform", "log-normal"] };

    /// <summary><c>network.jitter-spread</c>.</summary>
    public static SettingKey JitterSpread { get; } = new(
        "network.jitter-spread", SettingKind.Ratio, "share of the delay", "1/10",
        "How far: the deviation of log-normal, the greatest distance of uniform; exact to "
        + "1/1000.")
    { Min = "0", Max = "9/10" };

    /// <summary><c>network.least-delay</c>.</summary>
    public static SettingKey LeastDelay { get; } = new(
        "network.least-delay", SettingKind.Duration, "time", "0 ms",
        "No message takes less, however near its receiver: what access networks and queues at both ends "
        + "take. Nodes are simulated side by side for as long, so a run of many nodes costs less. Where a "
        + "matrix has shorter links, a warning says how many.")
    { Min = "0 ms", Max = "1 s" };

    /// <summary><c>network.tick</c>.</summary>
    public static SettingKey Tick { get; } = new(
        "network.tick", SettingKind.Duration, "time", "1 ms",
        "Arrivals are rounded up to multiples of this, and a node works off in one go what arrives "
        + "together: a longer tick costs less and is a coarser model. Far below the delays of links, it "
        + "changes no result that one would notice.")
    { Min = "100 us", Max = "100 ms" };

    /// <summary><c>network.bandwidth</c>.</summary>
    public static SettingKey Bandwidth { get; } = new(
        "network.bandwidth", SettingKind.BitRate, "bandwidth", "100 Mbit/s",
        "What each node can send: a message waits until those before it are on their way.")
    { Min = "1 kbit/s", Max = "1000 Gbit/s", Words = ["unlimited"] };

    /// <summary><c>network.delivery</c>.</summary>
    public static SettingKey Delivery { get; } = new(
        "network.delivery", SettingKind.Choice, "word", "direct",
        "direct = from node to node with the link's delay; gossip = hop by hop over a random "
        + "graph of peers.")
    { Words = ["direct", "gossip"] };

    /// <summary><c>network.gossip-degree</c>.</summary>
    public static SettingKey GossipDegree { get; } = new(
        "network.gossip-degree", SettingKind.WholeNumber, "peers", "8",
        "How many peers each node has with delivery = gossip; as many as there are nodes = all.")
    { Min = "2", Max = "10000" };

    /// <summary><c>evaluation.time-per-block</c>.</summary>
    public static SettingKey TimePerBlock { get; } = new(
        "evaluation.time-per-block", SettingKind.Duration, "time", "0 ms",
        "Virtual time that evaluating a block takes whatever its size.")
    { Min = "0 ms", Max = "1 h" };

    /// <summary><c>evaluation.time-per-review</c>.</summary>
    public static SettingKey TimePerReview { get; } = new(
        "evaluation.time-per-review", SettingKind.Duration, "time", "100 us",
        "Virtual time that evaluating each review of a block adds.")
    { Min = "0 ms", Max = "1 h" };

    /// <summary><c>evaluation.on-certified-bad</c>.</summary>
    public static SettingKey OnCertifiedBad { get; } = new(
        "evaluation.on-certified-bad", SettingKind.Choice, "word", "follow",
        "What a node does when a block is certified that its own re-evaluation finds bad: follow = it says so and goes "
        + "on; stop = its participants sign nothing more until an operator decides, and starts it with follow.")
    { Words = ["follow", "stop"] };

    /// <summary><c>mempool.capacity</c>.</summary>
    public static SettingKey MempoolCapacity { get; } = new(
        "mempool.capacity", SettingKind.WholeNumber, "transactions", "20000",
        "Most pending transactions of a node, half for accounts with reputation; a full pool gives up the least.")
    { Min = "1", Max = "10000000" };

    /// <summary><c>mempool.transaction-lifetime</c>.</summary>
    public static SettingKey TransactionLifetime { get; } = new(
        "mempool.transaction-lifetime", SettingKind.WholeNumber, "rounds", "100",
        "How many rounds after its submission a transaction stays valid; at most "
        + "protocol.transaction-lifetime-max.")
    { Min = "1", Max = "1000000" };

    /// <summary>All keys of this page, in the order of the reference.</summary>
    public static ImmutableArray<SettingKey> All { get; } =
    [
        Model, Cities, MatrixFile, MatrixIsRoundTrip, Placement, Jitter, JitterSpread, LeastDelay, Tick,
        Bandwidth, Delivery, GossipDegree, TimePerBlock, TimePerReview, OnCertifiedBad, MempoolCapacity,
        TransactionLifetime,
    ];
}
