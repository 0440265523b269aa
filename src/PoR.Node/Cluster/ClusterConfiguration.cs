using Akka.Cluster.Hosting;
using Akka.Cluster.Hosting.SBR;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Remote.Hosting;
using PoR.Configuration.Profiles;

namespace PoR.Node.Cluster;

/// <summary>Akka's settings of a member: remoting, membership, the resolver of split brains, sharding.</summary>
internal static class ClusterConfiguration
{
    /// <summary>The name of every member's actor system.</summary>
    public const string SystemName = "por";

    // Participants are woken by the waker, so nothing remembers them; the store of remembered entities does not run
    // here anyway. Members pause for up to three seconds when they are busy, and are not dead then. A shard that is
    // moved when a member dies waits for the dead one's consent until the hand-off times out.
    private static readonly Config s_settings = ConfigurationFactory.ParseString(
        """
        akka {
          actor {
            serializers {
              json = "PoR.Node.Cluster.RefusingSerializer, PoR.Node"
              por-cluster = "PoR.Node.Cluster.ClusterSerializer, PoR.Node"
            }
            serialization-bindings {
              "PoR.Node.Cluster.ClusterMessage, PoR.Node" = por-cluster
            }
          }
          remote.dot-netty.tcp.applied-adapters = []
          cluster {
            log-info = off
            failure-detector {
              heartbeat-interval = 1s
              acceptable-heartbeat-pause = 3s
              threshold = 8
            }
            split-brain-resolver.down-all-when-unstable = on
            distributed-data.durable.keys = []
            sharding {
              state-store-mode = ddata
              remember-entities = off
              passivate-idle-entity-after = off
              rebalance-interval = 10s
              handoff-timeout = 10s
            }
          }
        }
        """);

    /// <summary>Adds a member's settings.</summary>
    /// <param name="akka">Of its actor system, which has the name <see cref="SystemName"/>.</param>
    /// <param name="settings">Its cluster.</param>
    /// <param name="tls">By which members know each other; null: they talk without TLS.</param>
    public static void AddTo(AkkaConfigurationBuilder akka, ClusterSettings settings, MemberTls? tls)
    {
        var (bound, advertised) = (settings.Remoting, settings.Advertised);
        var remoting = new RemoteOptions
        {
            HostName = bound.Host,
            Port = bound.Port,
            PublicHostName = advertised.Host,
            PublicPort = advertised.Port,
        };
        if (tls is not null)
            (remoting.EnableSsl, remoting.Ssl) = (true, tls.Options);
        akka.AddHocon(SettingsOf(settings), HoconAddMode.Prepend)
            .WithRemoting(remoting)
            .WithClustering(new ClusterOptions
            {
                SplitBrainResolver = new KeepMajorityOption(),
            });
    }

    /// <summary>What is not typed.</summary>
    internal static Config SettingsOf(ClusterSettings settings) => ConfigurationFactory.ParseString(
        $"akka.cluster.split-brain-resolver.stable-after = {settings.StableAfter.TotalMilliseconds:0}ms")
        .WithFallback(s_settings);
}
