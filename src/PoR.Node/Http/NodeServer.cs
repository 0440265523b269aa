using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using PoR.Configuration.Profiles;
using PoR.Node.Links;
using PoR.Node.Running;

namespace PoR.Node.Http;

/// <summary>
/// What peers say of themselves over HTTP: <c>/health/live</c>, <c>/health/ready</c>, <c>/metrics</c> in the format of
/// Prometheus, <c>/api/v1/status</c>, and who lives on them, <c>/api/v1/participants</c>.
/// </summary>
public sealed class NodeServer : IAsyncDisposable
{
    private const string Ready = "ready";
    private const string Live = "live";
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly WebApplication _app;

    private NodeServer(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public int Port => new Uri(
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    /// <summary>Why nothing can listen at a port now; null when something can.</summary>
    public static string? PortFault(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return null;
        }
        catch (SocketException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>Listens.</summary>
    /// <param name="network">Of which it tells.</param>
    /// <param name="port">0: any that is free.</param>
    /// <param name="loggers">Take warnings.</param>
    /// <param name="traces">Who takes spans, by OTLP over gRPC; null: nobody.</param>
    /// <exception cref="IOException">The port cannot be had.</exception>
    public static Task<NodeServer> StartAsync(
        INode network, int port, ILoggerFactory loggers, EndPointText? traces = null) =>
        StartAsync(network, new EndPointText("127.0.0.1", port), loggers, traces, admin: null);

    /// <summary>Listens.</summary>
    /// <param name="network">Of which it tells.</param>
    /// <param name="listen">Where.</param>
    /// <param name="loggers">Take warnings.</param>
    /// <param name="traces">Who takes spans, by OTLP over gRPC; null: nobody.</param>
    /// <param name="admin">Who may change the node; null: nobody.</param>
    /// <exception cref="IOException">The address cannot be had.</exception>
    public static async Task<NodeServer> StartAsync(
        INode network, EndPointText listen, ILoggerFactory loggers, EndPointText? traces, Admin? admin)
    {
        // No settings from the environment or from a file in the working directory: they could open other addresses.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(
            HostAddresses.Of(listen.Host)[0], listen.Port));
        var checks = builder.Services.AddHealthChecks()
            .AddCheck("por.peer", () => PeerHealth(network), tags: [Live, Ready])
            .AddCheck("por.round", () => RoundHealth(network, DateTimeOffset.UtcNow), tags: [Ready])
            .AddCheck("por.fence", () => FenceHealth(network), tags: [Ready])
            .AddCheck("por.store", () => StoreHealth(network), tags: [Ready])
            .AddCheck("por.signing", () => SigningHealth(network), tags: [Ready]);
        foreach (var check in network.Checks)
            checks.AddCheck(check.Name, check.Look, tags: [Ready]);
        var telemetry = builder.Services.AddOpenTelemetry().WithMetrics(metrics =>
            metrics.AddMeter(NodeMetrics.MeterName).AddPrometheusExporter());
        if (traces is not null)
            telemetry.WithTracing(tracing => tracing.AddSource(RoundSpans.SourceName)
                .AddOtlpExporter(exporter => exporter.Endpoint = new Uri($"http://{traces}")));
        var app = builder.Build();
        app.MapHealthChecks("/health/live", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(Live),
        });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(Ready),
            ResponseWriter = WriteAsync,
        });
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapGet("/api/v1/status", () => Results.Json(StatusOf(network), s_json));
        app.MapGet("/api/v1/participants", () => Results.Json(ParticipantsOf(network), s_json));
        if (admin is not null)
            AdminEndpoint.Map(app, admin);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new NodeServer(app);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>A peer that has ended by a mistake of this program begins again with its process alone.</summary>
    internal static HealthCheckResult PeerHealth(INode network) =>
        network.Peers.FirstOrDefault(peer => peer.Ended.IsCompleted) is { } ended
            ? HealthCheckResult.Unhealthy($"{ended.Name} has ended: {ended.Ended.Result}")
            : HealthCheckResult.Healthy("Every peer runs.");

    /// <summary>A round takes 4λ + Λ′ at most where nothing is wrong.</summary>
    internal static HealthCheckResult RoundHealth(INode network, DateTimeOffset now)
    {
        var late = network.Peers.Where(peer => now - peer.Status.GrownAt > network.RoundLimit)
            .Select(peer => peer.Name).ToArray();
        return late.Length == 0
            ? HealthCheckResult.Healthy("Every peer's chain grows.")
            : HealthCheckResult.Unhealthy(
                $"No block for {network.RoundLimit.TotalSeconds:0.#} s at {string.Join(", ", late)}.");
    }

    private static HealthCheckResult FenceHealth(INode network) => network.StoreFault() is { } fault
        ? HealthCheckResult.Unhealthy(fault)
        : HealthCheckResult.Healthy("Participants may sign.");

    private static HealthCheckResult StoreHealth(INode network) =>
        network.Peers.FirstOrDefault(peer => peer.Status.StorageFault is not null) is { } failing
            ? HealthCheckResult.Unhealthy($"{failing.Name}: {failing.Status.StorageFault}")
            : HealthCheckResult.Healthy("Every store does what it is asked.");

    /// <summary>It informs: silence is meant, and a peer that is silent still hears and relays.</summary>
    private static HealthCheckResult SigningHealth(INode network) =>
        network.Peers.FirstOrDefault(peer => peer.Silence is not null) is { } silent
            ? HealthCheckResult.Degraded($"{silent.Name}: {silent.Silence}.")
            : HealthCheckResult.Healthy("Participants sign.");

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            status = report.Status.ToString().ToLowerInvariant(),
            checks = report.Entries.ToDictionary(
                entry => entry.Key,
                entry => new
                {
                    status = entry.Value.Status.ToString().ToLowerInvariant(), reason = entry.Value.Description,
                }),
        },
        s_json);

    /// <summary>Who lives here, and what each has signed last; 0: nothing since it lives here.</summary>
    private static object ParticipantsOf(INode network) => network.Peers.SelectMany(peer => peer.Status.Hosted.Select(
        hosted => new
        {
            key = hosted.Key.ToString(),
            peer = peer.Name,
            round = hosted.Value.Round.Number,
            step = hosted.Value.Step.Number,
        }));

    private static object StatusOf(INode network) => new
    {
        network = network.Id.ToString(),
        height = network.Peers.Max(peer => peer.Status.Height.Number),
        round = network.Peers.Max(peer => peer.Status.Round.Number),
        step = network.Peers.MaxBy(peer => (peer.Status.Round.Number, peer.Status.Step.Number))!.Status.Step.Number,
        participants = network.Peers.Sum(peer => peer.Status.Participants),
        peers = network.Peers.Select(peer => new
        {
            name = peer.Name,
            id = peer.Status.Peer.ToString(),
            height = peer.Status.Height.Number,
            tip = peer.Status.Tip.ToString(),
            round = peer.Status.Round.Number,
            step = peer.Status.Step.Number,
            grownAt = peer.Status.GrownAt,
            participants = peer.Status.Participants,
            storageFault = peer.Status.StorageFault,
            links = network.Identities.Index().Where(other => other.Index != peer.Index).Select(other => new
            {
                name = PeerWatch.NameOf(other.Index),
                id = other.Item.ToString(),
                isUp = peer.Status.Links.Contains(other.Index),
                points = peer.PointsOf(other.Index),
            }),
            silence = peer.Silence,
            rightsToSponsor = peer.Status.Rights.Count, // Not whose: that would say whom to bribe.
            seekingSponsor = peer.Status.Seeking.Select(seeking => new
            {
                account = seeking.Key.ToString(),
                contact = seeking.Value.Contact,
                until = seeking.Value.LastValidRound.Number,
            }),
        }),
    };
}
