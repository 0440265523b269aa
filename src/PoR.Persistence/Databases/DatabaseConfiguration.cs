using Akka.Configuration;
using Akka.Persistence.Sql;

namespace PoR.Persistence.Databases;

/// <summary>
/// Akka's settings for a journal and snapshots in a database that <see cref="DatabaseSchema"/> has made.
/// </summary>
public static class DatabaseConfiguration
{
    /// <summary>HOCON to put before a system's own, serializers included.</summary>
    /// <remarks>
    /// The plugin never makes tables: its own lack the unique key. Its filter of replays is off: a writer is a process
    /// to it, so that a participant that has gone to another one and come back would never live again. Whoever recovers
    /// looks itself for a number that comes twice. Actors whose store has failed try again each two seconds; a breaker
    /// that opens keeps them from it, so it closes soon after the store is back.
    /// </remarks>
    public static Config Of(Database database)
    {
        var dialect = Dialect.Of(database);
        var store = $$"""
            provider-name = "{{dialect.ProviderName}}"
            connection-string = {{Quoted(dialect.ConnectionString)}}
            auto-initialize = off
            """;
        return ConfigurationFactory.ParseString(
            $$"""
            akka.persistence {
              max-concurrent-recoveries = 50
              journal {
                plugin = "akka.persistence.journal.sql"
                sql {
                  {{store}}
                  batch-size = 100, parallelism = 3, prefer-parameters-on-multirow-insert = off
                  replay-filter.mode = off
                  circuit-breaker { max-failures = 10, call-timeout = 30s, reset-timeout = 5s }
                }
              }
              snapshot-store {
                plugin = "akka.persistence.snapshot-store.sql"
                sql {
                  {{store}}
                  circuit-breaker { max-failures = 5, call-timeout = 30s, reset-timeout = 5s }
                }
              }
            }
            """)
            .WithFallback(PersistenceConfiguration.Serializers)
            .WithFallback(SqlPersistence.DefaultConfiguration);
    }

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
