using Akka.Actor;
using AkkaSimulation;
using PoR.Core;

namespace PoR.Actors.Peers;

/// <summary>What follows when an actor of a peer fails.</summary>
public enum Supervision
{
    /// <summary>
    /// It is restarted, ten times within a minute at most. One failure more, or a broken invariant, ends the peer: it
    /// would only seem to live without one of its actors. What Akka stops since its store has failed begins again
    /// after a moment, from what is stored.
    /// </summary>
    Restart,

    /// <summary>The failure ends the run, since results of a simulation with a failed peer would mislead.</summary>
    Escalate,
}

/// <summary>Strategies of supervision.</summary>
internal static class SupervisionStrategies
{
    /// <summary>After so long a persistent actor whose store has failed tries again.</summary>
    public static readonly TimeSpan ReviveAfter = TimeSpan.FromSeconds(2);

    private const int RestartsMax = 10;
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    /// <summary>Creates a child whose end its parent hears of where it is to begin again.</summary>
    public static IActorRef Child(this Supervision supervision, IActorContext parent, Props props, string name)
    {
        var child = parent.ActorOf(props, name);
        return supervision == Supervision.Restart ? parent.Watch(child) : child;
    }

    /// <summary>A new strategy: it counts the restarts of one supervisor's children.</summary>
    /// <param name="supervision">What follows.</param>
    /// <param name="stopped">
    /// Hears what a child is stopped for, a broken invariant too. Null: a broken invariant is one of the supervisor.
    /// </param>
    public static SupervisorStrategy Create(this Supervision supervision, Action<Exception>? stopped = null)
    {
        var ofInvariant = stopped is null ? Directive.Escalate : Directive.Stop;
        return supervision switch
        {
            Supervision.Escalate => new OneForOneStrategy(static _ => Directive.Escalate),
            _ => new OneForOneWithin(RestartsMax, s_window, cause => cause switch
            {
                ActorInitializationException or ActorKilledException or DeathPactException => Directive.Stop,
                _ when cause.GetBaseException() is InvariantViolationException => ofInvariant,
                _ => Directive.Restart,
            }, stopped),
        };
    }
}
