using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PoR.Node.Running;

namespace PoR.Tool.Tests.Deployment;

/// <summary>What Prometheus is told to ask and Grafana to show, against the program's instruments.</summary>
public sealed partial class ObservabilityTests
{
    private const string Dashboard = "grafana/dashboards/por.json";

    [Fact(DisplayName = "Each metric of dashboard and alerts is an instrument of the program", Timeout = 60_000)]
    public void Metrics()
    {
        var known = NamesOfInstruments();
        var shown = Shown();
        var alerts = DeployFile.Yaml("prometheus/alerts.yml").Single()["groups"]!.AsArray()
            .SelectMany(group => group!["rules"]!.AsArray()).Select(rule => rule!["expr"]!.ToString()).ToArray();
        Assert.NotEmpty(alerts);
        Assert.All(
            shown.Concat(alerts).SelectMany(MetricsIn),
            metric => Assert.Contains(metric, known));
        Assert.Subset(
            shown.SelectMany(MetricsIn).ToHashSet(),
            new HashSet<string>
            {
                "por_round_duration_seconds_bucket", "por_blocks_total", "por_participants_active",
                "por_fence_refusals_total", "por_persist_failures_total", "por_links_up", "por_peer_bans_total",
                "por_ledger_height", "por_persist_duration_seconds_bucket", "por_votes_total",
            });
    }

    [Fact(DisplayName = "Prometheus asks every member at its port, and Grafana asks Prometheus", Timeout = 60_000)]
    public void Places()
    {
        var services = DeployFile.Yaml("compose.yaml").Single()["services"]!;
        var prometheus = DeployFile.Yaml("prometheus/prometheus.yml").Single();
        var job = prometheus["scrape_configs"]!.AsArray().Single()!;
        var port = NodeEnvironment.Of(ComposeTests.EnvironmentOf("member1")).HttpListen.Port;
        Assert.Equal("/metrics", job["metrics_path"]!.ToString());
        Assert.Equal(
            services.Names().Where(name => name.StartsWith("member", StringComparison.Ordinal))
                .Select(name => $"{name}:{port}"),
            job["static_configs"]![0]!["targets"].Texts());
        Assert.Equal(["alerts.yml"], prometheus["rule_files"].Texts());
        Assert.All(
            DeployFile.Yaml("prometheus/alerts.yml").Single()["groups"]!.AsArray()
                .SelectMany(group => group!["rules"]!.AsArray()).Select(rule => rule!["expr"]!.ToString())
                .SelectMany(text => Job().Matches(text)),
            match => Assert.Equal(job["job_name"]!.ToString(), match.Groups[1].Value));

        var source = DeployFile.Yaml("grafana/datasources/prometheus.yml").Single()["datasources"]![0]!;
        Assert.Equal("http://prometheus:9090", source["url"]!.ToString());
        Assert.Equal("127.0.0.1:9090:9090", services["prometheus"]!["ports"].Texts().Single());
        Assert.All(
            Panels(), panel => Assert.Equal(source["uid"]!.ToString(), panel["datasource"]!["uid"]!.ToString()));

        // The folder is mounted as a whole.
        var mount = services["grafana"]!["volumes"].Texts().Single().Split(':');
        var provider = DeployFile.Yaml("grafana/dashboards/por.yml").Single()["providers"]![0]!;
        Assert.Equal($"{mount[1]}/dashboards", provider["options"]!["path"]!.ToString());
        Assert.Equal(
            $"{mount[1]}/{Dashboard["grafana/".Length..]}",
            services["grafana"]!["environment"]!["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]!.ToString());
    }

    /// <summary>As Prometheus is told them: a unit and a kind are part of the name.</summary>
    internal static HashSet<string> NamesOfInstruments()
    {
        var names = new HashSet<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name != NodeMetrics.MeterName)
                    return;
                var unit = instrument.Unit switch
                {
                    "s" => "_seconds", "By" => "_bytes", null => "", var other => $"_{other}",
                };
                var name = instrument.Name.Replace('.', '_');
                if (!name.EndsWith(unit, StringComparison.Ordinal))
                    name += unit;
                names.UnionWith(instrument switch
                {
                    Counter<long> or ObservableCounter<long> or ObservableCounter<double> => [$"{name}_total"],
                    Histogram<double> => [$"{name}_bucket", $"{name}_sum", $"{name}_count"],
                    _ => [name],
                });
            },
        };
        listener.Start();
        using var metrics = new NodeMetrics();
        metrics.Observe([]);
        metrics.Observe("peer0", () => (default, 0));
        return names;
    }

    /// <summary>The program's metrics in a text.</summary>
    internal static IEnumerable<string> MetricsIn(string text) => Metric().Matches(text).Select(match => match.Value);

    private static IEnumerable<JsonNode> Panels() =>
        JsonNode.Parse(File.ReadAllText(DeployFile.At(Dashboard)))!["panels"]!.AsArray().Select(panel => panel!);

    private static string[] Shown() =>
        [.. Panels().SelectMany(panel => panel["targets"]!.AsArray()).Select(target => target!["expr"]!.ToString())];

    [GeneratedRegex("por_[a-z_]+")]
    private static partial Regex Metric();

    [GeneratedRegex("job=\"([a-z]+)\"")]
    private static partial Regex Job();
}
