using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Simulation.Export;

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
        ("no ticket", (c, i, r) => Block(c, i).IsEmpty ? null : Certificate(c, i, x => x with { Ticket = null })),
        ("ticket of another", TicketOfAnother),
        ("ticket's seed proof", (c, i, r) => Certificate(c, i, x => x.Ticket is { } ticket
            ? x with { Ticket = ticket with { SeedProof = ticket.Credential } }
            : null)),
        ("vote of another step", VoteOfAnotherStep),
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
        ("flags", (c, i, r) => Evaluation(c, i, r, e => e with
        {
            Flags = e.Flags ^ (BehaviourFlags)(1 << r.Next(7)),
        })),
        ("adjustment", (c, i, r) => Evaluation(c, i, r, e => e with { RepAdjust = e.RepAdjust + 1 })),
        ("verdict", (c, i, r) => Evaluation(c, i, r, e => e with
        {
            Verdict = (CongruenceVerdict)(1 + ((int)e.Verdict % 3)),
        })),
        (ScoreAlone, (c, i, r) => Evaluation(c, i, r, e => e with { Score = (byte)(e.Score == 99 ? 100 : 99) })),
        ("entry left out", (c, i, r) => Payset(c, i, p => p.RemoveAt(r.Next(p.Length)))),
        ("entry twice", (c, i, r) => Payset(c, i, p => p.Add(p[0]))),
        ("expired", (c, i, r) => Signed(c, i, r, t => t with { LastValidRound = new Round(i) })),
        ("too far ahead", (c, i, r) => Signed(c, i, r, t => t with { LastValidRound = new Round(i + 2_000) })),
        ("another network", (c, i, r) => Signed(c, i, r, t => t with { Network = new(t.Sender.Bytes) })),
        ("written too early", (c, i, r) => Signed(c, i, r, t => t is Transaction.Review review
            ? review with { WrittenAt = new Timestamp(-3_600_000) }
            : null)),
        ("more than there is", (c, i, r) => Signed(c, i, r, t => t is Transaction.Payment payment
            ? payment with { Amount = 1_000_000 }
            : null)),
        ("evidence left out", (c, i, r) => Evidence(c, i, e => e.RemoveAt(0))),
        ("evidence twice", (c, i, r) => Evidence(c, i, e => e.Add(e[0]))),
    ];

    /// <summary>So many changes, half of them of single bits.</summary>
    /// <param name="chain">Sound.</param>
    /// <param name="folder">Where it is written.</param>
    /// <param name="count">How many.</param>
    /// <param name="random">Draws what is changed.</param>
    public static IEnumerable<Mutation> Of(ComposedChain chain, string folder, int count, Random random)
    {
        for (var i = 0; i < count; i++)
            yield return i % 2 == 0 ? Bit(folder, random) : Field(chain, i / 2, random);
    }

    private static Mutation Bit(string folder, Random random)
    {
        string[] files = [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)];
        var file = files[random.Next(files.Length)];
        var bytes = File.ReadAllBytes(file);
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return new Mutation("bit", Path.GetFileName(file), bytes);
    }

    /// <summary>Takes the changes by turns, so that each occurs, and a block that has what is to be changed.</summary>
    private static Mutation Field(ComposedChain chain, int number, Random random)
    {
        for (var turn = number; ; turn++)
        {
            var (name, change) = _changes[turn % _changes.Length];
            for (var tries = 0; tries < 20; tries++)
            {
                var index = random.Next(chain.Blocks.Count);
                if (change(chain, index, random) is { } changed)
                    return new Mutation(name, ChainFolder.FileOf(index + 1), CanonicalBytes.Of(changed));
            }
        }
    }

    private static Block Block(ComposedChain chain, int index) => chain.Blocks[index].Block;

    private static CertifiedBlock? Certificate(ComposedChain chain, int index, Func<Certificate, Certificate?> change) =>
        change(chain.Blocks[index].Certificate) is { } changed
            ? chain.Blocks[index] with { Certificate = changed }
            : null;

    private static CertifiedBlock? Votes(
        ComposedChain chain,
        int index,
        Func<ImmutableArray<UnverifiedVote>, ImmutableArray<UnverifiedVote>> change) =>
        Certificate(chain, index, c => c.Votes.Length < 2 ? null : c with { Votes = change(c.Votes) });

    private static CertifiedBlock? TicketOfAnother(ComposedChain chain, int index, Random random)
    {
        var view = chain.Before(index).View;
        return Certificate(chain, index, c => c.Ticket is { } ticket
            && view.Members.FirstOrDefault(m => m.Key != ticket.Sender && chain.Cast.Has(m.Key)) is { } other
                ? c with { Ticket = chain.Cast.Ticket(chain.Cast.NumberOf(other.Key), view) }
                : null);
    }

    private static CertifiedBlock? VoteOfAnotherStep(ComposedChain chain, int index, Random random) =>
        Certificate(chain, index, c =>
        {
            var at = Enumerable.Range(0, c.Votes.Length)
                .FirstOrDefault(i => chain.Cast.Has(c.Votes[i].Ballot.Sender), -1);
            if (at < 0)
                return null;
            var ballot = c.Votes[at].Ballot;
            var later = chain.Cast.Vote(
                chain.Cast.NumberOf(ballot.Sender), chain.Before(index).View, new Step(ballot.Step.Number + 3),
                ballot.Value, ballot.Bit);
            return c with { Votes = c.Votes.SetItem(at, later) };
        });

    private static CertifiedBlock Again(ComposedChain chain, int index, Block changed) =>
        chain.Certify(chain.Before(index), changed);

    private static CertifiedBlock Header(ComposedChain chain, int index, Func<BlockHeader, BlockHeader> change) =>
        Again(chain, index, new Block(
            change(Block(chain, index).Header), Block(chain, index).Payset, Block(chain, index).Evidence));

    private static CertifiedBlock? Payset(
        ComposedChain chain, int index, Func<ImmutableArray<PaysetEntry>, ImmutableArray<PaysetEntry>> change)
    {
        var block = Block(chain, index);
        if (block.Payset.IsEmpty)
            return null;
        var payset = change(block.Payset);
        return Again(chain, index, new Block(
            block.Header with { PaysetDigest = Core.Agreement.Block.DigestOf(payset) }, payset, block.Evidence));
    }

    private static CertifiedBlock? Evidence(
        ComposedChain chain, int index, Func<ImmutableArray<Evidence>, ImmutableArray<Evidence>> change)
    {
        var block = Block(chain, index);
        if (block.Evidence.IsEmpty)
            return null;
        var evidence = change(block.Evidence);
        return Again(chain, index, new Block(
            block.Header with { EvidenceDigest = Core.Agreement.Block.DigestOf(evidence) }, block.Payset, evidence));
    }

    private static CertifiedBlock? Entry(
        ComposedChain chain, int index, Random random, Func<PaysetEntry, PaysetEntry?> change)
    {
        var payset = Block(chain, index).Payset;
        var at = payset.IsEmpty ? 0 : random.Next(payset.Length);
        return !payset.IsEmpty && change(payset[at]) is { } changed
            ? Payset(chain, index, p => p.SetItem(at, changed))
            : null;
    }

    private static CertifiedBlock? Evaluation(
        ComposedChain chain, int index, Random random, Func<ReviewEvaluation, ReviewEvaluation> change) =>
        Entry(chain, index, random, entry => entry.Evaluation is { Verdict: CongruenceVerdict.Congruent } evaluation
            ? entry with { Evaluation = change(evaluation) }
            : null);

    /// <summary>Signed anew by the sender, so that the signature holds.</summary>
    private static CertifiedBlock? Signed(
        ComposedChain chain, int index, Random random, Func<Transaction, Transaction?> change) =>
        Entry(chain, index, random, entry => chain.Cast.Has(entry.Transaction.Body.Sender)
            && change(entry.Transaction.Body) is { LastValidRound.Number: > 0 } changed
                ? entry with { Transaction = chain.Cast.Signed(chain.Cast.NumberOf(changed.Sender), changed) }
                : null);
}
