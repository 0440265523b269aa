using PoR.Configuration.Hocon;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;

namespace PoR.Configuration.Tests.Profiles;

/// <summary>Keys of peers in real time, from a file and from the environment.</summary>
public sealed class NodeSettingsTests
{
    private static readonly string s_id = new('a', 64);

    [Fact(DisplayName = "Node_A file names identity, peers, server and cluster")]
    public void Reads_a_member()
    {
        var node = Load($$"""
            include "safety.conf"
            peer {
              identity-file = "identity.key", network = "genesis.bin"
              peers = [{ id = "{{s_id}}", address = "10.0.0.5:7700", name = north }, { id = "{{new string('b', 64)}}" }]
            }
            persistence { provider = postgresql, connection-string-file = "/run/secrets/pg" }
            cluster { seeds = ["10.0.0.5:7800"], remoting = "10.0.0.6:7800", members-planned = 3 }
            cluster { tls-certificate = one.pem, tls-key = one.key, tls-authority = authority.pem }
            http.listen = "[::1]:0"
            """).Settings!.Node;

        Assert.Equal(("identity.key", "genesis.bin"), (node.IdentityFile, node.GenesisFile));
        Assert.Equal(s_id, node.Peers[0].Id.ToString());
        Assert.Equal((new EndPointText("10.0.0.5", 7700), "north"), (node.Peers[0].Address, node.Peers[0].Name));
        Assert.Null(node.Peers[1].Address);
        Assert.True(node.Persistence.IsServer);
        Assert.Equal("/run/secrets/pg", node.Persistence.ConnectionStringFile);
        Assert.Equal([new EndPointText("10.0.0.5", 7800)], node.Cluster.Seeds);
        Assert.Equal(node.Cluster.Remoting, node.Cluster.Advertised);
        Assert.Equal(new TlsFiles("one.pem", "one.key", "authority.pem"), node.Cluster.Tls);
        Assert.Equal("[::1]:0", node.HttpListen.ToString());
    }

    [Fact(DisplayName = "Node_The environment stands above the file, and an option above both")]
    public void The_environment_stands_above_files()
    {
        string? Environment(string name) => name switch
        {
            "POR_PERSISTENCE__CONNECTION_STRING" => "Host=db",
            "POR_CLUSTER__SEEDS" => "10.0.0.5:1;10.0.0.6:2",
            "POR_RUN__ROUNDS" => "7",
            "POR_RUN__SEED" => "9",
            _ => null,
        };

        var settings = Load(
            "persistence.connection-string = other", Environment, new SettingOverride("run.seed", "8", "--seed"))
            .Settings!;

        Assert.Equal("Host=db", settings.Node.Persistence.ConnectionString);
        Assert.Equal(["10.0.0.5:1", "10.0.0.6:2"], settings.Node.Cluster.Seeds.Select(seed => seed.ToString()));
        Assert.Equal((7, 8), (settings.Run.Rounds, settings.Run.Seed));
    }

    [Fact(DisplayName = "Node_A connection string is not in what settings say of themselves")]
    public void Shows_no_connection_string() => Assert.DoesNotContain(
        "secret", Load("persistence.connection-string = secret").Settings!.ToString(), StringComparison.Ordinal);

    [Theory(DisplayName = "Node_A wrong address or peer is told with its place")]
    [InlineData("peer.peers = [{ id = abc }]", "node.conf:1: peer.peers: a peer needs an id of 64 hex digits")]
    [InlineData("peer.peers = [a]", "a peer is an object: { id = \"64 hex digits\", address = \"host:port\" }")]
    [InlineData("peer.peers = a", "'a' is not a list of peers: write [{ id = \"64 hex digits\" }]")]
    [InlineData("peer.peers = [{ id = ID, adress = a }]", "a peer has no 'adress'; id, address and name are right")]
    [InlineData("peer.peers = [{ id = ID, address = a }]", "'a' is no address: write host:port")]
    [InlineData("peer.peers = [{ id = ID }, { id = ID }]", "is named twice")]
    [InlineData("cluster.seeds = [\"a:b\"]", "'a:b' is no address: write host:port")]
    [InlineData("cluster.remoting = \"a:70000\"", "'a:70000' is no address: write host:port")]
    [InlineData("http.listen = \"a b:1\"", "'a b:1' is no address: write host:port")]
    [InlineData("cluster.tls-key = k", "node.conf:1: cluster.tls-key: TLS between members needs")]
    [InlineData("links.limits.messages-per-second = 0", "'0' is out of range: 1 to 100000000")]
    [InlineData("links.limits.strangers = -1", "links.limits.strangers: ")]
    [InlineData("links.limits.handshake-time = 0 ms", "'0 ms' is out of range: 1 ms to 240 h")]
    [InlineData("links.limits.messages-burst = 4999", "messages-burst is below links.limits.messages-per-second, so")]
    [InlineData("links.limits.messages-per-second = 20001", "links.limits.messages-per-second: links.limits.")]
    [InlineData("links.limits.bytes-burst = 3 MB", "links.limits.bytes-burst is below links.limits.bytes-per-second")]
    [InlineData("links.limits.checks-burst = 200 ms", "checks-burst is below links.limits.checks-per-second")]
    [InlineData("links.limits.ban-time-max = 9 m", "links.limits.ban-time-max is below links.limits.ban-time")]
    [InlineData("links.limits.strangers-per-address = 65", "strangers-per-address is above links.limits.strangers")]
    public void Tells_what_is_wrong(string text, string sentence)
    {
        var result = Load(text.Replace("ID", s_id, StringComparison.Ordinal));

        Assert.Contains(sentence, Assert.Single(result.Faults).ToString(), StringComparison.Ordinal);
    }

    private static ProfileResult Load(
        string text, Func<string, string?>? environment = null, params SettingOverride[] overrides) =>
        ProfileLoader.Load("node.conf", new OneFile(text), environment ?? (_ => null), overrides);

    private sealed class OneFile(string text) : IHoconSource
    {
        public HoconText? Find(string name, HoconText? includedFrom) => name == "node.conf"
            ? new HoconText(name, name, text)
            : new BuiltInHoconSource().Find(name, includedFrom);
    }
}
