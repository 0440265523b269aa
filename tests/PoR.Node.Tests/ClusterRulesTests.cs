using Akka.Actor;
using PoR.Configuration.Profiles;
using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Node.Cluster;

namespace PoR.Node.Tests;

/// <summary>What members must not do, and what they say to each other.</summary>
public sealed class ClusterRulesTests
{
    private const int LimitMs = 30_000;
    private static readonly PublicKey s_key = new(Bytes32.Parse(new string('a', 64)));

    [Theory(DisplayName = "Cluster_Fewer than five members start with the share of steps that pass while one is dead")]
    [InlineData(3, 500, false, 345, "333 of 500 seats are left, 345 are needed, and 26.9 % of steps have them")]
    [InlineData(4, 500, false, 345, "375 of 500 seats are left, 345 are needed, and 94.4 % of steps have them")]
    [InlineData(3, 50, true, 35, "33 of 50 seats are left, 35 are needed, and 0.0 % of steps have them")]
    [InlineData(4, 50, true, 35, "38 of 50 seats are left, 35 are needed, and 100.0 % of steps have them")]
    [InlineData(5, 500, false, 345, null)]
    public void Few_members_are_warned_of(int members, long seats, bool isAll, long threshold, string? part)
    {
        var warning = ClusterRules.WarningOf(members, seats, isAll, threshold);

        if (part is null)
            Assert.Null(warning);
        else
            Assert.Contains(part, warning, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "Cluster_A member without TLS listens on loopback and private addresses alone")]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.31.0.1", true)]
    [InlineData("192.168.7.7", true)]
    [InlineData("::1", true)]
    [InlineData("fd00::7", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("8.8.8.8", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("2001:db8::1", false)]
    public void Public_addresses_are_refused(string host, bool isPrivate)
    {
        var place = new EndPointText(host, 7800);

        var cluster = new ClusterSettings([place], place, place, 5, TimeSpan.FromSeconds(5));
        var fault = ClusterRules.FaultOf(NodeOf(cluster));

        Assert.Equal(isPrivate, fault is null);
        Assert.Null(ClusterRules.FaultOf(NodeOf(cluster with { Tls = new TlsFiles("one", "two", "three") })));
    }

    [Fact(DisplayName = "Cluster_Members have one server, no more seeds than are planned, and are among them")]
    public void Clusters_that_could_sign_twice_are_refused()
    {
        var (one, other) = (new EndPointText("127.0.0.1", 7800), new EndPointText("127.0.0.1", 7801));
        var cluster = new ClusterSettings([one, other], one, one, 2, TimeSpan.FromSeconds(5));

        Assert.Null(ClusterRules.FaultOf(NodeOf(cluster)));
        Assert.Contains("postgresql is right", ClusterRules.FaultOf(NodeOf(cluster, isServer: false)));
        Assert.Contains("names 2", ClusterRules.FaultOf(NodeOf(cluster with { MembersPlanned = 1 })));
        Assert.Contains("is not among them", ClusterRules.FaultOf(NodeOf(cluster with { Seeds = [other] })));
    }

    [Fact(
        DisplayName = "Cluster_Messages between members have canonical bytes, and nothing else is sent or taken",
        Timeout = LimitMs)]
    public async Task Members_speak_one_language()
    {
        var place = new EndPointText("127.0.0.1", 0);
        using var system = ActorSystem.Create("por", ClusterConfiguration.SettingsOf(
            new ClusterSettings([], place, place, 1, TimeSpan.FromSeconds(5))));
        var serialization = ((ExtendedActorSystem)system).Serialization;
        ClusterMessage[] messages =
        [
            new ClusterMessage.Wake(s_key),
            new ClusterMessage.AliveAsked(7),
            new ClusterMessage.AliveTold(7, true, [s_key, default]),
            new ClusterMessage.Leaves(),
            new ClusterMessage.FoundingAsked(true),
            new ClusterMessage.FoundingTold(FoundingAnswer.Refuses),
        ];
        foreach (var message in messages)
        {
            var serializer = (ClusterSerializer)serialization.FindSerializerFor(message);
            var (bytes, manifest) = (serializer.ToBinary(message), serializer.Manifest(message));
            var read = serializer.FromBinary(bytes, manifest);

            Assert.Equal(manifest, serializer.Manifest(read));
            Assert.Equal(bytes, serializer.ToBinary(read));
            Assert.Throws<ArgumentException>(() => serializer.FromBinary([.. bytes, 0], manifest));
            if (bytes.Length > 0)
                Assert.Throws<ArgumentException>(() => serializer.FromBinary(bytes[..^1], manifest));
            Assert.Throws<ArgumentException>(() => serializer.FromBinary(bytes, "wake/2"));
        }

        var refused = serialization.FindSerializerFor(new Stranger());
        Assert.Contains(
            nameof(Stranger), Assert.Throws<NotSupportedException>(() => refused.ToBinary(new Stranger())).Message);
        Assert.Throws<NotSupportedException>(() => refused.FromBinary<Stranger>([1]));
        await system.Terminate();
    }

    private static NodeSettings NodeOf(ClusterSettings cluster, bool isServer = true) =>
        Lab.Load("local", 1, 1).Node with
        {
            Cluster = cluster, Persistence = new PersistenceSettings(isServer, null, "file", false, true),
        };

    private sealed record Stranger;
}
