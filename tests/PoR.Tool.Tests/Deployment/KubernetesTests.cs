using System.Globalization;
using System.Text.Json.Nodes;
using Places;
using static System.StringComparison;

namespace PoR.Tool.Tests.Deployment;

/// <summary><c>docker/kubernetes</c> against the program; no cluster runs it here.</summary>
public sealed class KubernetesTests
{
    private static readonly JsonNode[] s_all = DeployFile.Yaml("kubernetes/cluster.yaml");
    private static readonly JsonNode s_set = Of("StatefulSet");
    private static readonly JsonNode s_pod = s_set["spec"]!["template"]!["spec"]!;
    private static readonly JsonNode s_member = s_pod["containers"]!.AsArray().Single()!;

    [Fact(DisplayName = "Each member's variables are the program's, and name the five members", Timeout = 60_000)]
    public void Variables()
    {
        var names = Enumerable.Range(0, int.Parse(s_set["spec"]!["replicas"]!.ToString(), CultureInfo.InvariantCulture))
            .Select(i => $"{s_set["metadata"]!["name"]}-{i}").ToArray();
        Assert.Equal(5, names.Length);
        foreach (var name in names)
        {
            var node = NodeEnvironment.Of(EnvironmentOf(s_member, name));
            Assert.Equal(names.Length, node.Cluster.MembersPlanned);
            Assert.Equal(
                names.Select(other => $"{other}.{s_set["spec"]!["serviceName"]}:7800"),
                node.Cluster.Seeds.Select(seed => seed.ToString()));
            Assert.Equal($"{name}.{s_set["spec"]!["serviceName"]}:7800", node.Cluster.Advertised.ToString());
            Assert.Equal("10.0.0.7:7800", node.Cluster.Remoting.ToString());
            Assert.Equal($"/run/secrets/{name}.key", node.IdentityFile);
        }
    }

    [Fact(DisplayName = "Ports of services, policies and probes agree with the configuration", Timeout = 60_000)]
    public void Ports()
    {
        var node = NodeEnvironment.Of(EnvironmentOf(s_member, "por-0"));
        var ports = new Dictionary<string, int>
        {
            ["links"] = node.Links.Listen!.Port,
            ["remoting"] = node.Cluster.Remoting.Port,
            ["http"] = node.HttpListen.Port,
        };
        Assert.Equal(ports, PortsOf(s_member["ports"], "containerPort"));
        Assert.Equal(ports, PortsOf(Of("Service")["spec"]!["ports"], "port"));
        var rules = Of("NetworkPolicy")["spec"]!["ingress"]!.AsArray();
        JsonNode RuleOf(string port) => rules.Single(rule => rule!["ports"]!.AsArray().Single()!["port"]!.ToString()
            == ports[port].ToString(CultureInfo.InvariantCulture))!;
        Assert.Equal(
            Labels.ToJsonString(),
            RuleOf("remoting")["from"]!.AsArray().Single()!["podSelector"]!["matchLabels"]!.ToJsonString());
        Assert.Null(RuleOf("links")["from"]);
        Assert.NotNull(RuleOf("http")["from"]);
        Assert.Equal(3, rules.Count);

        var server = File.ReadAllText(Path.Combine(Repository.Root, "src/PoR.Node/Http/NodeServer.cs"));
        foreach (var (probe, path) in new[]
                 {
                     ("startupProbe", "/health/live"),
                     ("livenessProbe", "/health/live"),
                     ("readinessProbe", "/health/ready"),
                 })
        {
            var get = s_member[probe]!["httpGet"]!;
            Assert.Equal((path, "http"), (get["path"]!.ToString(), get["port"]!.ToString()));
            Assert.Contains($"MapHealthChecks(\"{path}\"", server, Ordinal);
        }
    }

    [Fact(DisplayName = "Every file that is read is mounted, and made by docker/secrets/make", Timeout = 60_000)]
    public void Files()
    {
        var volumes = s_pod["volumes"]!.AsArray().Select(volume => volume!["name"]!.ToString()).ToArray();
        var script = File.ReadAllText(DeployFile.At("secrets/make"));
        var used = new HashSet<string>();
        foreach (var container in s_pod["initContainers"]!.AsArray().Append(s_member).Select(one => one!))
        {
            var mounts = container["volumeMounts"]!.AsArray().ToDictionary(
                mount => mount!["mountPath"]!.ToString(), mount => mount!["name"]!.ToString());
            used.UnionWith(mounts.Values);
            var read = container["args"].Texts().Concat(EnvironmentOf(container, "por-0").Values)
                .Where(text => text.StartsWith('/'));
            Assert.All(read, file =>
            {
                Assert.Contains(Path.GetDirectoryName(file), mounts.Keys);
                var name = Path.GetFileName(file).Replace("$(POD_NAME)", "por-0", Ordinal);
                Assert.Contains(name.Replace("por-0.key", "$name$((first + i)).key", Ordinal), script, Ordinal);
            });
        }

        Assert.Equal(volumes.Order(), used.Order());

        // What a member reads in the folder of secrets was put there by the first container.
        var copied = s_pod["initContainers"]![0]!["args"].Texts().Select(Path.GetFileName);
        Assert.All(
            EnvironmentOf(s_member, "$(POD_NAME)").Values.Where(file => file.StartsWith("/run/secrets/", Ordinal)),
            file => Assert.Contains(Path.GetFileName(file), copied));
    }

    [Fact(DisplayName = "Commands are those of the program, and all run one image", Timeout = 60_000)]
    public void Commands()
    {
        NodeEnvironment.AreArguments(s_member["args"].Texts());
        NodeEnvironment.AreArguments(s_pod["initContainers"]![1]!["args"].Texts());
        var image = DeployFile.Yaml("compose.yaml").Single()["services"]!["member1"]!["image"]!.ToString();
        Assert.All(
            s_pod["initContainers"]!.AsArray().Append(s_member), one => Assert.Equal(image, one!["image"]!.ToString()));
    }

    [Fact(DisplayName = "Members have time to stop, are spread over hosts, and run without rights")]
    public void Pods()
    {
        Assert.Equal("Parallel", s_set["spec"]!["podManagementPolicy"]!.ToString());
        Assert.Equal("60", s_pod["terminationGracePeriodSeconds"]!.ToString());
        Assert.Equal("kubernetes.io/hostname", s_pod["topologySpreadConstraints"]![0]!["topologyKey"]!.ToString());
        Assert.Equal("10001", s_pod["securityContext"]!["runAsUser"]!.ToString());
        Assert.Equal("true", s_member["securityContext"]!["readOnlyRootFilesystem"]!.ToString());
        Assert.Equal("false", s_pod["automountServiceAccountToken"]!.ToString());
        Assert.Equal(Of("ServiceAccount")["metadata"]!["name"]!.ToString(), s_pod["serviceAccountName"]!.ToString());
        var service = Of("Service");
        Assert.Equal(service["metadata"]!["name"]!.ToString(), s_set["spec"]!["serviceName"]!.ToString());
        Assert.Equal(
            ("None", "true"),
            (service["spec"]!["clusterIP"]!.ToString(), service["spec"]!["publishNotReadyAddresses"]!.ToString()));
        Assert.Equal("1", Of("PodDisruptionBudget")["spec"]!["maxUnavailable"]!.ToString());
        Assert.All(
            new[]
            {
                service["spec"]!["selector"]!, Of("PodDisruptionBudget")["spec"]!["selector"]!["matchLabels"]!,
                Of("NetworkPolicy")["spec"]!["podSelector"]!["matchLabels"]!,
                s_set["spec"]!["selector"]!["matchLabels"]!,
                s_pod["topologySpreadConstraints"]![0]!["labelSelector"]!["matchLabels"]!,
            },
            selector => Assert.Equal(Labels.ToJsonString(), selector.ToJsonString()));
    }

    private static JsonNode Labels => s_set["spec"]!["template"]!["metadata"]!["labels"]!;

    private static JsonNode Of(string kind) => s_all.Single(one => one["kind"]!.ToString() == kind);

    private static Dictionary<string, int> PortsOf(JsonNode? list, string key) => list!.AsArray().ToDictionary(
        port => port!["name"]!.ToString(), port => int.Parse(port![key]!.ToString(), CultureInfo.InvariantCulture));

    private static Dictionary<string, string> EnvironmentOf(JsonNode container, string pod) =>
        (container["env"]?.AsArray() ?? []).Where(entry => entry!["value"] is not null).ToDictionary(
            entry => entry!["name"]!.ToString(),
            entry => entry!["value"]!.ToString().Replace("$(POD_NAME)", pod, Ordinal)
                .Replace("$(POD_IP)", "10.0.0.7", Ordinal));
}
