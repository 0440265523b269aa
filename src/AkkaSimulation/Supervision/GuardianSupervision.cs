using System.Collections.Immutable;
using Akka.Actor;
using AkkaSimulation.Dispatch;
using AkkaSimulation.Nodes;
using AkkaSimulation.Running;
using AkkaSimulation.Tracing;

namespace AkkaSimulation.Supervision;

/// <summary>The user guardian's strategy: what fails under the guardian ends a strict run.</summary>
internal sealed class GuardianSupervision : SupervisorStrategyConfigurator
{
    public override SupervisorStrategy Create() => new Strategy();

    private sealed class Strategy() : OneForOneStrategy(SupervisorStrategy.DefaultDecider.Decide)
    {
        protected override Directive Handle(IActorRef child, Exception exception)
        {
            // A Kill is asked for.
            if (exception is not ActorKilledException && Turn.Node is { } node)
            {
                var failed = SupervisionCheck.LetterOf(exception);
                node.Simulation.Failed(node, new ActorFailedException(
                    node.NameOf(child),
                    TimeSpan.FromTicks(node.TrueNow),
                    failed?.Letter,
                    failed?.Message,
                    CausesOf(node, child),
                    node.Simulation.Options,
                    exception));
            }

            return base.Handle(child, exception);
        }

        private static ImmutableArray<LogEntry> CausesOf(SimulatedNode node, IActorRef child)
        {
            var path = NodeLog.PathOf(child);
            var failed = node.Log?.LastOf(
                TimeSpan.FromTicks(node.TrueNow), e => e.Kind == LogKind.ActorFailed && e.To == path);
            return failed is null ? [] : [.. node.Simulation.Log.CausesOf(failed).Skip(1)];
        }
    }
}
