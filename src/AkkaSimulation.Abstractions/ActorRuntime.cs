using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Util;

namespace AkkaSimulation;

/// <summary>
/// Implements <see cref="ActorSystemExtensions"/> in one actor system: with the thread pool and entropy in an ordinary
/// system, with the simulation's own work and streams in a simulated one.
/// </summary>
internal abstract class ActorRuntime : IExtension
{
    /// <summary>See <see cref="ActorSystemExtensions.Offload{T}"/>.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="work">Pure work: it touches nothing but immutable data.</param>
    /// <param name="modelled">What the work takes in a simulation; at least zero.</param>
    /// <param name="isQuick">Whether handing the work over costs more than doing it.</param>
    /// <returns>Ends with the result of the work, or with its exception.</returns>
    public abstract Task<T> Offload<T>(Func<T> work, TimeSpan modelled, bool isQuick);

    /// <summary>See <see cref="ActorSystemExtensions.OffloadWaiting{T}"/>.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="work">What waits.</param>
    /// <param name="modelled">What the work takes in a simulation; at least zero.</param>
    /// <returns>Ends with the result of the work, or with its exception.</returns>
    public abstract Task<T> OffloadWaiting<T>(Func<T> work, TimeSpan modelled);

    /// <summary>See <see cref="ActorSystemExtensions.OffloadTo{T}"/>.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="receiver">Who is told the result, or a <see cref="Status.Failure"/>.</param>
    /// <param name="sender">In whose name.</param>
    /// <param name="work">Pure work: it touches nothing but immutable data.</param>
    /// <param name="modelled">What the work takes in a simulation; at least zero.</param>
    /// <param name="isQuick">Whether handing the work over costs more than doing it.</param>
    /// <returns>The work.</returns>
    public abstract OffloadedWork OffloadTo<T>(
        IActorRef receiver, IActorRef? sender, Func<T> work, TimeSpan modelled, bool isQuick)
        where T : notnull;

    /// <summary>See <see cref="ActorSystemExtensions.TellAll"/>.</summary>
    /// <param name="receivers">In the order of sending.</param>
    /// <param name="message">One object for all.</param>
    /// <param name="sender">The sender of each; null: nobody.</param>
    public abstract void TellAll(IReadOnlyList<IActorRef> receivers, object message, IActorRef? sender);

    /// <summary>See <see cref="ActorSystemExtensions.RandomFor"/>.</summary>
    /// <param name="actor">An actor of this system.</param>
    /// <returns>The actor's own stream.</returns>
    public abstract RandomStream RandomFor(IActorRef actor);

    internal static ActorRuntime Of(ActorSystem system) =>
        system.TryGetExtension<ActorRuntime>(out var runtime) ? runtime : Provider.Instance.Apply(system);

    private sealed class Provider : ExtensionIdProvider<ActorRuntime>
    {
        public static readonly Provider Instance = new();

        public override ActorRuntime CreateExtension(ExtendedActorSystem system)
        {
            Option<ActorRuntimeSetup> setup = system.Settings.Setup.Get<ActorRuntimeSetup>();
            return setup.HasValue ? setup.Value.Runtime : new PlainRuntime();
        }
    }
}

/// <summary>
/// Gives an actor system another runtime than the plain one; part of its <see cref="ActorSystemSetup"/>.
/// </summary>
/// <param name="runtime">The runtime; one for each system.</param>
internal sealed class ActorRuntimeSetup(ActorRuntime runtime) : Setup
{
    /// <summary>The runtime of the system that is created with this setup.</summary>
    public ActorRuntime Runtime { get; } = runtime;
}
