using Akka.Configuration;
using Akka.Dispatch;
using PoR.Actors.Services;

namespace PoR.Node.Running;

/// <summary>Runs journal and snapshots on the thread pool, and counts what they take.</summary>
/// <param name="config">Of the dispatcher.</param>
/// <param name="prerequisites">Of the actor system.</param>
internal sealed class StorageExecutor(Config config, IDispatcherPrerequisites prerequisites)
    : ExecutorServiceConfigurator(config, prerequisites)
{
    /// <summary>The dispatcher that it is behind, for the plugins of a database.</summary>
    public const string Settings =
        """
        por.storage-dispatcher {
          type = Dispatcher
          executor = "PoR.Node.Running.StorageExecutor, PoR.Node"
        }
        akka.persistence {
          journal.sql {
            plugin-dispatcher = "por.storage-dispatcher"
            materializer-dispatcher = "por.storage-dispatcher"
          }
          snapshot-store.sql.plugin-dispatcher = "por.storage-dispatcher"
        }
        """;

    /// <inheritdoc/>
    public override ExecutorService Produce(string id) => new Pool(id);

    private sealed class Pool(string id) : ExecutorService(id)
    {
        public override void Execute(IRunnable run) => ThreadPool.UnsafeQueueUserWorkItem(
            static run =>
            {
                if (ProcessCpu.Instance is not { } meter)
                    run.Run();
                else
                    meter.Measure(WorkPart.Storage, () =>
                    {
                        run.Run();
                        return true;
                    });
            },
            run,
            preferLocal: false);

        public override void Shutdown()
        {
        }
    }
}
