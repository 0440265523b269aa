using Akka.Actor;

namespace AkkaSimulation;

/// <summary>What an actor does through its system, the same in production and in a simulation.</summary>
public static class ActorSystemExtensions
{
    /// <summary>
    /// Does heavy pure work outside the actor; use it with <c>PipeTo(Self)</c>, and receive <c>Status.Failure</c>. An
    /// ordinary system does as much at a time as it has processors.
    /// </summary>
    /// <typeparam name="T">
    /// The result; let it carry what it is about, since the actor has gone on meanwhile.
    /// </typeparam>
    /// <param name="system">The actor's system.</param>
    /// <param name="work">Pure work: it may run on any thread, so it touches nothing but immutable data.</param>
    /// <param name="modelled">
    /// What the work takes on virtual time, at least zero; a function of its input, never of the machine. At zero the
    /// work is done within the call. An ordinary system ignores it.
    /// </param>
    /// <param name="isQuick">
    /// Whether handing the work to another thread costs more than doing it; changes no result.
    /// </param>
    /// <returns>Ends with the result of the work, or with its exception.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="modelled"/> is below zero.</exception>
    public static Task<T> Offload<T>(this ActorSystem system, Func<T> work, TimeSpan modelled, bool isQuick = false)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentOutOfRangeException.ThrowIfLessThan(modelled, TimeSpan.Zero);
        return ActorRuntime.Of(system).Offload(work, modelled, isQuick);
    }

    /// <summary>
    /// Does work outside the actor that waits for something, a disk or a server: otherwise as
    /// <see cref="Offload{T}"/>, whose places it does not take.
    /// </summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="system">The actor's system.</param>
    /// <param name="work">It may run on any thread.</param>
    /// <param name="modelled">As for <see cref="Offload{T}"/>.</param>
    /// <returns>Ends with the result of the work, or with its exception.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="modelled"/> is below zero.</exception>
    public static Task<T> OffloadWaiting<T>(this ActorSystem system, Func<T> work, TimeSpan modelled)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentOutOfRangeException.ThrowIfLessThan(modelled, TimeSpan.Zero);
        return ActorRuntime.Of(system).OffloadWaiting(work, modelled);
    }

    /// <summary>
    /// Does heavy pure work outside the actor and tells an actor its result, in the name of the actor whose turn it is:
    /// the same as <see cref="Offload{T}"/> with <c>PipeTo</c>, for less.
    /// </summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="system">The actor's system.</param>
    /// <param name="receiver">An actor of this system, told the result or a <see cref="Status.Failure"/>.</param>
    /// <param name="work">As for <see cref="Offload{T}"/>.</param>
    /// <param name="modelled">As for <see cref="Offload{T}"/>.</param>
    /// <param name="isQuick">As for <see cref="Offload{T}"/>.</param>
    /// <returns>The work, which is done when its result is told.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="modelled"/> is below zero.</exception>
    public static OffloadedWork OffloadTo<T>(
        this ActorSystem system, IActorRef receiver, Func<T> work, TimeSpan modelled, bool isQuick = false)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(receiver);
        ArgumentNullException.ThrowIfNull(work);
        ArgumentOutOfRangeException.ThrowIfLessThan(modelled, TimeSpan.Zero);
        return ActorRuntime.Of(system).OffloadTo(
            receiver, ActorCell.GetCurrentSelfOrNoSender(), work, modelled, isQuick);
    }

    /// <summary>
    /// Tells one message to many, in the name of the actor whose turn it is: the same as a Tell to each in this order,
    /// but a simulation stores the message once.
    /// </summary>
    /// <param name="system">The sender's system.</param>
    /// <param name="receivers">Not changed afterwards.</param>
    /// <param name="message">One object for all.</param>
    public static void TellAll(this ActorSystem system, IReadOnlyList<IActorRef> receivers, object message)
    {
        ArgumentNullException.ThrowIfNull(receivers);
        ArgumentNullException.ThrowIfNull(message);
        ActorRuntime.Of(system).TellAll(receivers, message, ActorCell.GetCurrentSelfOrNoSender());
    }

    /// <summary>
    /// An actor's own stream of random numbers: in a simulation it follows from the seed, the node and the actor's path
    /// and begins anew with each life of the node; in an ordinary system it begins with entropy.
    /// </summary>
    /// <param name="system">The actor's system.</param>
    /// <param name="actor">The actor, which keeps the stream.</param>
    /// <returns>Not for keys or anything else that must not be guessed.</returns>
    public static RandomStream RandomFor(this ActorSystem system, IActorRef actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return ActorRuntime.Of(system).RandomFor(actor);
    }
}
