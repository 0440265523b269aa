using System.Collections.Immutable;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Genesis;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.Blocks;
using PoR.Ledger.Stake;
using PoR.Ledger.State;
using PoR.Ledger.Transactions;

namespace PoR.Ledger.Tests;

/// <summary>A chain that grows block by block; a verifier and a late joiner execute every block.</summary>
internal sealed class Scenario
{
    public const long BlockIntervalMs = 10_000;

    private readonly Dictionary<PublicKey, ulong> _sequences = [];
    private readonly Dictionary<PublicKey, long> _written = [];
    private int _texts;

    public Scenario(ProtocolParameters parameters, params IEnumerable<GenesisAccount> accounts)
        : this(LedgerState.Of(TestData.Genesis(parameters, accounts)))
    {
    }

    public Scenario(LedgerState state) => State = state;

    public static Proposer Leader { get; } = new(TestData.Key(0), TestData.Proof(1));

    public static BlockExecutor Executor { get; } = new(new FakeSignatures(), new FakeBranchRules());

    public LedgerState State { get; private set; }

    public List<(LedgerState Parent, Block Block)> Blocks { get; } = [];

    public NetworkId Network => State.Genesis.Network;

    public Timestamp NextTime => new(State.Time.Milliseconds + BlockIntervalMs);

    public Account Account(int number) => State.FindAccount(TestData.Key(number))!;

    public long Reputation(int number) => Account(number).Reputation;

    public StakeTable NextTable => StakeTable.Of(State, State.Round.Next);

    public static Seed SeedAfter(LedgerState parent) =>
        SeedChain.AfterBlock(
            new VrfOutput(new Bytes64([.. parent.Seed.Bytes.ToArray(), .. new byte[32]])), parent.Round.Next);

    public ulong NextSequence(int sender) =>
        _sequences[TestData.Key(sender)] = _sequences.GetValueOrDefault(TestData.Key(sender)) + 1;

    /// <summary>A review whose text says <paramref name="score"/>; written 6 s after the previous one.</summary>
    public SignedTransaction Review(
        int author,
        string score = "80",
        int stars = 4,
        string? subject = null,
        string category = "",
        string? text = null,
        long? writtenAt = null,
        ulong? sequence = null,
        Rating? rate = null)
    {
        var key = TestData.Key(author);
        var written = writtenAt
            ?? Math.Max(State.Time.Milliseconds, _written.GetValueOrDefault(key, TestData.Start.Milliseconds) + 6_000);
        _written[key] = written;
        return TestData.Sign(new Transaction.Review(
            Network,
            key,
            sequence ?? NextSequence(author),
            State.Round + 100,
            subject ?? $"subject {++_texts}",
            category,
            TestData.Note(text ?? $"{score} text {++_texts}"),
            rate ?? new Rating(stars, 0, 5),
            new Timestamp(written),
            default));
    }

    /// <summary>A review that names the own transaction that must be in a block before it.</summary>
    public SignedTransaction ReviewAfter(int author, ulong after, long? writtenAt = null) => TestData.Sign(
        (Transaction.Review)Review(author, writtenAt: writtenAt).Body with { After = after });

    public SignedTransaction Payment(int payer, int recipient, ulong amount) => TestData.Sign(
        new Transaction.Payment(
            Network, TestData.Key(payer), NextSequence(payer), State.Round + 100, TestData.Key(recipient), amount));

    public SignedTransaction Registration(int account, Sponsorship? sponsorship = null) => TestData.Sign(
        new Transaction.Registration(
            Network,
            TestData.Key(account),
            NextSequence(account),
            State.Round + 100,
            new VrfPublicKey(TestData.Bytes($"vrf {account}")),
            new OneTimeRootKey(TestData.Bytes($"root {account}")),
        sponsorship));

    public BuiltBlock Build(IEnumerable<SignedTransaction> candidates, ImmutableArray<Evidence> evidence = default) =>
        new BlockBuilder(
            State,
            Leader,
            SeedAfter(State),
            NextTime,
            candidates,
            evidence.IsDefault ? [] : evidence,
            new FakeScores()).Try(int.MaxValue).Seal();

    /// <summary>Builds, executes and applies a block that takes every candidate.</summary>
    public Block Commit(params SignedTransaction[] candidates)
    {
        var built = Build(candidates);
        Assert.Equal(candidates.Length, built.Block.Payset.Length);
        return Advance(built);
    }

    public Block Accuse(params Evidence[] evidence)
    {
        var built = Build([], [.. evidence]);
        Assert.Equal(evidence.Length, built.Block.Evidence.Length);
        return Advance(built);
    }

    public Block Advance(BuiltBlock built)
    {
        var verified = Assert.IsType<BlockOutcome.Valid>(Execute(built.Block));
        var certified = Assert.IsType<BlockOutcome.Valid>(
            Executor.Execute(State, built.Block, SeedAfter(State), scores: null));
        Assert.Equal(built.Next.Root, verified.Next.Root);
        Assert.Equal(built.Next.Root, certified.Next.Root);
        Assert.Equal(built.Next.BlockDigest, verified.Next.BlockDigest);
        Blocks.Add((State, built.Block));
        State = verified.Next;
        return built.Block;
    }

    public void SkipEmpty(int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            var (block, next) = BlockExecutor.EmptyBlock(State);
            Blocks.Add((State, block));
            State = next;
        }
    }

    public BlockOutcome Execute(Block block, ITextScores? scores = null) =>
        Executor.Execute(State, block, SeedAfter(State), scores ?? new FakeScores());

    /// <summary>Why the next block may not hold a transaction, or null: its leader then takes it.</summary>
    public TransactionFault? FaultOf(SignedTransaction transaction)
    {
        var fault = TransactionRules.Check(State, transaction, State.Round.Next, NextTime);
        Assert.Equal(fault is null ? 1 : 0, Build([transaction]).Block.Payset.Length);
        return fault;
    }
}
