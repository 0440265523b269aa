using System.Collections.Immutable;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Genesis;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Ledger.Stake;

namespace PoR.Ledger.State;

/// <summary>
/// The state after a block: a pure function of genesis and the blocks since (PoR §3.7 S_r). Immutable; nodes that
/// agree share one.
/// </summary>
public sealed class LedgerState
{
    internal LedgerState(
        GenesisDocument genesis,
        Round round,
        Seed seed,
        Timestamp time,
        StateMap<Account> accounts,
        StateMap<Subject> subjects,
        RecentDigests texts,
        RecentDigests commitments,
        ImmutableArray<AppliedEvidence> evidence,
        ImmutableArray<SponsorRight> usedRights,
        long? weightMax,
        ulong money)
    {
        Genesis = genesis;
        Round = round;
        Seed = seed;
        Time = time;
        Accounts = accounts;
        Subjects = subjects;
        Texts = texts;
        Commitments = commitments;
        Evidence = evidence;
        UsedRights = usedRights;
        WeightMax = weightMax;
        Money = money;
        Root = ComputeRoot();
    }

    private LedgerState(LedgerState content, BlockDigest block)
    {
        Genesis = content.Genesis;
        Round = content.Round;
        Seed = content.Seed;
        Time = content.Time;
        Accounts = content.Accounts;
        Subjects = content.Subjects;
        Texts = content.Texts;
        Commitments = content.Commitments;
        Evidence = content.Evidence;
        UsedRights = content.UsedRights;
        WeightMax = content.WeightMax;
        Money = content.Money;
        Root = content.Root;
        BlockDigest = block;
    }

    /// <summary>Where it all began: parameters and network id.</summary>
    public GenesisDocument Genesis { get; }

    /// <summary>The protocol's.</summary>
    public ProtocolParameters Parameters => Genesis.Parameters;

    /// <summary>r: of the last block.</summary>
    public Round Round { get; }

    /// <summary>H(B^r).</summary>
    public BlockDigest BlockDigest { get; }

    /// <summary>Q^r.</summary>
    public Seed Seed { get; }

    /// <summary>The last block's time.</summary>
    public Timestamp Time { get; }

    /// <summary>Accounts in ascending order of key.</summary>
    public StateMap<Account> Accounts { get; }

    /// <summary>Subjects in ascending order of their names' digests.</summary>
    public StateMap<Subject> Subjects { get; }

    /// <summary>Marks of the texts of the last rounds' reviews.</summary>
    public RecentDigests Texts { get; }

    /// <summary>What authors have committed to in the last rounds.</summary>
    public RecentDigests Commitments { get; }

    /// <summary>Evidence of the last <see cref="ProtocolParameters.EvidenceRounds"/> rounds, ascending.</summary>
    public ImmutableArray<AppliedEvidence> Evidence { get; }

    /// <summary>Rights to sponsor that are used and have not lapsed since, ascending (D41).</summary>
    public ImmutableArray<SponsorRight> UsedRights { get; }

    /// <summary>The cap: no weight that comes from this state is above it, 1 and up; null without a cap (D1).</summary>
    public long? WeightMax { get; }

    /// <summary>The sum of all balances, which never changes.</summary>
    public ulong Money { get; }

    /// <summary>Digest of everything above but the block's own digest, which covers this one.</summary>
    public Digest Root { get; }

    /// <summary>S_0 (PoR §3.7 item 1).</summary>
    /// <exception cref="ArgumentException">The document breaks its own rules; a decoded one does not.</exception>
    public static LedgerState Of(GenesisDocument genesis)
    {
        UInt128 money = 0;
        PublicKey? previous = null;
        foreach (var account in genesis.Accounts)
        {
            if (account.Reputation is < 0 or > Account.ReputationMax)
                throw new ArgumentException($"A reputation must be 0..{Account.ReputationMax}.", nameof(genesis));
            if (previous is { } before && account.Key.CompareTo(before) <= 0)
                throw new ArgumentException("Accounts must stand in ascending order of key.", nameof(genesis));
            money += account.Balance;
            previous = account.Key;
        }

        if (money > GenesisDocument.BalanceSumMax)
            throw new ArgumentException("The balances add up to more than 2^63 − 1.", nameof(genesis));
        if (genesis.Parameters.Fault() is { } fault)
            throw new ArgumentException(fault.Message, nameof(genesis));
        var accounts = StateMap<Account>.Empty.With(genesis.Accounts.Select(Account.Of));
        return new LedgerState(
            genesis,
            Round.Genesis,
            genesis.Seed,
            genesis.Time,
            accounts,
            StateMap<Subject>.Empty,
            RecentDigests.Empty,
            RecentDigests.Empty,
            [],
            [],
            WeightCap.After(null, accounts, Round.Genesis, genesis),
            (ulong)money).After(genesis.BlockDigest);
    }

    /// <summary>The account of a key, or null.</summary>
    public Account? FindAccount(PublicKey key) => Accounts.Find(key.Bytes);

    /// <summary>
    /// From which round on a sponsored account can weigh 1, if the cap stays and it has a congruent review (D41): k
    /// rounds after its entry, and old enough for its share of the cap, or of its reputation without one.
    /// </summary>
    /// <exception cref="ArgumentException">The account is not registered.</exception>
    public Round WeighsFrom(Account account)
    {
        if (account.RegisteredRound is not { } entered)
            throw new ArgumentException("Whoever is not registered never weighs.", nameof(account));
        long ageing = account.Sponsor is null ? 0 : Parameters.Admission?.AgeingRounds ?? 0;
        var whole = Math.Max(1, WeightMax ?? account.Reputation);
        return entered + Math.Max(Parameters.LookBackRounds, (ageing + whole - 1) / whole);
    }

    /// <summary>Whether a right to sponsor has been used.</summary>
    public bool IsUsed(SponsorRight right) => UsedRights.BinarySearch(right) >= 0;

    /// <summary>The subject of a name, or null.</summary>
    internal Subject? FindSubject(string name) => Subjects.Find(Subject.KeyOf(name));

    /// <summary>This state, known to follow from a block of this digest.</summary>
    internal LedgerState After(BlockDigest block) => new(this, block);

    private Digest ComputeRoot()
    {
        var writer = StateHash.Open(StateHash.RootPart);
        writer.Fixed(Genesis.Network.Bytes);
        writer.Int64(Round.Number);
        writer.Fixed(Seed.Bytes);
        writer.Int64(Time.Milliseconds);
        writer.Int32(Accounts.Count);
        writer.Fixed(Accounts.Digest.Bytes);
        writer.Int32(Subjects.Count);
        writer.Fixed(Subjects.Digest.Bytes);
        Texts.Write(writer);
        Commitments.Write(writer);
        writer.Int32(Evidence.Length);
        foreach (var evidence in Evidence)
            evidence.Write(writer);
        writer.List(UsedRights);
        writer.Boolean(WeightMax is not null);
        if (WeightMax is { } weightMax)
            writer.Int64(weightMax);
        return StateHash.Close(writer);
    }
}
