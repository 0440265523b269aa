using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PoR.Actors.Messages;
using PoR.Actors.Participants;
using PoR.Actors.Peers;
using PoR.Core;
using PoR.Persistence.Databases;

namespace PoR.Node.Running;

/// <summary>One peer in real time: a generic host with its ActorSystem and its store.</summary>
internal sealed class PeerHost : IAsyncDisposable
{
    private const string PeerName = "peer";
    private static readonly TimeSpan s_startLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(5);

    private static readonly Config s_settings = ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          log-dead-letters = off
          actor.telemetry.enabled = on
          coordinated-shutdown.run-by-clr-shutdown-hook = off
        }
        """);

    private readonly IHost _host;
    private readonly PeerWatch _watch;
    private readonly ILogger _log;
    private readonly bool _hasHocon;

    private PeerHost(IHost host, PeerWatch watch, ILogger log, bool hasHocon) =>
        (_host, _watch, _log, _hasHocon) = (host, watch, log, hasHocon);

    /// <summary>Its actor system.</summary>
    public ActorSystem System => _host.Services.GetRequiredService<ActorSystem>();

    /// <summary>Takes <see cref="PeerActor.Begin"/>.</summary>
    public IActorRef Peer => _host.Services.GetRequiredService<ActorRegistry>().Get<PeerActor>();

    /// <summary>Its actors, once it has started.</summary>
    public PeerActors Actors { get; private set; } = null!;

    /// <summary>Builds what has not started.</summary>
    /// <param name="name">Of the actor system.</param>
    /// <param name="setup">What the peer is made of.</param>
    /// <param name="watch">Is told its facts.</param>
    /// <param name="database">With this program's schema.</param>
    /// <param name="metrics">Count its facts.</param>
    /// <param name="loggers">Take the log of the peer and of its actor system.</param>
    /// <param name="hasView">Whether the peer keeps its reputations as a table for queries.</param>
    /// <param name="factsFile">Takes what the peer sees of its rounds; null: nothing does.</param>
    /// <param name="hocon">Settings of Akka's own that stand above all others; empty: none.</param>
    /// <param name="more">What else the actor system needs, for example a cluster.</param>
    public static PeerHost Build(
        string name,
        PeerSetup setup,
        PeerWatch watch,
        Database database,
        NodeMetrics metrics,
        ILoggerFactory loggers,
        bool hasView,
        string? factsFile,
        string hocon = "",
        Action<AkkaConfigurationBuilder>? more = null)
    {
        var log = loggers.CreateLogger<PeerHost>();
        watch.Standing = SigningGuard.Read(database);
        watch.Votes.Counted = () => setup.Services.Arrivals.VotesCounted;
        var guarded = setup with
        {
            Services = setup.Services with { SilentUntil = SigningGuardActor.SilentUntil(watch.Standing) },
        };
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.AddAkka(name, (akka, _) =>
        {
            akka.AddHocon(s_settings, HoconAddMode.Prepend)
                .AddHocon(StorageExecutor.Settings, HoconAddMode.Prepend)
                .AddHocon(DatabaseConfiguration.Of(database), HoconAddMode.Append)
                .ConfigureLoggers(logging =>
                {
                    logging.ClearLoggers();
                    logging.AddLoggerFactory(loggers);
                })
                .WithActors((system, registry) =>
                {
                    // Before the peer, so that nothing is missed.
                    system.ActorOf(Props.Create(() => new SystemEventsActor(watch.Name, metrics)), "events");
                    var follower = system.ActorOf(
                        Props.Create(() => new PeerWatchActor(watch, metrics, log)), "watch");
                    system.EventStream.Subscribe(follower, typeof(Fact));
                    if (factsFile is not null)
                        system.ActorOf(Props.Create(() => new FactRecorderActor(factsFile)), "facts");
                    if (hasView)
                        system.ActorOf(
                            Props.Create(() => new ReputationViewActor(watch, database, metrics, log)), "view");
                    var peer = system.ActorOf(PeerActor.Props(guarded), PeerName);
                    registry.Register<PeerActor>(peer);
                    var window = setup.Services.Parameters.BlockTimeWindowMs;
                    system.ActorOf(
                        Props.Create(() => new SigningGuardActor(peer, watch, database, window, log)), "guard");
                });
            more?.Invoke(akka);
            if (hocon.Length > 0)
                akka.AddHocon(ConfigurationFactory.ParseString(hocon), HoconAddMode.Prepend);
        });
        return new PeerHost(builder.Build(), watch, log, hocon.Length > 0);
    }

    /// <summary>Starts the system, and waits for the peer's actors; its ledger may still recover.</summary>
    /// <returns>Why Akka does not take the settings of its own that it was given; null: it has started.</returns>
    /// <exception cref="InvariantViolationException">The peer has ended instead.</exception>
    public async Task<string?> StartAsync(CancellationToken stop)
    {
        try
        {
            await _host.StartAsync(stop);
        }
        catch (Exception failure) when (_hasHocon
            && failure.GetBaseException() is FormatException or ArgumentException or ConfigurationException)
        {
            return $"akka: a setting has a value that Akka does not take: {failure.GetBaseException().Message}";
        }

        Actors = await UnlessEndedAsync(
            Peer.Ask<PeerActors>(PeerActor.GetActors.Instance, s_startLimit, stop), _watch, stop);
        return null;
    }

    /// <summary>Waits until the ledger has recovered.</summary>
    /// <returns>Why it cannot; null when it has.</returns>
    /// <exception cref="InvariantViolationException">The peer has ended instead.</exception>
    public static async Task<string?> RecoveredAsync(PeerWatch watch, CancellationToken stop) =>
        await UnlessEndedAsync(watch.Recovered, watch, stop) is { } reason
            ? $"what {watch.Name} has stored cannot be read: {reason}"
            : null;

    private static async Task<T> UnlessEndedAsync<T>(Task<T> done, PeerWatch watch, CancellationToken stop)
    {
        await Task.WhenAny(done, watch.Ended).WaitAsync(s_startLimit, stop);

        // A peer that ends also stops to recover, and which of the two is seen first is chance.
        return watch.Ended.IsCompleted
            ? throw new InvariantViolationException($"{watch.Name} has ended: {await watch.Ended}")
            : await done;
    }

    /// <summary>
    /// Waits until its participants sign nothing more, and what they have signed is stored; some seconds at most.
    /// </summary>
    public async Task StopSigningAsync()
    {
        if (Actors is null)
            return;
        try
        {
            await Peer.Ask<SigningStopped>(ParticipantMessage.StopSigning.Instance, s_stopLimit);
        }
        catch (AskTimeoutException)
        {
            Told.StopsUnanswered(_log, _watch.Name);
        }
    }

    /// <summary>Stops the system; what its participants have signed is stored by then.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}

/// <summary>A host whose signals are its owner's business.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
