namespace PoR.Actors.Contract;

/// <summary>Runs actors. The same actor classes run on every host.</summary>
public interface IHost : IAsyncDisposable
{
    /// <summary>Makes a kind known; before the first letter to it.</summary>
    /// <param name="kind">Unique, not empty.</param>
    /// <param name="create">Makes an actor without any state; runs again on each restart.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="ArgumentException">The kind is registered already or empty.</exception>
    void Register(string kind, Func<ActorAddress, IActor> create, KindOptions? options = null);

    /// <summary>Starts the host; letters told before wait until then.</summary>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <returns>Done when actors may run.</returns>
    Task StartAsync(CancellationToken cancellation);

    /// <summary>Starts an actor that has no letter to wait for; nothing if it runs already.</summary>
    /// <param name="address">An actor of a registered kind.</param>
    void Activate(ActorAddress address);

    /// <summary>Sends from outside, with sender <see cref="ActorAddress.Outside"/>.</summary>
    /// <param name="to">An actor of a registered kind.</param>
    /// <param name="message">The message.</param>
    void Tell(ActorAddress to, IMessage message);

    /// <summary>Sends from outside and waits for one answer to the context's Sender.</summary>
    /// <typeparam name="TReply">The answer's type; another answer faults the task.</typeparam>
    /// <param name="to">An actor of a registered kind.</param>
    /// <param name="withReplyTo">Makes the message, given the address that takes the answer.</param>
    /// <param name="timeout">
    /// By the run clock; above zero. Then the task faults with <see cref="TimeoutException"/>.
    /// </param>
    /// <returns>The answer.</returns>
    Task<TReply> Ask<TReply>(
        ActorAddress to, Func<ActorAddress, IMessage> withReplyTo, TimeSpan timeout)
        where TReply : IMessage;

    /// <summary>What is published to a topic from now on, oldest first.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="cancellation">Ends the sequence.</param>
    /// <returns>Holds at most 10,000 unread letters; the oldest unread are dropped then.</returns>
    IAsyncEnumerable<Letter> Observe(Topic topic, CancellationToken cancellation);
}
