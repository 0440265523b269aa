using Akka.Configuration;

namespace AkkaSimulation.Nodes;

/// <summary>What makes an ordinary actor system a simulated one.</summary>
internal static class SimulationConfig
{
    /// <summary>Parsed once in a process: parsing is a good part of a node's start.</summary>
    public static Config Ours { get; } = ConfigurationFactory.ParseString(
        """
        akka {
          loggers = []
          stdout-loglevel = OFF
          log-dead-letters = off
          scheduler.implementation = "AkkaSimulation.Time.SimulationScheduler, AkkaSimulation"
          coordinated-shutdown {
            terminate-actor-system = off
            run-by-actor-system-terminate = off
            run-by-clr-shutdown-hook = off
          }
          actor {
            ask-timeout = infinite
            guardian-supervisor-strategy = "AkkaSimulation.Supervision.GuardianSupervision, AkkaSimulation"
            default-dispatcher = ${akka-simulation.dispatcher}
            internal-dispatcher = ${akka-simulation.dispatcher}
            default-blocking-io-dispatcher = ${akka-simulation.dispatcher}
            default-fork-join-dispatcher = ${akka-simulation.dispatcher}
            task-dispatcher = ${akka-simulation.dispatcher}
            synchronized-dispatcher = ${akka-simulation.dispatcher}
            default-mailbox = ${akka-simulation.mailbox}
            mailbox {
              unbounded-deque-based = ${akka-simulation.mailbox}
              unbounded-queue-based = ${akka-simulation.mailbox}
              bounded-deque-based = ${akka-simulation.bounded-mailbox}
              bounded-queue-based = ${akka-simulation.bounded-mailbox}
              logger-queue = ${akka-simulation.mailbox}
            }
          }
          io.pinned-dispatcher = ${akka-simulation.dispatcher}
          test.test-actor.dispatcher = ${akka-simulation.dispatcher}
          persistence {
            journal.plugin = "akka-simulation.journal"
            snapshot-store.plugin = "akka-simulation.snapshot-store"
            dispatchers {
              default-plugin-dispatcher = ${akka-simulation.dispatcher}
              default-replay-dispatcher = ${akka-simulation.dispatcher}
              default-stream-dispatcher = ${akka-simulation.dispatcher}
            }
          }
        }
        akka-simulation {
          dispatcher {
            type = "AkkaSimulation.Dispatch.SimulationDispatcherConfigurator, AkkaSimulation"
            shutdown-timeout = 1s
            mailbox-requirement = ""
          }
          mailbox {
            mailbox-type = "AkkaSimulation.Dispatch.SimulationMailbox, AkkaSimulation"
            mailbox-limit = 0
            stash-capacity = -1
          }
          bounded-mailbox {
            mailbox-type = "AkkaSimulation.Dispatch.SimulationMailbox, AkkaSimulation"
            mailbox-limit = 1000
            stash-capacity = -1
          }
          journal {
            class = "AkkaSimulation.Disks.SimulationJournal, AkkaSimulation"
            plugin-dispatcher = "akka-simulation.dispatcher"
            recovery-event-timeout = 30s
          }
          snapshot-store {
            class = "AkkaSimulation.Disks.SimulationSnapshotStore, AkkaSimulation"
            plugin-dispatcher = "akka-simulation.dispatcher"
          }
        }
        """);
}
