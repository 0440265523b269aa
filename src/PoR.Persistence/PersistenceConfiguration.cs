using Akka.Configuration;

namespace PoR.Persistence;

/// <summary>Binds the events and snapshots of peers to their serializers, in any actor system that runs them.</summary>
public static class PersistenceConfiguration
{
    /// <summary>HOCON to put before a system's own.</summary>
    public static Config Serializers { get; } = ConfigurationFactory.ParseString(
        """
        akka.actor {
          serializers {
            por-event = "PoR.Persistence.EventSerializer, PoR.Persistence"
            por-snapshot = "PoR.Persistence.SnapshotSerializer, PoR.Persistence"
          }
          serialization-bindings {
            "PoR.Actors.Participants.ParticipantEvent, PoR.Actors" = por-event
            "PoR.Actors.Ledgers.LedgerEvent, PoR.Actors" = por-event
            "PoR.Actors.Participants.ParticipantState, PoR.Actors" = por-snapshot
            "PoR.Actors.Ledgers.LedgerSnapshot, PoR.Actors" = por-snapshot
          }
        }
        """);
}
