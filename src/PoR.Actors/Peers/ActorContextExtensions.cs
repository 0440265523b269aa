using Akka.Actor;
using AkkaSimulation;
using PoR.Actors.Messages;

namespace PoR.Actors.Peers;

/// <summary>Two things that every actor of a peer does.</summary>
internal static class ActorContextExtensions
{
    /// <summary>Lets observers know; nothing in the protocol depends on it.</summary>
    public static void Publish(this IActorContext context, Fact fact) => context.System.EventStream.Publish(fact);

    /// <summary>Has pure work done; its result, or a <see cref="Status.Failure"/>, comes back as a message.</summary>
    /// <param name="context">Of the turn.</param>
    /// <param name="work">Its result carries what it is about.</param>
    /// <param name="modelled">What it takes on virtual time.</param>
    /// <param name="isQuick">Whether handing it over costs more than doing it.</param>
    public static void Work<T>(
        this IActorContext context, Func<T> work, TimeSpan modelled, bool isQuick = false)
        where T : notnull =>
        context.System.OffloadTo(context.Self, work, modelled, isQuick);
}
