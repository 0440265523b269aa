using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static System.StringComparison;

namespace PoR.Tool.Tests.Deployment;

/// <summary><c>docker/compose.yaml</c> against the program; no engine runs it here.</summary>
public sealed partial class ComposeTests
{
    private const string SecretsFolder = "/run/secrets/";

    private static readonly JsonNode s_compose = DeployFile.Yaml("compose.yaml").Single();
    private static readonly JsonObject s_services = s_compose["services"]!.AsObject();

    private static string[] Members =>
        [.. s_services.Select(pair => pair.Key).Where(name => name.StartsWith("member", Ordinal))];

    [Fact(DisplayName = "Members know each other, and each variable is one that the program reads", Timeout = 60_000)]
    public void Variables()
    {
        var members = Members.Select(name => (Name: name, Node: NodeEnvironment.Of(EnvironmentOf(name)))).ToArray();
        Assert.Equal(5, members.Length);
        foreach (var (name, node) in members)
        {
            Assert.Equal(members.Length, node.Cluster.MembersPlanned);
            Assert.Equal(members.Select(member => member.Node.Cluster.Advertised), node.Cluster.Seeds);
            Assert.Equal(
                [node.Cluster.Remoting.Host], s_services[name]!["networks"]!["cluster"]!["aliases"].Texts());
            Assert.Equal(("0.0.0.0", 8080), (node.HttpListen.Host, node.HttpListen.Port));
            Assert.Null(node.AdminTokenFile);
            Assert.True(node.Persistence.IsServer);
            Assert.False(node.Persistence.Migrates);
        }
    }

    [Fact(DisplayName = "Members differ in their name, address and identity alone", Timeout = 60_000)]
    public void Differences()
    {
        var forms = Members.Select(name => s_services[name]!.ToJsonString()
            .Replace($"808{name[^1]}:", "port:", Ordinal)
            .Replace($"\"identity{name[^1]}\"", "\"identity\"", Ordinal)
            .Replace($"\"{name}.cluster\"", "\"name.cluster\"", Ordinal)
            .Replace($"\"{name}.cluster:7800\"", "\"name.cluster:7800\"", Ordinal));
        Assert.Single(forms.Distinct());
        Assert.Equal(Members.Length, Members.Select(name => s_services[name]!.ToJsonString()).Distinct().Count());
    }

    [Fact(DisplayName = "Services run commands of the program, with options that there are", Timeout = 60_000)]
    public void Commands()
    {
        foreach (var (name, service) in s_services.Where(pair => pair.Value!["image"]!.ToString() == "por"))
        {
            if (name == "operator")
                Assert.Null(service!["command"]);
            else
                NodeEnvironment.AreArguments(service!["command"].Texts());
        }
    }

    [Fact(DisplayName = "Every secret that is read is mounted, and made by docker/secrets/make", Timeout = 60_000)]
    public void Secrets()
    {
        var known = s_compose["secrets"]!.AsObject();
        var used = new HashSet<string>();
        foreach (var (name, service) in s_services)
        {
            var mounted = MountedIn(name).ToDictionary(pair => pair.Target, pair => pair.Source);
            used.UnionWith(mounted.Values);
            Assert.All(mounted.Values, source => Assert.True(known.ContainsKey(source)));
            var read = (service!["command"].Texts()).Concat(EnvironmentOf(name).Values)
                .Where(text => text.StartsWith(SecretsFolder, Ordinal));
            Assert.Equal(mounted.Keys.Order(), read.Order());
        }

        Assert.Equal(known.Select(pair => pair.Key).Order(), used.Order());
        var script = File.ReadAllText(DeployFile.At("secrets/make"));
        foreach (var file in known.Select(pair => pair.Value!["file"]!.ToString()))
        {
            Assert.StartsWith("./secrets/made/", file, Ordinal);
            Assert.Contains(MemberKey().Replace(Path.GetFileName(file), "$name$((first + i)).key"), script, Ordinal);
        }
    }

    [Fact(DisplayName = "Only pages are published, on loopback; the database is on no other network", Timeout = 60_000)]
    public void Ports()
    {
        var exposed = DeployFile.Dockerfile().Single(line => line.Name == "EXPOSE").Text.Split(' ');
        var taken = new HashSet<string>();
        foreach (var (name, service) in s_services)
        {
            foreach (var port in service!["ports"].Texts())
            {
                Assert.StartsWith("127.0.0.1:", port, Ordinal);
                Assert.True(taken.Add(port.Split(':')[1]));
                if (Members.Contains(name))
                    Assert.EndsWith(":8080", port, Ordinal);
            }
        }

        var node = NodeEnvironment.Of(EnvironmentOf("member1"));
        Assert.Equal(
            exposed.Order(),
            new[] { node.Links.Listen!.Port, node.Cluster.Remoting.Port, node.HttpListen.Port }
                .Select(port => port.ToString(CultureInfo.InvariantCulture)).Order());
        Assert.Equal("true", s_compose["networks"]!["cluster"]!["internal"]!.ToString());
        Assert.All(
            new[] { "postgres", "migrate", "operator" },
            name => Assert.Equal(["cluster"], s_services[name]!["networks"].Texts()));
    }

    [Fact(DisplayName = "Images, networks, volumes, files and services that are named exist", Timeout = 60_000)]
    public void Names()
    {
        var (networks, volumes) = (s_compose["networks"].Names(), s_compose["volumes"].Names());
        foreach (var (name, service) in s_services)
        {
            Assert.Equal(
                Members.Contains(name) || name is "migrate" or "operator", service!["image"]!.ToString() == "por");
            Assert.Subset(
                networks.ToHashSet(),
                (service!["networks"] is JsonArray list ? list.Texts() : service["networks"].Names()).ToHashSet());
            var needed = service["depends_on"] is JsonArray plain ? plain.Texts() : service["depends_on"].Names();
            Assert.All(needed, other => Assert.True(s_services.ContainsKey(other)));
            foreach (var source in service["volumes"].Texts().Select(volume => volume.Split(':')[0]))
            {
                if (!source.StartsWith('.'))
                    Assert.Contains(source, volumes);
                else if (source != "./secrets/made")
                    Assert.True(Path.Exists(DeployFile.At(source)), source);
            }
        }

        var build = s_services["member1"]!["build"]!;
        Assert.True(File.Exists(
            Path.Combine(DeployFile.At(build["context"]!.ToString()), build["dockerfile"]!.ToString())));
        var major = int.Parse(s_services["postgres"]!["image"]!.ToString().Split(':')[1], CultureInfo.InvariantCulture);
        Assert.InRange(major, 15, 17); // From 18 on the image keeps its data elsewhere.
    }

    [Fact(DisplayName = "Members are started again, and have time to stop; the server confirms what is on its disk")]
    public void Durability()
    {
        foreach (var name in Members)
        {
            var service = s_services[name]!;
            Assert.Equal(
                ("always", "60s", "true"),
                (service["restart"]!.ToString(), service["stop_grace_period"]!.ToString(),
                    service["read_only"]!.ToString()));
            Assert.Equal(
                "service_completed_successfully", service["depends_on"]!["migrate"]!["condition"]!.ToString());
        }

        var server = s_services["postgres"]!;
        Assert.Subset(
            server["command"].Texts().ToHashSet(),
            new HashSet<string> { "fsync=on", "full_page_writes=on", "synchronous_commit=on" });
        Assert.Contains("--data-checksums", server["environment"]!["POSTGRES_INITDB_ARGS"]!.ToString(), Ordinal);
        Assert.NotNull(server["healthcheck"]!["test"]);
    }

    /// <summary>The variables of a service.</summary>
    internal static Dictionary<string, string> EnvironmentOf(string service) =>
        (s_services[service]!["environment"]?.AsObject() ?? [])
            .ToDictionary(pair => pair.Key, pair => pair.Value!.ToString());

    /// <summary>The arguments of a service.</summary>
    internal static string[] CommandOf(string service) => s_services[service]!["command"].Texts();

    /// <summary>Where a service finds secrets, and the names of their files in <c>docker/secrets/made</c>.</summary>
    internal static IEnumerable<(string Path, string File)> SecretsOf(string service) => MountedIn(service).Select(
        pair => (pair.Target, Path.GetFileName(s_compose["secrets"]![pair.Source]!["file"]!.ToString())));

    private static IEnumerable<(string Target, string Source)> MountedIn(string service) =>
        (s_services[service]!["secrets"]?.AsArray() ?? []).Select(secret => secret is JsonObject both
            ? (SecretsFolder + both["target"], both["source"]!.ToString())
            : (SecretsFolder + secret, secret!.ToString()));

    [GeneratedRegex("^member[1-5]\\.key$")]
    private static partial Regex MemberKey();
}
