using System.Collections.Immutable;
using Akka.Actor;

namespace AkkaSimulation;

/// <summary>
/// A message that says itself whom it is from, and of which an actor takes several in one turn. Where several arrive
/// together they may come as one <see cref="Batch"/>, so an actor that takes such messages takes a batch, too.
/// </summary>
/// <remarks>
/// A simulation makes a batch of such letters when they come from other nodes at one moment of a network's grid of
/// arrivals; their trace and accounts stay those of single letters. Elsewhere whoever has several, such as a connection
/// that reads frames, makes the batch. A batch has no sender.
/// </remarks>
public interface IBatchable;

/// <summary>
/// Messages that reach an actor in one turn. Immutable. It stays within its system, so it is not copied where
/// <c>akka.actor.serialize-messages</c> copies messages; a link that carries its messages serializes each of them.
/// </summary>
public abstract class Batch : INoSerializationVerificationNeeded
{
    /// <summary>How many messages; at least 1.</summary>
    public abstract int Count { get; }

    /// <summary>A message.</summary>
    /// <param name="index">0..<see cref="Count"/>−1, in the order in which they came.</param>
    /// <returns>An <see cref="IBatchable"/>.</returns>
    public abstract object this[int index] { get; }

    /// <summary>A batch of messages.</summary>
    /// <param name="messages">At least one, in their order.</param>
    /// <returns>The batch.</returns>
    /// <exception cref="ArgumentException">There is no message.</exception>
    public static Batch Of(ImmutableArray<IBatchable> messages) =>
        messages.IsDefaultOrEmpty
            ? throw new ArgumentException("A batch holds at least one message.", nameof(messages))
            : new Listed(messages);

    private sealed class Listed(ImmutableArray<IBatchable> messages) : Batch
    {
        public override int Count => messages.Length;

        public override object this[int index] => messages[index];
    }
}
