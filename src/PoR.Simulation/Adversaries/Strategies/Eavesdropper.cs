using PoR.Actors;
using PoR.Core.Transactions;
using PoR.Wire;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Does something about each review of a participant of others as soon as one of its nodes has heard of it.
/// </summary>
/// <remarks>
/// Not about those of accounts that cost nothing: two of its kind would answer each other without end.
/// </remarks>
public abstract class Eavesdropper : Adversary
{
    private readonly HashSet<TransactionId> _known = []; // As many as a run has reviews.
    private readonly Queue<(NodeId By, SignedTransaction Signed, Transaction.Review Review)> _heard = [];
    private readonly List<HostileAuthor> _strangers = [];

    /// <inheritdoc/>
    public sealed override bool Hears(HostileNode me, NodeId from, PeerMessage message)
    {
        ArgumentNullException.ThrowIfNull(me);
        if (message is PeerMessage.TransactionSent { Transaction: { Body: Transaction.Review review } transaction }
            && me.IsKnown(review.Sender) && !me.IsOurs(review.Sender) && _known.Add(transaction.Id))
            _heard.Enqueue((me.Id, transaction, review));
        return true;
    }

    /// <inheritdoc/>
    public sealed override void See(HostileNode me, SeenFact seen)
    {
        ArgumentNullException.ThrowIfNull(me);
        while (_heard.TryPeek(out var next) && next.By == me.Id)
        {
            _heard.Dequeue();
            foreach (var said in Answer(me, next.Signed, next.Review))
            {
                me.TellAll(new PeerMessage.TransactionSent(said));
                me.Submit(said);
            }
        }
    }

    /// <summary>What it has accounts of its own say about a review.</summary>
    /// <param name="me">Who has heard of it first.</param>
    /// <param name="signed">By somebody else.</param>
    /// <param name="review">What it says.</param>
    protected abstract IEnumerable<SignedTransaction> Answer(
        HostileNode me, SignedTransaction signed, Transaction.Review review);

    /// <summary>Accounts that cost nothing, always the same ones.</summary>
    /// <param name="me">Who makes them where they are not yet there.</param>
    /// <param name="count">How many.</param>
    protected IEnumerable<HostileAuthor> Strangers(HostileNode me, int count)
    {
        ArgumentNullException.ThrowIfNull(me);
        while (_strangers.Count < count)
            _strangers.Add(new HostileAuthor(me.Stranger(_strangers.Count)));
        return _strangers.Take(count);
    }
}
