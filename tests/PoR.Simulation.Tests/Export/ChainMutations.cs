using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using PoR.Consensus.EvidenceRules;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Simulation.Export;
using static PoR.Simulation.Tests.Export.Forged;

namespace PoR.Simulation.Tests.Export;

/// <summary>One file of a chain with one thing changed.</summary>
/// <param name="Name">What was changed.</param>
/// <param name="File">Which file.</param>
/// <param name="Bytes">What it holds now.</param>
internal sealed record Mutation(string Name, string File, byte[] Bytes);

/// <summary>
/// Changes of a sound chain that no verifier may accept: a bit, a field of a certificate, or a field of a block that
/// all members sign again, so that only whoever recomputes it finds it.
/// </summary>
internal static class ChainMutations
{
    /// <summary>The one thing that only whoever has the evaluator finds.</summary>
    public const string ScoreAlone = "score";

    private delegate CertifiedBlock? Change(ComposedChain chain, int index, Random random);

    private static readonly (string Name, Change Change)[] _changes =
    [
        ("vote left out", (c, i, r) => Votes(c, i, v => v.RemoveAt(r.Next(v.Length)))),
        ("vote twice", (c, i, r) => Votes(c, i, v => v.Insert(0, v[0]))),
        ("votes swapped", (c, i, r) => Votes(c, i, v => [v[1], v[0], .. v[2..]])),
        ("certificate's step", (c, i, r) => Certificate(c, i, x => x with { Step = new Step(x.Step.Number + 3) })),
        ("certificate's round", (c, i, r) => Certificate(c, i, x => x with { Round = x.Round.Next })),
        ("certificate's parent", (c, i, r) => Certificate(c, i, x => x with { Parent = x.Block })),
        ("certificate's block", (c, i, r) => Certificate(c, i, x => x with { Block = x.Parent })),
        ("no ticket", (c, i, r) => BlockOf(c, i).IsEmpty ? null : Certificate(c, i, x => x with { Ticket = null })),
        ("ticket of another", TicketOfAnother),
        ("ticket's seed proof", (c, i, r) => Certificate(c, i, x => x.Ticket is { } ticket
            ? x with { Ticket = ticket with { SeedProof = ticket.Credential } }
            : null)),
        ("vote of another step", VoteOfAnotherStep),
        ("vote of the banned", VoteOfTheBanned),
        ("vote with a flag", VoteWithFlag),
        ("signature's scalar above L", (c, i, r) => Votes(c, i, v => [SignedAboveOrder(v[0]), .. v[1..]])),
        ("ticket's scalar above L", TicketAboveOrder),
        ("signatures swapped", (c, i, r) => Votes(c, i, v =>
            [new UnverifiedVote(v[0].Ballot, v[1].Signature), .. v[1..]])),
        ("time before the parent", (c, i, r) => Header(c, i, h => h with
        {
            Time = new Timestamp(c.Before(i).State.Time.Milliseconds - 1),
        })),
        ("parent's seed", (c, i, r) => Header(c, i, h => h with { ParentSeed = new Seed(h.StateRoot.Bytes) })),
        ("state root", (c, i, r) => Header(c, i, h => h with { StateRoot = h.PaysetDigest })),
        ("evidence digest", (c, i, r) => Header(c, i, h => h with { EvidenceDigest = h.PaysetDigest })),
        ("round", (c, i, r) => Header(c, i, h => h with { Round = h.Round.Next })),
        ("flags", (c, i, r) => Evaluated(c, i, r, e => e with
        {
            Flags = e.Flags ^ (BehaviourFlags)(1 << r.Next(8)),
        })),
        ("adjustment", (c, i, r) => Evaluated(c, i, r, e => e with { RepAdjust = e.RepAdjust + 1 })),
        ("verdict", (c, i, r) => Evaluated(c, i, r, e => e with
        {
            Verdict = (CongruenceVerdict)(1 + ((int)e.Verdict % 3)),
        })),
        (ScoreAlone, (c, i, r) => Evaluated(c, i, r, e => e with { Score = (byte)(e.Score == 99 ? 100 : 99) })),
        ("entry left out", (c, i, r) => Payset(c, i, p => p.RemoveAt(r.Next(p.Length)))),
        ("entry twice", (c, i, r) => Payset(c, i, p => p.Add(p[0]))),
        ("expired", (c, i, r) => Signed(c, i, r, t => t with { LastValidRound = new Round(i) })),
        ("too far ahead", (c, i, r) => Signed(c, i, r, t => t with { LastValidRound = new Round(i + 2_000) })),
        ("another network", (c, i, r) => Signed(c, i, r, t => t with { Network = new(t.Sender.Bytes) })),
        ("written too early", (c, i, r) => Signed(c, i, r, t => t is Transaction.Review review
            ? review with { WrittenAt = new Timestamp(-3_600_000) }
            : null)),
        ("not after its predecessor", WrittenAtOnce),
        ("predecessor missing", (c, i, r) => Numbered(c, i, r, (t, highest) => t is Transaction.Review review
            && review.Sequence > highest + 2 ? review with { After = highest + 2 } : null)),
        ("predecessor of no lower number", (c, i, r) => Signed(c, i, r, t => t is Transaction.Review review
            ? review with { After = review.Sequence }
            : null)),
        ("wrong salt", (c, i, r) => Signed(c, i, r, t => t is Transaction.Review { CommitmentSalt: not null } review
            ? review with { CommitmentSalt = review.Sender.Bytes }
            : null)),
        ("opened without commitment", (c, i, r) => Signed(c, i, r, t => t is Transaction.Review review
            ? review with { CommitmentSalt = review.Sender.Bytes }
            : null)),
        ("number used", (c, i, r) => Numbered(c, i, r, (t, highest) => highest > 0
            ? t with { Sequence = highest }
            : null)),
        ("number too far below", (c, i, r) => Numbered(c, i, r, (t, highest) => highest > 65
            ? t with { Sequence = highest - 65 }
            : null)),
        ("number too far above", (c, i, r) => Numbered(c, i, r, (t, highest) => t with
        {
            Sequence = highest + 1_025,
        })),
        ("more than there is", MoreThanThereIs),
        ("review of the banned", ReviewOfTheBanned),
        ("sponsor left out", (c, i, r) => Signed(c, i, r, t => Sponsored(t, _ => null))),
        ("right of another seat", (c, i, r) => Signed(c, i, r, t => Sponsored(
            t, s => s with { Right = s.Right with { Seat = s.Right.Seat + 9 } }))),
        ("right of another round", (c, i, r) => Signed(c, i, r, t => Sponsored(
            t, s => s with { Right = s.Right with { Round = s.Right.Round.Next } }))),
        ("evidence left out", (c, i, r) => Evidence(c, i, e => e.IsEmpty ? e : e.RemoveAt(0))),
        ("evidence twice", (c, i, r) => Evidence(c, i, e => e.IsEmpty ? e : e.Add(e[0]))),
        ("evidence too old", EvidenceTooOld),
        ("evidence forged", EvidenceForged),
        ("evidence too weak", EvidenceTooWeak),
        ("credential is its signer's", (c, i, r) => Accusing(c, i, vote => vote with
        {
            Credential = c.Cast.Vote(
                c.Cast.NumberOf(vote.Sender), c.Before((int)vote.Round.Number - 1).View, vote.Step, null)
                .Ballot.Credential,
        })),
        ("credential of another branch", (c, i, r) => Accusing(c, i, vote => vote with
        {
            Parent = new BlockDigest(Cast.Hash("another branch")),
        })),
        ("credential of another network", (c, i, r) => Accusing(c, i, vote => vote with { Network = default })),
        ("credential exchanged by another", (c, i, r) => Pieces(c, i, piece => piece is Evidence.WrongCredential e
            ? new Evidence.WrongCredential(Cast.Forged(e.Vote, 1))
            : null)),
    ];

    /// <summary>What is changed beside single bits.</summary>
    public static ImmutableArray<string> Names { get; } = [.. _changes.Select(change => change.Name)];

    /// <summary>One bit of one file.</summary>
    /// <param name="folder">The chain's.</param>
    /// <param name="random">Draws which.</param>
    public static Mutation Bit(string folder, Random random)
    {
        string[] files = [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)];
        var file = files[random.Next(files.Length)];
        var bytes = File.ReadAllBytes(file);
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return new Mutation("bit", Path.GetFileName(file), bytes);
    }

    /// <summary>One field of a block that has it; null where the draw has found none in this chain.</summary>
    /// <param name="chain">Sound.</param>
    /// <param name="number">Which change: they come by turns.</param>
    /// <param name="random">Draws the place.</param>
    public static Mutation? Field(ComposedChain chain, int number, Random random)
    {
        var (name, change) = _changes[number % _changes.Length];
        for (var tries = 0; tries < 8 * chain.Blocks.Count; tries++)
        {
            var index = random.Next(chain.Blocks.Count);
            if (change(chain, index, random) is { } changed)
                return new Mutation(name, ChainFolder.FileOf(index + 1), CanonicalBytes.Of(changed));
        }

        return null;
    }

    private static Transaction? Sponsored(Transaction transaction, Func<Sponsorship, Sponsorship?> change) =>
        transaction is Transaction.Registration { Sponsorship: { } sponsorship } registration
            ? registration with { Sponsorship = change(sponsorship) }
            : null;

    private static CertifiedBlock? TicketOfAnother(ComposedChain chain, int index, Random random)
    {
        var view = chain.Before(index).View;
        return Certificate(chain, index, c => c.Ticket is { } ticket
            && view.Members.FirstOrDefault(m => m.Key != ticket.Sender && chain.Cast.Has(m.Key)) is { } other
                ? c with { Ticket = chain.Cast.Ticket(chain.Cast.NumberOf(other.Key), view) }
                : null);
    }

    private static CertifiedBlock? VoteOfAnotherStep(ComposedChain chain, int index, Random random) =>
        Resigned(chain, index, (who, view, ballot) => chain.Cast.Vote(
            who, view, new Step(ballot.Step.Number + 3), ballot.Value, ballot.Bit));

    /// <summary>One who was in the view before says what the others say, in the place of one of them.</summary>
    private static CertifiedBlock? VoteOfTheBanned(ComposedChain chain, int index, Random random)
    {
        var (cast, view) = (chain.Cast, chain.Before(index).View);
        var earlier = chain.Before(Math.Max(0, index - 1)).View;
        var banned = Enumerable.Range(0, cast.Count).FirstOrDefault(
            who => view.Find(cast[who]) is null && earlier.Find(cast[who]) is not null, -1);
        return banned < 0 ? null : Votes(chain, index, votes =>
        {
            var ballot = votes[0].Ballot;
            var vote = cast.Vote(banned, view, ballot.Step, ballot.Value, ballot.Bit);
            return [.. votes[1..].Add(vote).OrderBy(v => v.Ballot.Sender)];
        });
    }

    private static CertifiedBlock? VoteWithFlag(ComposedChain chain, int index, Random random) =>
        Resigned(chain, index, (who, view, ballot) => chain.Cast.Vote(
            who, view, ballot.Step, ballot.Value, ballot.Bit, noConfidence: chain.Cast.ValueOf(0)));

    /// <summary>The first vote of a member of genesis says something else, and is signed.</summary>
    private static CertifiedBlock? Resigned(
        ComposedChain chain, int index, Func<int, CommitteeView, Ballot, UnverifiedVote> change) =>
        Certificate(chain, index, c =>
        {
            var at = Enumerable.Range(0, c.Votes.Length)
                .FirstOrDefault(i => chain.Cast.Has(c.Votes[i].Ballot.Sender), -1);
            if (at < 0)
                return null;
            var ballot = c.Votes[at].Ballot;
            var other = change(chain.Cast.NumberOf(ballot.Sender), chain.Before(index).View, ballot);
            return c with { Votes = c.Votes.SetItem(at, other) };
        });

    private static CertifiedBlock? TicketAboveOrder(ComposedChain chain, int index, Random random) =>
        Certificate(chain, index, c => c.Ticket is { } ticket
            ? c with { Ticket = ticket with { Credential = new VrfProof(AboveOrder(ticket.Credential.ToArray())) } }
            : null);

    private static UnverifiedVote SignedAboveOrder(UnverifiedVote vote) => new(vote.Ballot, vote.Signature with
    {
        Signature = new Signature(new Bytes64(AboveOrder(vote.Signature.Signature.Bytes.ToArray()))),
    });

    /// <summary>The group's order added to the scalar at the end: the equations hold as before.</summary>
    private static byte[] AboveOrder(byte[] bytes)
    {
        var order = (BigInteger.One << 252) + BigInteger.Parse(
            "27742317777372353535851937790883648493", CultureInfo.InvariantCulture);
        var scalar = bytes.AsSpan(bytes.Length - 32);
        var sum = (new BigInteger(scalar, isUnsigned: true) + order) % (BigInteger.One << 256);
        scalar.Clear();
        return sum.TryWriteBytes(scalar, out _, isUnsigned: true)
            ? bytes
            : throw new InvalidOperationException("A scalar has at most 256 bits.");
    }

    /// <summary>An author that has written before writes at that same moment, and says that it is later.</summary>
    private static CertifiedBlock? WrittenAtOnce(ComposedChain chain, int index, Random random) =>
        Signed(chain, index, random, transaction => transaction is Transaction.Review review
            && chain.Before(index).State.FindAccount(review.Sender) is { History.LastWrittenAt: { } last } author
            && author.LastReview < review.Sequence
                ? review with { WrittenAt = last, After = author.LastReview }
                : null);

    /// <summary>With another number than its sender's highest used one before the block allows.</summary>
    private static CertifiedBlock? Numbered(
        ComposedChain chain, int index, Random random, Func<Transaction, ulong, Transaction?> change) =>
        Signed(chain, index, random, transaction =>
            chain.Before(index).State.FindAccount(transaction.Sender) is { } sender
                ? change(transaction, sender.LastSequence)
                : null);

    private static CertifiedBlock? MoreThanThereIs(ComposedChain chain, int index, Random random) =>
        Signed(chain, index, random, transaction => transaction is Transaction.Payment payment
            && chain.Before(index).State.FindAccount(payment.Sender) is { } payer
                ? payment with { Amount = payer.Balance + 1 }
                : null);

    private static CertifiedBlock? ReviewOfTheBanned(ComposedChain chain, int index, Random random)
    {
        var (cast, before) = (chain.Cast, chain.Before(index));
        var banned = Enumerable.Range(0, cast.Count).FirstOrDefault(
            who => before.State.FindAccount(cast[who])!.IsBlacklistedIn(before.View.Round), -1);
        return banned < 0 ? null : Payset(chain, index, payset =>
        {
            var time = chain.Blocks[index].Block.Header.Time.Milliseconds;
            var review = chain.Signed(new Saying(banned), time);
            var evaluation = new ReviewEvaluation(99, CongruenceVerdict.Congruent, BehaviourFlags.None, 2);
            return payset.Add(new PaysetEntry(review, evaluation));
        });
    }

    private static CertifiedBlock? EvidenceTooOld(ComposedChain chain, int index, Random random) =>
        index > chain.State.Parameters.EvidenceRounds && !chain.Blocks[index].Block.IsEmpty
            ? Evidence(chain, index, pieces => [LedgerChains.Contradiction(chain, 1, round: 1)])
            : null;

    private static CertifiedBlock? EvidenceForged(ComposedChain chain, int index, Random random) =>
        Pieces(chain, index, piece => piece is Evidence.Contradiction e
            ? EvidenceBuilder.Contradiction(e.First, Cast.Forged(e.Second, 1))
            : null);

    private static CertifiedBlock? EvidenceTooWeak(ComposedChain chain, int index, Random random) =>
        Pieces(chain, index, piece => piece is Evidence.NoConfidence e
            ? e with { Votes = e.Votes.RemoveAt(random.Next(e.Votes.Length)) }
            : null);

    /// <summary>Each accused signs something else.</summary>
    private static CertifiedBlock? Accusing(ComposedChain chain, int index, Func<Ballot, Ballot> change) =>
        Pieces(chain, index, piece => piece is Evidence.WrongCredential { Vote.Ballot: var ballot } e
            ? new Evidence.WrongCredential(chain.Cast.Sign(chain.Cast.NumberOf(e.Accused), change(ballot)))
            : null);

    private static CertifiedBlock? Pieces(ComposedChain chain, int index, Func<Evidence, Evidence?> change)
    {
        ImmutableArray<Evidence> changed =
            [.. chain.Blocks[index].Block.Evidence.Select(piece => change(piece) ?? piece)];
        return changed.SequenceEqual(chain.Blocks[index].Block.Evidence)
            ? null
            : Evidence(chain, index, pieces => changed);
    }
}
