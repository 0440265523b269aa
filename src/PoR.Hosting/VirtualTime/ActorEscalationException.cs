using PoR.Actors.Contract;

namespace PoR.Hosting.VirtualTime;

/// <summary>
/// An actor whose kind escalates failures threw; whoever drives the host gets this. The actor is
/// stopped for good.
/// </summary>
public sealed class ActorEscalationException : Exception
{
    /// <summary>Names the actor and keeps what it threw.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="inner">What its turn threw.</param>
    public ActorEscalationException(ActorAddress actor, Exception inner)
        : base($"The actor {actor} failed: {inner?.Message}", inner) => Actor = actor;

    /// <summary>Without an actor; for serialisers only.</summary>
    public ActorEscalationException()
    {
    }

    /// <summary>Without an actor; for serialisers only.</summary>
    /// <param name="message">The message.</param>
    public ActorEscalationException(string message)
        : base(message)
    {
    }

    /// <summary>Without an actor; for serialisers only.</summary>
    /// <param name="message">The message.</param>
    /// <param name="inner">The cause.</param>
    public ActorEscalationException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>The actor that failed.</summary>
    public ActorAddress Actor { get; }
}
