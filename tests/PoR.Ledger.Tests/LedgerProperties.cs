using FsCheck;
using FsCheck.Fluent;
using PoR.Core.Canonical;
using PoR.Core.Parameters;
using PoR.Core.Transactions;
using PoR.Ledger.Blocks;
using PoR.Ledger.State;

namespace PoR.Ledger.Tests;

public sealed class LedgerProperties
{
    private static readonly Config Repeatable = Config.QuickThrowOnFailure.WithReplay(20_171, 77).WithMaxTest(40);

    // What an account asks for: kind, sender, another account, amount or rating, score, subject.
    private sealed record Wish(int Kind, int Sender, int Other, int Amount, int Score, int Subject);

    [Fact(DisplayName = "What a leader builds is valid for every verifier, and for who only sees the certified chain")]
    public void Built_blocks_are_valid() => Check(chain => chain.Blocks.Count > 0); // Scenario.Advance asserts it.

    [Fact(DisplayName = "PoR §3.7: the state is a fold of the blocks: who replays them has the same root")]
    public void Replay_gives_the_same_root() => Check(chain =>
    {
        var state = LedgerState.Of(chain.State.Genesis);
        foreach (var (_, block) in chain.Blocks)
        {
            var outcome = Scenario.Executor.Execute(state, block, Scenario.SeedAfter(state), null);
            state = ((BlockOutcome.Valid)outcome).Next;
        }

        return state.Root == chain.State.Root && state.BlockDigest == chain.State.BlockDigest;
    });

    [Fact(DisplayName = "D16: a state is read again from its bytes, whole or by what has changed since an earlier one")]
    public void States_are_read_again() => Check(chain =>
    {
        var states = chain.Blocks.Select(b => b.Parent).Append(chain.State).ToList();
        LedgerState? earlier = null;
        foreach (var state in states)
        {
            var (whole, change) = (ReadAgain(state, null, null), ReadAgain(state, EarlierThan(state), earlier));
            if (!AreSame(state, whole) || !AreSame(state, change))
                return false;
            earlier = change;
        }

        return true;

        LedgerState? EarlierThan(LedgerState state) => states.TakeWhile(s => s != state).LastOrDefault();
    });

    [Fact(DisplayName = "PoR §3.4: a reputation is never negative, and is its start plus its adjustments")]
    public void Reputation_is_never_negative() => Check(chain =>
    {
        var adjusted = chain.Blocks
            .SelectMany(b => b.Block.Payset)
            .GroupBy(e => e.Transaction.Body.Sender)
            .ToDictionary(g => g.Key, g => g.Sum(e => e.Evaluation?.RepAdjust ?? 0));
        var genesis = chain.State.Genesis.Accounts.ToDictionary(a => a.Key, a => a.Reputation);
        return chain.State.Accounts.InOrder.All(a => a.Reputation >= 0
            && a.Reputation == genesis.GetValueOrDefault(a.PublicKey, 1) + adjusted.GetValueOrDefault(a.PublicKey));
    });

    [Fact(DisplayName = "PoR §3.7: the sum of all balances never changes")]
    public void Money_is_constant() => Check(chain =>
        chain.State.Accounts.InOrder.Aggregate(0ul, (sum, a) => sum + a.Balance) == chain.State.Money
        && chain.State.Money == 300);

    [Fact]
    public void Accounts_stand_in_order_and_can_be_found() => Check(chain =>
    {
        var all = chain.State.Accounts.InOrder.ToList();
        return all.Count == chain.State.Accounts.Count
            && all.Zip(all.Skip(1)).All(p => p.First.PublicKey.CompareTo(p.Second.PublicKey) < 0)
            && all.All(a => ReferenceEquals(chain.State.FindAccount(a.PublicKey), a));
    });

    [Fact]
    public void The_same_candidates_give_the_same_block_and_unrelated_order_gives_the_same_accounts() =>
        Prop.ForAll(Wishes().ToArbitrary(), wishes =>
        {
            // One wish a sender, without payments: nothing depends on the order but the payset itself.
            var own = wishes.DistinctBy(w => w.Sender).Select(w => w with { Kind = 0 }).ToList();
            var chain = NewChain();
            var candidates = own.Select(w => ToTransaction(chain, w)).ToList();
            var (first, again) = (chain.Build(candidates), chain.Build(candidates));
            var reversed = chain.Build(Enumerable.Reverse(candidates));
            return first.Block.Digest == again.Block.Digest
                && first.Next.Accounts.Digest == reversed.Next.Accounts.Digest;
        }).Check(Repeatable);

    private static LedgerState ReadAgain(LedgerState state, LedgerState? written, LedgerState? read)
    {
        var writer = new CanonicalWriter();
        StateChanges.Write(writer, state, written);
        var reader = new CanonicalReader(writer.WrittenSpan);
        var again = StateChanges.Read(ref reader, state.Genesis, read);
        Assert.True(reader.IsComplete, reader.Fault);
        return again!;
    }

    /// <summary>Also in what the root does not cover, and in what the next block finds in them.</summary>
    private static bool AreSame(LedgerState state, LedgerState again)
    {
        var (empty, next) = BlockExecutor.EmptyBlock(again);
        return (state.Root, state.BlockDigest, state.Money) == (again.Root, again.BlockDigest, again.Money)
            && BlockExecutor.EmptyBlock(state).Block.Digest == empty.Digest
            && next.Texts.Count == BlockExecutor.EmptyBlock(state).Next.Texts.Count
            && state.Accounts.InOrder.SequenceEqual(again.Accounts.InOrder);
    }

    private static void Check(Func<Scenario, bool> holds) =>
        Prop.ForAll(Wishes().ToArbitrary(), wishes => holds(Grow(wishes))).Check(Repeatable);

    private static Gen<List<Wish>> Wishes()
    {
        var wish =
            from kind in Gen.Choose(0, 9)
            from sender in Gen.Choose(0, 7)
            from other in Gen.Choose(0, 9)
            from amount in Gen.Choose(0, 60)
            from score in Gen.Choose(0, 100)
            from subject in Gen.Choose(0, 3)
            select new Wish(kind, sender, other, amount, score, subject);
        return wish.ListOf().Select(wishes => wishes.ToList());
    }

    private static Scenario NewChain() => new(
        ProtocolParameters.Hardened with { BlacklistRounds = 2, LookBackRounds = 1, EvidenceRounds = 4 },
        TestData.Account(0, 0, 100), TestData.Account(1, 7, 200), TestData.Account(2, 30));

    private static Scenario Grow(List<Wish> wishes)
    {
        var chain = NewChain();
        foreach (var part in wishes.Chunk(9))
        {
            if (part[0].Kind == 9)
                chain.SkipEmpty(1);
            var evidence = part.Where(w => w.Kind == 8)
                .Select(w => TestData.NoConfidence(w.Sender % 3, w.Amount % 5));
            chain.Advance(chain.Build([.. part.Select(w => ToTransaction(chain, w))], [.. evidence]));
        }

        chain.SkipEmpty(1);
        return chain;
    }

    private static SignedTransaction ToTransaction(Scenario chain, Wish wish) => wish.Kind switch
    {
        5 or 6 => chain.Payment(wish.Sender, wish.Other, (ulong)wish.Amount),
        7 => chain.Registration(wish.Sender),
        _ => chain.Review(
            wish.Sender,
            wish.Kind == 4 ? "?" : $"{wish.Score}",
            wish.Amount % 7, // 6 is off the scale.
            $"subject {wish.Subject}",
            wish.Other < 3 ? "" : $"kind {wish.Other % 3}",
            wish.Kind == 3 ? $"{wish.Score} said before" : null),
    };
}
