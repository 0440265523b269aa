using System.Collections.Immutable;
using System.Text;
using PoR.Chain;
using PoR.Consensus.Certificates;
using PoR.Consensus.Votes;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.Blocks;
using PoR.Ledger.State;

namespace PoR.Simulation.Tests.Export;

/// <summary>
/// A certified chain that a test writes block by block through the ledger's own builder: the best ticket leads, all
/// who have seats vote, and the first step with a quorum ends the round.
/// </summary>
/// <param name="cast">Who stands in genesis.</param>
/// <param name="newcomers">Who does not.</param>
internal sealed class ComposedChain(Cast cast, Cast? newcomers = null)
{
    private readonly Cast[] _casts = newcomers is null ? [cast] : [cast, newcomers];
    private readonly Dictionary<PublicKey, ulong> _sequences = [];
    private readonly List<Branch> _before = [];
    private int _texts;

    private static readonly Bytes32 _salt = new([.. Enumerable.Repeat((byte)7, 32)]);

    public Cast Cast => cast;

    public List<CertifiedBlock> Blocks { get; } = [];

    public Branch Branch { get; private set; } = cast.Root;

    public LedgerState State => Branch.State;

    /// <summary>The chain as it was before a block.</summary>
    /// <param name="index">0 for the first block.</param>
    public Branch Before(int index) => _before[index];

    public Account Account(int who) => State.FindAccount(cast[who])!;

    public bool IsMember(int who) => Branch.View.Find(cast[who]) is not null;

    public void Empty(int rounds = 1)
    {
        for (var i = 0; i < rounds; i++)
            Append(BlockExecutor.EmptyBlock(State).Block);
    }

    /// <summary>A block of reviews, each of which must bear exactly the flags that it says.</summary>
    /// <param name="afterMs">Of its time after the parent's.</param>
    /// <param name="sayings">In payset order.</param>
    public void Say(long afterMs, params IEnumerable<Saying> sayings)
    {
        Saying[] said = [.. sayings];
        var time = State.Time.Milliseconds + afterMs;
        var block = Add(afterMs, [.. said.Select(s => Signed(s, time))]);
        var round = block.Header.Round;
        for (var i = 0; i < said.Length; i++)
        {
            var flags = block.Payset[i].Evaluation!.Flags;
            Assert.True(said[i].Flags == flags, $"Round {round}, review {i}: {said[i].Flags}, not {flags}.");
        }
    }

    /// <summary>A block of these transactions, of which none is left out.</summary>
    public Block Add(long afterMs, params SignedTransaction[] transactions) => Add(afterMs, [], transactions);

    public Block Add(long afterMs, ImmutableArray<Evidence> evidence, params SignedTransaction[] transactions)
    {
        var (leader, of) = Leader();
        var block = of.Build(leader, Branch, transactions, evidence, afterMs).Block;
        Assert.Equal((transactions.Length, evidence.Length), (block.Payset.Length, block.Evidence.Length));
        Append(block);
        return block;
    }

    /// <summary>The same, in the other order, which only a hostile leader takes. The state is the same.</summary>
    public Block AddTurned(long afterMs, params SignedTransaction[] transactions)
    {
        var (leader, of) = Leader();
        var built = of.Build(leader, Branch, transactions, [], afterMs).Block;
        ImmutableArray<PaysetEntry> payset = [.. built.Payset.Reverse()];
        Assert.Equal(transactions.Length, payset.Length);
        var block = new Block(built.Header with { PaysetDigest = Block.DigestOf(payset) }, payset, []);
        Append(block);
        return block;
    }

    public SignedTransaction Pay(int from, PublicKey to, ulong amount, Cast? of = null) =>
        Pay(from, to, amount, Next((of ?? cast)[from]), of);

    public SignedTransaction Pay(int from, PublicKey to, ulong amount, ulong number, Cast? of = null)
    {
        of ??= cast;
        return of.Signed(from, new Transaction.Payment(
            cast.Genesis.Network, of[from], number, LastValid(), to, amount));
    }

    public SignedTransaction Register(int newcomer, Sponsorship? sponsorship = null) =>
        newcomers!.Registration(newcomer, Next(newcomers[newcomer]), sponsorship, LastValid().Number);

    /// <summary>A newcomer admitted by one of the rights that a past round drew.</summary>
    public SignedTransaction RegisterBy(int newcomer, int round, int right = 0)
    {
        var view = Before(round - 1).View;
        var rights = from who in Enumerable.Range(0, cast.Count)
                     from seat in Enumerable.Range(0, (int)cast.RightsOf(who, view))
                     select (Holder: who, Seat: seat);
        var (holder, at) = rights.ElementAt(right);
        return Register(newcomer, cast.Sponsor(holder, view, newcomers!.NewcomerKeys(newcomer), at));
    }

    /// <summary>A transaction with its sender's signature.</summary>
    public SignedTransaction Signed(Transaction body)
    {
        var of = Array.Find(_casts, c => c.Has(body.Sender))!;
        return of.Signed(of.NumberOf(body.Sender), body);
    }

    /// <summary>Somebody's commitment to a text, which a saying of the same text opens.</summary>
    public SignedTransaction CommitTo(int who, string text) => cast.Signed(who, new Transaction.TextCommitment(
        cast.Genesis.Network, cast[who], Next(cast[who]), LastValid(),
        Transaction.TextCommitment.DigestOf(cast[who], ReviewNote.TryCreate(Encoding.UTF8.GetBytes(text))!, _salt)));

    /// <summary>A review as it stands in a block of this time.</summary>
    public SignedTransaction Signed(Saying saying, long blockTimeMs, Cast? of = null)
    {
        of ??= cast;
        var number = ++_texts;
        var text = saying.Text ?? (saying.IsAngry
            ? $"Terrible. Broken after a day, I hate it, a waste of money. Number {number}."
            : $"A wonderful thing, I love it, works perfectly. Number {number}.");
        var author = of[saying.Who];
        return of.Signed(saying.Who, new Transaction.Review(
            cast.Genesis.Network, author, saying.Number ?? Next(author), LastValid(),
            saying.Subject ?? $"thing {number}", saying.Category, ReviewNote.TryCreate(Encoding.UTF8.GetBytes(text))!,
            saying.Rate, new Timestamp(blockTimeMs + saying.OffsetMs), saying.Sensitive)
        {
            After = saying.After, CommitmentSalt = saying.IsCommitted ? _salt : null,
        });
    }

    /// <summary>A block, whatever it holds, with the votes of all who have seats.</summary>
    public CertifiedBlock Certify(Branch on, Block block)
    {
        var view = on.View;
        if (block.IsEmpty)
        {
            var (end, ones) = Quorum(view, Step.BlockDecision, null, 1);
            return new CertifiedBlock(block, CertificateBuilder.OfEmptyBlock(view, end, block.Digest, ones));
        }

        var value = new BlockValue(block.Digest, block.Header.Proposer!.Leader);
        var of = _casts.First(c => c.Has(value.Leader));
        var (step, votes) = Quorum(view, Step.BbaStart, value, 0);
        return new CertifiedBlock(block, CertificateBuilder.OfBlock(
            view, step, value, of.Ticket(of.NumberOf(value.Leader), view), votes));
    }

    /// <summary>Valid votes of everybody with seats.</summary>
    public ImmutableArray<Vote> Votes(CommitteeView view, Step step, BlockValue? value, byte bit) =>
        [.. _casts.SelectMany(c => c.Votes(view, step, value, bit))];

    /// <summary>Where a sampled committee has no quorum, the round goes on for three steps more.</summary>
    private (Step Step, ImmutableArray<Vote> Votes) Quorum(CommitteeView view, Step first, BlockValue? value, byte bit)
    {
        for (var number = first.Number; number < first.Number + 60; number += 3)
        {
            var votes = Votes(view, new Step(number), value, bit);
            if (votes.Sum(v => v.Seats) >= view.CertificateThreshold)
                return (new Step(number), votes);
        }

        throw new InvalidOperationException($"Round {view.Round} has no quorum in twenty steps.");
    }

    private (int Leader, Cast Of) Leader() => _casts
        .SelectMany(c => Enumerable.Range(0, c.Count).Select(who => (
            Who: who, Of: c, Lot: c.Lot(who, Branch.View, Step.BlockProposal))))
        .Where(ticket => ticket.Lot is not null)
        .OrderBy(ticket => ticket.Lot!.Value.Rank)
        .Select(ticket => (ticket.Who, ticket.Of)).First();

    private void Append(Block block)
    {
        _before.Add(Branch);
        Blocks.Add(Certify(Branch, block));
        Branch = cast.Extend(Branch, block);
    }

    private ulong Next(PublicKey key) => _sequences[key] = _sequences.GetValueOrDefault(key) + 1;

    private Round LastValid() => State.Round + 5;
}

/// <summary>A review that a test has somebody write.</summary>
/// <param name="Who">Its author.</param>
/// <param name="Flags">What the ledger must see in it.</param>
internal sealed record Saying(int Who, BehaviourFlags Flags = BehaviourFlags.None)
{
    /// <summary>Whether the text blames its subject; else it praises it.</summary>
    public bool IsAngry { get; init; }

    /// <summary>A text of its own if null.</summary>
    public string? Text { get; init; }

    public Rating Rate { get; init; } = new(5, 1, 5);

    /// <summary>A subject of its own if null.</summary>
    public string? Subject { get; init; }

    public string Category { get; init; } = "";

    /// <summary>Its sequence number; the author's next one if null.</summary>
    public ulong? Number { get; init; }

    /// <summary>The number of what its author has signed as its predecessor, if anything.</summary>
    public ulong? After { get; init; }

    /// <summary>The commitment to its sensitive fields; zeros without any.</summary>
    public Bytes32 Sensitive { get; init; }

    /// <summary>Whether it opens what its author has committed to.</summary>
    public bool IsCommitted { get; init; }

    /// <summary>When it was written, after the block's time. Milliseconds.</summary>
    public long OffsetMs { get; init; }
}
