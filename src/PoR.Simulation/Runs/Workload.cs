using System.Buffers.Binary;
using AkkaSimulation;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Participants;
using PoR.Configuration.Profiles;
using PoR.Core.Bytes;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Reviews;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Runs;

/// <summary>
/// Honest authors: submits so many reviews a round, signed, each at its author's node. An author writes again only
/// when the review before is in a block, or has expired, and long enough ago, so that honest load breaks no
/// behaviour rule.
/// </summary>
public sealed class Workload
{
    private const int LookAheadMax = 10_000;
    private static readonly TimeSpan _spread = TimeSpan.FromMilliseconds(200);

    private readonly World _world;
    private readonly IEnumerator<WrittenReview> _drafts;
    private readonly int _perRound;
    private readonly int _lifetimeRounds;
    private readonly bool _commits;
    private readonly bool _pays;
    private readonly long _intervalMs;
    private readonly Author[] _authors;
    private readonly List<(WrittenReview Draft, Author? Author)> _deferred = [];
    private readonly Queue<Author> _free;
    private readonly Dictionary<PublicKey, int> _newcomers = []; // They write once they are registered.
    private readonly Dictionary<TransactionId, Author> _waiting = [];
    private readonly Queue<(Round LastValid, TransactionId Id)> _expiring = [];
    private readonly Queue<(Round LastValid, TransactionId Id)> _submitted = [];
    private readonly Action<string> _refuse;
    private readonly RandomStream _random;
    private Round _servedRound = Round.Genesis;
    private long _longestWait;

    /// <summary>A workload that has not begun.</summary>
    /// <param name="world">The network.</param>
    /// <param name="drafts">What is written, in order; may end.</param>
    /// <param name="settings">How much is written, for how long it is valid, and whether authors commit first.</param>
    /// <param name="refuse">Counts a review that expired, with the reason.</param>
    public Workload(
        World world, IEnumerable<WrittenReview> drafts, SimulationSettings settings, Action<string> refuse)
    {
        _world = world;
        _refuse = refuse;
        _drafts = drafts.GetEnumerator();
        _perRound = settings.Run.ReviewsPerRound;
        (_commits, _pays) = (settings.Run.CommitsTexts, settings.Run.PaysWithReviews);
        _lifetimeRounds = settings.Mempool.TransactionLifetimeRounds;
        _intervalMs = world.Population.Genesis.Parameters.Behaviour.HonestIntervalMs;
        _random = RandomStream.Of((ulong)settings.Run.Seed, "workload");
        _authors = [.. world.Population.Keys.Select((_, number) => new Author(number)).Where(CanWrite)];
        _free = new Queue<Author>(Shuffled(_authors));
        foreach (var author in _authors)
            author.IsQueued = true;
        foreach (var (keys, number) in world.Population.Keys.Select((keys, number) => (keys, number)))
        {
            if (world.Genesis.State.FindAccount(keys.PublicKey) is null)
                _newcomers.Add(keys.PublicKey, number);
        }
    }

    /// <summary>Reviews submitted so far.</summary>
    public long Submitted { get; private set; }

    /// <summary>When each review was submitted that may still come into a block, by transaction.</summary>
    public Dictionary<TransactionId, TimeSpan> SubmittedAt { get; } = [];

    /// <summary>How many rounds a review of an author at an honest node has waited for its block, at most.</summary>
    public long HonestWaitRounds => Math.Max(
        _longestWait,
        _authors.Where(author => author.IsWaiting && IsHonest(author))
            .Select(author => _servedRound.Number - author.WroteIn.Number).DefaultIfEmpty().Max());

    /// <summary>A node has started a round: the first time, the round's reviews are written.</summary>
    public void OnRoundStarted(Round round)
    {
        if (round <= _servedRound)
            return;
        _servedRound = round;
        Expire(round);
        var now = _world.Now;
        for (var i = 0; i < _perRound && Next(now) is var (author, draft); i++)
        {
            author.IsWaiting = true;
            var delay = TimeSpan.FromTicks(_random.Next((int)_spread.Ticks));
            _world.Simulation.At(_world.Simulation.Now + delay, () => Write(author, draft, round));
        }
    }

    /// <summary>Somebody writes a review now, beside those of the round.</summary>
    /// <param name="draft">Its author, if it names none, is whoever has waited longest.</param>
    /// <returns>The author; null when that one, or anybody, may not write now.</returns>
    public PublicKey? Write(WrittenReview draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var author = draft.Reviewer is null ? NextFree(_world.Now) : AuthorOf(draft.Reviewer);
        if (author is null || !IsFree(author, _world.Now))
            return null;
        author.IsWaiting = true;
        Write(author, draft, _servedRound);
        return KeysOf(author).PublicKey;
    }

    /// <summary>The first node has adopted a block, so its authors may write again after their interval.</summary>
    /// <param name="round">Of the block.</param>
    /// <param name="time">Of the block.</param>
    /// <param name="transactions">In it.</param>
    public void OnAdopted(Round round, Timestamp time, IEnumerable<SignedTransaction> transactions)
    {
        foreach (var transaction in transactions)
        {
            if (_waiting.GetValueOrDefault(transaction.Id) is { Committed: { } committed } author)
                Publish(transaction.Id, author, committed, round);
            else
            {
                NoteWait(transaction.Id, round);
                Release(transaction.Id, time);
            }

            if (transaction.Body is Transaction.Registration registration
                && _newcomers.Remove(registration.Sender, out var number))
                Enqueue(new Author(number) { Sequence = registration.Sequence });
        }
    }

    /// <summary>A node has decided a value of a protocol whose blocks have no time of their own.</summary>
    public void OnDecided(ValueDecided decided)
    {
        ArgumentNullException.ThrowIfNull(decided);
        OnAdopted(decided.Round, TimeOf(_world.Now), decided.Transactions);
    }

    /// <summary>A submitted transaction will not come into a block.</summary>
    public void OnRefused(TransactionId transaction) => Release(transaction, TimeOf(_world.Now));

    /// <summary>No node takes in a block of a round before this one any more.</summary>
    public void Forget(Round oldest)
    {
        while (_submitted.TryPeek(out var first) && first.LastValid < oldest)
            SubmittedAt.Remove(_submitted.Dequeue().Id);
    }

    /// <summary>
    /// A review that no block took before its last valid round can enter no block, so its author may write again.
    /// </summary>
    private void Expire(Round round)
    {
        while (_expiring.TryPeek(out var oldest) && oldest.LastValid < round)
        {
            _expiring.Dequeue();
            if (!_waiting.ContainsKey(oldest.Id))
                continue;
            Release(oldest.Id, TimeOf(_world.Now));
            _refuse("Expired");
        }
    }

    private void NoteWait(TransactionId id, Round round)
    {
        if (_waiting.GetValueOrDefault(id) is { } author && IsHonest(author))
            _longestWait = Math.Max(_longestWait, round.Number - author.WroteIn.Number);
    }

    private bool IsHonest(Author author) => _world.IsHonest(_world.Population.Nodes[author.Number]);

    private void Release(TransactionId id, Timestamp wroteAt)
    {
        if (!_waiting.Remove(id, out var author))
            return;
        author.IsWaiting = false;
        author.Committed = null;
        author.NotBefore = new Timestamp(wroteAt.Milliseconds + _intervalMs);
        Enqueue(author);
    }

    /// <summary>
    /// The next draft whose author may write now. Drafts of other authors wait for a later round.
    /// </summary>
    private (Author Author, WrittenReview Draft)? Next(TimeSpan now)
    {
        for (var i = 0; i < _deferred.Count; i++)
        {
            var (draft, named) = _deferred[i];
            if ((named ?? NextFree(now)) is { } author && IsFree(author, now))
            {
                _deferred.RemoveAt(i);
                return (author, draft);
            }

            if (named is null)
                return null; // No author is free at all, so no later review can be submitted now.
        }

        while (_deferred.Count < LookAheadMax && _drafts.MoveNext())
        {
            var draft = _drafts.Current;
            var named = draft.Reviewer is null ? null : AuthorOf(draft.Reviewer);
            if ((named ?? NextFree(now)) is { } author && IsFree(author, now))
                return (author, draft);
            _deferred.Add((draft, named));
            if (named is null)
                return null;
        }

        return null;
    }

    private Author AuthorOf(string reviewer) =>
        _authors[(int)(DigestOf(reviewer).Prefix % (ulong)_authors.Length)];

    /// <summary>The author that has waited longest and may write; null when there is none.</summary>
    private Author? NextFree(TimeSpan now)
    {
        for (var i = _free.Count; i > 0; i--)
        {
            var author = _free.Dequeue();
            author.IsQueued = false;
            if (IsFree(author, now))
                return author;
            if (!author.IsWaiting)
                Enqueue(author);
        }

        return null;
    }

    /// <summary>An author whom a draft named may stand in the queue still.</summary>
    private void Enqueue(Author author)
    {
        if (author.IsQueued)
            return;
        author.IsQueued = true;
        _free.Enqueue(author);
    }

    private bool IsFree(Author author, TimeSpan now) => !author.IsWaiting && TimeOf(now) >= author.NotBefore;

    private void Write(Author author, WrittenReview draft, Round round)
    {
        author.WroteIn = round;
        if (!_commits)
        {
            Submit(author, draft, round, salt: null);
            return;
        }

        // From the run's seed, as all keys of a simulation are.
        var salt = new byte[Bytes32.Length];
        for (var i = 0; i < salt.Length; i += sizeof(ulong))
            BinaryPrimitives.WriteUInt64BigEndian(salt.AsSpan(i), _random.NextUInt64());
        author.Committed = new CommittedText(draft, new Bytes32(salt));
        Tell(author, draft.CommitmentBy(
            KeysOf(author).PublicKey, _world.Population.Genesis.Network, ++author.Sequence, round + _lifetimeRounds,
            author.Committed.Salt));
    }

    /// <summary>What an author has committed to is in a block, so it may show the text.</summary>
    private void Publish(TransactionId commitment, Author author, CommittedText committed, Round round)
    {
        _waiting.Remove(commitment);
        author.Committed = null;
        Submit(author, committed.Draft, round, committed.Salt);
    }

    private void Submit(Author author, WrittenReview draft, Round round, Bytes32? salt)
    {
        author.LastWritten = new Timestamp(
            Math.Max(author.LastWritten.Milliseconds + 1, TimeOf(_world.Now).Milliseconds));
        Submitted++;
        Tell(author, draft.By(
            KeysOf(author).PublicKey, _world.Population.Genesis.Network, ++author.Sequence, round + _lifetimeRounds,
            author.LastWritten, salt));
        if (_pays)
            Send(author, new Transaction.Payment(
                _world.Population.Genesis.Network, KeysOf(author).PublicKey, ++author.Sequence, round + _lifetimeRounds,
                _world.Population.Keys[(author.Number + 1) % _world.Population.Keys.Length].PublicKey, Amount: 1));
    }

    /// <summary>The author writes nothing until this is in a block.</summary>
    private void Tell(Author author, Transaction transaction)
    {
        var id = Send(author, transaction);
        _waiting.Add(id, author);
        _expiring.Enqueue((transaction.LastValidRound, id));
    }

    private TransactionId Send(Author author, Transaction transaction)
    {
        var signed = new SignedTransaction(
            transaction,
            _world.Cryptography.Sign(KeysOf(author).Account, SignedTransaction.SigningBytes(transaction)));
        SubmittedAt[signed.Id] = _world.Now;
        _submitted.Enqueue((transaction.LastValidRound, signed.Id));
        _world.Tell(_world.Population.Nodes[author.Number], new MempoolMessage.Submit(signed));
        return signed.Id;
    }

    private ParticipantKeys KeysOf(Author author) => _world.Population.Keys[author.Number];

    private bool CanWrite(Author author) =>
        _world.WritesHonestly(_world.Population.Nodes[author.Number])
        && _world.Genesis.State.FindAccount(_world.Population.Keys[author.Number].PublicKey)
            is { } account && !account.IsBlacklistedIn(new Round(1));

    private Author[] Shuffled(Author[] authors)
    {
        var order = authors.ToArray();
        _random.Shuffle<Author>(order);
        return order;
    }

    private Timestamp TimeOf(TimeSpan now) =>
        new(_world.Population.Genesis.Time.Milliseconds + (long)now.TotalMilliseconds);

    private static Bytes32 DigestOf(string name) =>
        DomainHash.Of(HashDomain.SimulatedKey, System.Text.Encoding.UTF8.GetBytes(name)).Bytes;

    private sealed record CommittedText(WrittenReview Draft, Bytes32 Salt);

    private sealed class Author(int number)
    {
        public int Number { get; } = number;

        public ulong Sequence { get; set; }

        public Timestamp LastWritten { get; set; }

        public Timestamp NotBefore { get; set; }

        public bool IsWaiting { get; set; }

        /// <summary>The round in which it wrote last.</summary>
        public Round WroteIn { get; set; }

        /// <summary>What it publishes when its commitment is in a block.</summary>
        public CommittedText? Committed { get; set; }

        public bool IsQueued { get; set; }
    }
}
