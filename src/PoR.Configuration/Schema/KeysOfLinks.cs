using System.Collections.Immutable;

namespace PoR.Configuration.Schema;

/// <summary>
/// Keys under <c>links</c>: peers of other operators, who may be hostile. Simulations read none of them.
/// </summary>
internal static class KeysOfLinks
{
    /// <summary><c>links.listen</c>.</summary>
    public static SettingKey Listen { get; } = new(
        "links.listen", SettingKind.Address, "address", "none",
        "Where the peer listens for peers of other operators; none = it only dials.")
    { Words = ["none"] };

    /// <summary><c>links.round-trip</c>.</summary>
    public static SettingKey RoundTrip { get; } = new(
        "links.round-trip", SettingKind.Flag, "flag", "false",
        "Whether links within a process hand messages over as bytes, too, so that a fault of the codec shows.");

    /// <summary><c>links.record-file</c>.</summary>
    public static SettingKey RecordFile { get; } = new(
        "links.record-file", SettingKind.Text, "file", "none",
        "For experiments: every vote and own transaction that a peer says is first written to a file with this name "
        + "and a number, a new one for each start, with -N before it where a process has several peers.")
    { Words = ["none"] };

    /// <summary><c>links.limits.strangers</c>.</summary>
    public static SettingKey Strangers { get; } = Count(
        "strangers", "connections", "64", "100000",
        "Most connections that have not shown who they are; then the listener waits.");

    /// <summary><c>links.limits.strangers-per-address</c>.</summary>
    public static SettingKey StrangersOfAddress { get; } = Count(
        "strangers-per-address", "connections", "4", "100000",
        "Most of them from one address; a further one is closed.");

    /// <summary><c>links.limits.accepts-per-second</c>.</summary>
    public static SettingKey Accepts { get; } = Count(
        "accepts-per-second", "connections a second", "20", "100000",
        "Connections that are taken a second; then the listener waits.");

    /// <summary><c>links.limits.handshake-time</c>.</summary>
    public static SettingKey HandshakeTime { get; } = Time(
        "handshake-time", "5 s", "How long dialling and the TLS handshake may take.");

    /// <summary><c>links.limits.hello-time</c>.</summary>
    public static SettingKey HelloTime { get; } = Time(
        "hello-time", "5 s", "How long the first frame may take after it.");

    /// <summary><c>links.limits.frame-time</c>.</summary>
    public static SettingKey FrameTime { get; } = Time(
        "frame-time", "10 s", "How long a frame may take after its first byte.");

    /// <summary><c>links.limits.silence-time</c>.</summary>
    public static SettingKey SilenceTime { get; } = Time(
        "silence-time", "30 s",
        "After so long without a frame a link is closed. Who has nothing to say for a third of it sends a ping.");

    /// <summary><c>links.limits.messages-per-second</c>.</summary>
    public static SettingKey Messages { get; } = Count(
        "messages-per-second", "messages a second", "5000", "100000000",
        "Messages that are read of one peer; what comes beyond waits in its socket.");

    /// <summary><c>links.limits.messages-burst</c>.</summary>
    public static SettingKey MessagesBurst { get; } = Count(
        "messages-burst", "messages", "20000", "1000000000", "How many of them may come at once after a quiet time.");

    /// <summary><c>links.limits.bytes-per-second</c>.</summary>
    public static SettingKey Bytes { get; } = Size(
        "bytes-per-second", "bytes a second", "4 MB", "Bytes that are read of one peer.");

    /// <summary><c>links.limits.bytes-burst</c>.</summary>
    public static SettingKey BytesBurst { get; } = Size(
        "bytes-burst", "bytes", "16 MB", "How many of them may come at once after a quiet time.");

    /// <summary><c>links.limits.checks-per-second</c>.</summary>
    public static SettingKey Checks { get; } = Time(
        "checks-per-second", "250 ms",
        "How much time a second the checks of one peer's messages may take, by a table of what each kind costs.");

    /// <summary><c>links.limits.checks-burst</c>.</summary>
    public static SettingKey ChecksBurst { get; } = Time(
        "checks-burst", "2 s", "How much of it may be used at once after a quiet time.");

    /// <summary><c>links.limits.ban-time</c>.</summary>
    public static SettingKey BanTime { get; } = Time(
        "ban-time", "10 m", "How long a peer is refused after 100 points of faults; the next time twice as long.");

    /// <summary><c>links.limits.ban-time-max</c>.</summary>
    public static SettingKey BanTimeMax { get; } = Time("ban-time-max", "24 h", "No ban is longer.");

    /// <summary>All keys of this page, in the order of the reference.</summary>
    public static ImmutableArray<SettingKey> All { get; } =
    [
        Listen, RoundTrip, RecordFile, Strangers, StrangersOfAddress, Accepts, HandshakeTime, HelloTime, FrameTime,
        SilenceTime, Messages, MessagesBurst, Bytes, BytesBurst, Checks, ChecksBurst, BanTime, BanTimeMax,
    ];

    private static SettingKey Count(string name, string unit, string standard, string max, string effect) => new(
        "links.limits." + name, SettingKind.WholeNumber, unit, standard, effect) { Min = "1", Max = max };

    private static SettingKey Size(string name, string unit, string standard, string effect) => new(
        "links.limits." + name, SettingKind.Size, unit, standard, effect) { Min = "1 kB", Max = "1000000 MB" };

    private static SettingKey Time(string name, string standard, string effect) => new(
        "links.limits." + name, SettingKind.Duration, "time", standard, effect) { Min = "1 ms", Max = "240 h" };
}
