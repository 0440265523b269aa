using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;

namespace PoR.Core.Genesis;

/// <summary>Common knowledge at the start: parameters, accounts and the first seed (PoR §5.1 Genesis Block).</summary>
public sealed class GenesisDocument : ICanonical<GenesisDocument>
{
    /// <summary>Most accounts that a decoder accepts.</summary>
    public const int AccountsMax = 10_000_000;

    /// <summary>
    /// The number of the ledger's rules: it rises when a state's digest would be another one. A program goes on with
    /// chains of its own rules only.
    /// </summary>
    public const int Rules = 6;

    /// <summary>The largest sum of balances, so that no balance can overflow.</summary>
    public const ulong BalanceSumMax = long.MaxValue;

    // "PoR", and behind it the number.
    private const int RulesMark = 0x506F5200;

    // In the place of the number, where rules of the network's own follow; programs before these take it for a number.
    private const int OwnRulesMark = RulesMark + 0x80 + Rules;

    /// <summary>Joins the parts and derives the network's id from all of them.</summary>
    /// <param name="name">For people: 1..128 bytes of UTF-8.</param>
    /// <param name="parameters">The protocol's.</param>
    /// <param name="evaluatorDigest">Digest of the evaluation model that every node must run.</param>
    /// <param name="isInsecureModel">True when signatures are the insecure stand-in.</param>
    /// <param name="seed">Q^0.</param>
    /// <param name="time">The genesis block's time.</param>
    /// <param name="accounts">In ascending order of key.</param>
    /// <param name="own">Rules in the place of Proof of Review's; null: there are none.</param>
    /// <exception cref="ArgumentException">The name of a rule is empty or too long.</exception>
    public GenesisDocument(
        string name,
        ProtocolParameters parameters,
        Digest evaluatorDigest,
        bool isInsecureModel,
        Seed seed,
        Timestamp time,
        ImmutableArray<GenesisAccount> accounts,
        OwnRules? own = null)
    {
        if (own?.Fault is { } fault)
            throw new ArgumentException(fault, nameof(own));
        Own = own;
        Name = name;
        Parameters = parameters;
        EvaluatorDigest = evaluatorDigest;
        IsInsecureModel = isInsecureModel;
        Seed = seed;
        Time = time;
        Accounts = accounts;
        Network = new NetworkId(DomainHash.Of(HashDomain.Genesis, this).Bytes);
    }

    /// <summary>For people.</summary>
    public string Name { get; }

    /// <summary>The protocol's.</summary>
    public ProtocolParameters Parameters { get; }

    /// <summary>Rules in the place of Proof of Review's; null: there are none.</summary>
    public OwnRules? Own { get; }

    /// <summary>Digest of the evaluation model that every node must run.</summary>
    public Digest EvaluatorDigest { get; }

    /// <summary>
    /// True when signatures are the insecure stand-in, so that nobody takes such a chain for a real one.
    /// </summary>
    public bool IsInsecureModel { get; }

    /// <summary>Q^0.</summary>
    public Seed Seed { get; }

    /// <summary>The genesis block's time.</summary>
    public Timestamp Time { get; }

    /// <summary>In ascending order of key.</summary>
    public ImmutableArray<GenesisAccount> Accounts { get; }

    /// <summary>Digest of all the above.</summary>
    public NetworkId Network { get; }

    /// <summary>H(B^0): what the first block names as its parent.</summary>
    public BlockDigest BlockDigest => new(Network.Bytes);

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Int32(Own is null ? RulesMark + Rules : OwnRulesMark);
        if (Own is not null)
        {
            writer.Text(Own.Reputation?.Name ?? "");
            writer.Text(Own.Admission?.Name ?? "");
        }

        writer.Text(Name);
        writer.Value(Parameters);
        writer.Fixed(EvaluatorDigest.Bytes);
        writer.Boolean(IsInsecureModel);
        writer.Fixed(Seed.Bytes);
        writer.Int64(Time.Milliseconds);
        writer.List(Accounts);
    }

    /// <inheritdoc/>
    public static GenesisDocument? Read(ref CanonicalReader reader)
    {
        var mark = reader.Int32();
        if (mark == OwnRulesMark)
        {
            // Bytes name rules and do not hold them, so only the process that has made such a document has them.
            var (reputation, admission) = (reader.Text(OwnRules.NameBytesMax), reader.Text(OwnRules.NameBytesMax));
            reader.Fail(
                $"the chain has rules of its own, {OwnRules.Describe(reputation, admission)}, which this program does "
                + "not have: it can be looked at only in the run that makes it.");
            return null;
        }

        if (RulesOf(mark) is var rules && rules != Rules)
        {
            reader.Fail($"the chain was made under rules {rules}, and this program has rules {Rules}: begin anew.");
            return null;
        }

        var name = reader.Text(128);
        var parameters = ProtocolParameters.Read(ref reader);
        var evaluator = new Digest(reader.Fixed32());
        var isModel = reader.Boolean();
        var seed = new Seed(reader.Fixed32());
        var time = new Timestamp(reader.Int64());
        var accounts = reader.List<GenesisAccount>(AccountsMax);
        UInt128 balances = 0;
        for (var i = 0; i < accounts.Length; i++)
        {
            balances += accounts[i].Balance;
            if (i > 0 && accounts[i].Key.CompareTo(accounts[i - 1].Key) <= 0)
                reader.Fail("accounts must stand in ascending order of key, each once.");
        }

        if (balances > BalanceSumMax)
            reader.Fail("the balances add up to more than 2^63 − 1.");
        return parameters is null || reader.Fault is not null
            ? null
            : new GenesisDocument(name, parameters, evaluator, isModel, seed, time, accounts);
    }

    /// <summary>Rules 1 had no number: their genesis begins with the length of a name.</summary>
    private static int RulesOf(int first) => first is > RulesMark and <= RulesMark + byte.MaxValue
        ? first - RulesMark
        : 1;
}
