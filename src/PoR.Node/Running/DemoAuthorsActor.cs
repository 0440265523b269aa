using System.Collections.Immutable;
using System.Security.Cryptography;
using Akka.Actor;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Configuration.Profiles;
using PoR.Core.Bytes;
using PoR.Core.Genesis;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Cryptography;
using PoR.Ledger.State;
using PoR.Reviews;

namespace PoR.Node.Running;

/// <summary>Somebody who writes reviews.</summary>
/// <param name="Account">Signs them.</param>
/// <param name="Mempool">Of the author's peer.</param>
internal sealed record DemoAuthor(SigningKey Account, IActorRef Mempool);

/// <summary>
/// Writes so many reviews a round. An author writes again only when the review before is in a block, or can no longer
/// be, and long enough ago, so that honest load breaks no behaviour rule.
/// </summary>
internal sealed class DemoAuthorsActor : ReceiveActor
{
    private readonly GenesisDocument _genesis;
    private readonly SodiumCryptography _cryptography = new SodiumCryptography();
    private readonly IEnumerator<WrittenReview> _reviews;
    private readonly int _perRound;
    private readonly bool _commits;
    private readonly int _lifetimeRounds;
    private readonly long _intervalMs;
    private readonly Queue<Author> _authors;
    private Round _served = Round.Genesis;

    public DemoAuthorsActor(
        GenesisDocument genesis,
        ImmutableArray<DemoAuthor> authors,
        IEnumerator<WrittenReview> reviews,
        SimulationSettings settings)
    {
        (_genesis, _reviews, _perRound) = (genesis, reviews, settings.Run.ReviewsPerRound);
        _commits = settings.Run.CommitsTexts;
        _lifetimeRounds = settings.Mempool.TransactionLifetimeRounds;
        _intervalMs = genesis.Parameters.Behaviour.HonestIntervalMs;
        _authors = new Queue<Author>(authors.Select(author => new Author(author)));
        Receive<Fact.TipMoved>(moved => Write(moved.State));
        Context.System.EventStream.Subscribe(Self, typeof(Fact.TipMoved));
    }

    public static Props Props(
        GenesisDocument genesis,
        ImmutableArray<DemoAuthor> authors,
        IEnumerator<WrittenReview> reviews,
        SimulationSettings settings) =>
        Akka.Actor.Props.Create(() => new DemoAuthorsActor(genesis, authors, reviews, settings));

    private void Write(LedgerState state)
    {
        if (state.Round <= _served)
            return;
        _served = state.Round;
        var now = Context.System.Scheduler.Now.ToUnixTimeMilliseconds();
        foreach (var author in _authors)
            Publish(author, state, now);
        for (var (left, looked) = (_perRound, _authors.Count); left > 0 && looked > 0; looked--)
        {
            var author = _authors.Dequeue();
            _authors.Enqueue(author);
            if (!author.MayWrite(state, now, _intervalMs))
                continue;
            if (!_reviews.MoveNext())
                return;
            Write(author, _reviews.Current, state, now);
            left--;
        }
    }

    private void Write(Author author, WrittenReview draft, LedgerState state, long now)
    {
        var key = author.Is.Account.PublicKey;
        if (!_commits)
        {
            Submit(author, draft.By(
                key, _genesis.Network, author.NextSequence(state), state.Round + _lifetimeRounds, new Timestamp(now)));
            return;
        }

        author.Committed = new CommittedText(draft, new Bytes32(RandomNumberGenerator.GetBytes(Bytes32.Length)));
        Submit(author, draft.CommitmentBy(
            key, _genesis.Network, author.NextSequence(state), state.Round + _lifetimeRounds, author.Committed.Salt));
    }

    /// <summary>When an author's commitment is in a block, it shows the text.</summary>
    private void Publish(Author author, LedgerState state, long now)
    {
        if (author is not { Committed: var (draft, salt), Last.Body.Sequence: var sequence }
            || !author.AccountIn(state).HasUsed(sequence))
            return;
        author.Committed = null;
        Submit(author, draft.By(
            author.Is.Account.PublicKey, _genesis.Network, author.NextSequence(state), state.Round + _lifetimeRounds,
            new Timestamp(now), salt));
    }

    private void Submit(Author author, Transaction transaction)
    {
        author.Last = new SignedTransaction(
            transaction, _cryptography.Sign(author.Is.Account, SignedTransaction.SigningBytes(transaction)));
        author.Is.Mempool.Tell(new MempoolMessage.Submit(author.Last));
    }

    private sealed record CommittedText(WrittenReview Draft, Bytes32 Salt);

    private sealed class Author(DemoAuthor author)
    {
        public DemoAuthor Is { get; } = author;

        public SignedTransaction? Last { get; set; }

        /// <summary>What it publishes when its commitment is in a block.</summary>
        public CommittedText? Committed { get; set; }

        public Account AccountIn(LedgerState state) => state.FindAccount(Is.Account.PublicKey)!;

        public ulong NextSequence(LedgerState state) =>
            Math.Max(AccountIn(state).LastSequence, Last?.Body.Sequence ?? 0) + 1;

        /// <summary>The state knows what is in blocks, also of what was written before a restart.</summary>
        public bool MayWrite(LedgerState state, long now, long intervalMs)
        {
            var account = AccountIn(state);
            var isWaiting = Last is { Body: var body } && !account.HasUsed(body.Sequence)
                && body.LastValidRound >= state.Round;
            var history = account.History;
            var lately = Math.Max(
                history.LastBlockTime?.Milliseconds ?? 0, history.LastWrittenAt?.Milliseconds ?? 0);
            return !isWaiting && now >= lately + intervalMs && !account.IsBlacklistedIn(state.Round.Next);
        }
    }
}
