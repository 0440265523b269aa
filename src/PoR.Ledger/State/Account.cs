using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Genesis;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Evaluation.Behaviour;

namespace PoR.Ledger.State;

/// <summary>What agreed state says of one public key (PoR §3.1, §3.4, §3.7).</summary>
/// <param name="PublicKey">pk.</param>
public sealed record Account(PublicKey PublicKey) : IStateEntry<Account>
{
    /// <summary>R of a new account (PoR §3.4).</summary>
    public const long InitialReputation = 1;

    /// <summary>No reputation rises above this.</summary>
    public const long ReputationMax = GenesisAccount.ReputationMax;

    /// <summary>So many numbers below the highest used one may still be used, if they were not.</summary>
    public const int SequenceWindow = 64;

    /// <summary>A number lies at most so far above the highest used one.</summary>
    public const ulong SequenceAheadMax = 1_024;

    /// <inheritdoc/>
    public Bytes32 Key => PublicKey.Bytes;

    /// <summary>Makes its credentials; null until it registers.</summary>
    public VrfPublicKey? VrfKey { get; init; }

    /// <summary>Certifies its one-time keys; null until it registers.</summary>
    public OneTimeRootKey? OneTimeRoot { get; init; }

    /// <summary>The round whose block registered its keys, 0 for genesis; null until then.</summary>
    public Round? RegisteredRound { get; init; }

    /// <summary>Who has admitted it (D41); null for genesis, and where nobody needs a sponsor.</summary>
    public PublicKey? Sponsor { get; init; }

    /// <summary>Whether it stands in genesis: then it need not earn its entry.</summary>
    public bool IsGenesis { get; init; }

    /// <summary>Whether a block holds a congruent review of it without flags (PoR §3.8).</summary>
    public bool HasCongruentReview { get; init; }

    /// <summary>R, 0..<see cref="ReputationMax"/>.</summary>
    public long Reputation { get; init; } = InitialReputation;

    /// <summary>a: units of money; no weight in consensus.</summary>
    public ulong Balance { get; init; }

    /// <summary>The highest sequence number of its transactions in blocks; 0 for none.</summary>
    public ulong LastSequence { get; init; }

    /// <summary>
    /// Which of the <see cref="SequenceWindow"/> numbers below the highest are used: bit i is the highest − 1 − i.
    /// </summary>
    public ulong UsedBelow { get; init; }

    /// <summary>The sequence number of its last review in a block; 0 for none.</summary>
    public ulong LastReview { get; init; }

    /// <summary>The last round for which evidence, or genesis, blacklists it; 0 for none.</summary>
    public Round EvidenceBlacklistedUntil { get; init; }

    /// <summary>The last round for which the behaviour of its reviews blacklists it; 0 for none.</summary>
    public Round BehaviourBlacklistedUntil { get; init; }

    /// <summary>Public metadata of its reviews.</summary>
    public AuthorHistory History { get; init; } = AuthorHistory.Empty;

    /// <summary>The last round for which it is blacklisted; 0 for none.</summary>
    public Round BlacklistedUntil => EvidenceBlacklistedUntil > BehaviourBlacklistedUntil
        ? EvidenceBlacklistedUntil
        : BehaviourBlacklistedUntil;

    /// <summary>Whether a sequence number is used, or too old to be used any more.</summary>
    public bool HasUsed(ulong sequence) => sequence <= LastSequence
        && (sequence == LastSequence
            || LastSequence - sequence > SequenceWindow
            || ((UsedBelow >> (int)(LastSequence - sequence - 1)) & 1) != 0);

    /// <summary>The account after one more number is used.</summary>
    /// <param name="sequence">One that <see cref="HasUsed"/> does not know.</param>
    internal Account WithUsed(ulong sequence)
    {
        if (sequence < LastSequence)
            return this with { UsedBelow = UsedBelow | (1UL << (int)(LastSequence - sequence - 1)) };
        var rise = sequence - LastSequence;
        var below = rise < SequenceWindow ? UsedBelow << (int)rise : 0;
        if (LastSequence > 0 && rise <= SequenceWindow)
            below |= 1UL << (int)(rise - 1);
        return this with { LastSequence = sequence, UsedBelow = below };
    }

    /// <summary>Whether it is blacklisted in a round later than that of the state.</summary>
    public bool IsBlacklistedIn(Round round) => BlacklistedUntil >= round;

    /// <summary>The account as genesis has it.</summary>
    public static Account Of(GenesisAccount account) => new(account.Key)
    {
        VrfKey = account.VrfKey,
        OneTimeRoot = account.OneTimeRoot,
        RegisteredRound = Round.Genesis,
        IsGenesis = true,
        Reputation = account.Reputation,
        Balance = account.Balance,
        EvidenceBlacklistedUntil = account.BlacklistedUntil,
    };

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Fixed(Key);
        writer.Boolean(RegisteredRound is not null);
        if (RegisteredRound is { } registered)
        {
            writer.Int64(registered.Number);
            writer.Fixed(VrfKey!.Value.Bytes);
            writer.Fixed(OneTimeRoot!.Value.Bytes);
            writer.Boolean(Sponsor is not null);
            if (Sponsor is { } sponsor)
                writer.Fixed(sponsor.Bytes);
        }

        writer.Boolean(IsGenesis);
        writer.Boolean(HasCongruentReview);
        writer.Int64(Reputation);
        writer.UInt64(Balance);
        writer.UInt64(LastSequence);
        writer.UInt64(UsedBelow);
        writer.UInt64(LastReview);
        writer.Int64(EvidenceBlacklistedUntil.Number);
        writer.Int64(BehaviourBlacklistedUntil.Number);
        History.Write(writer);
    }

    /// <inheritdoc/>
    public static Account? Read(ref CanonicalReader reader)
    {
        var account = new Account(new PublicKey(reader.Fixed32()));
        if (reader.Boolean())
        {
            account = account with
            {
                RegisteredRound = new Round(reader.Int64()),
                VrfKey = new VrfPublicKey(reader.Fixed32()),
                OneTimeRoot = new OneTimeRootKey(reader.Fixed32()),
                Sponsor = reader.Boolean() ? new PublicKey(reader.Fixed32()) : null,
            };
        }

        account = account with
        {
            IsGenesis = reader.Boolean(),
            HasCongruentReview = reader.Boolean(),
            Reputation = reader.Int64(),
            Balance = reader.UInt64(),
            LastSequence = reader.UInt64(),
            UsedBelow = reader.UInt64(),
            LastReview = reader.UInt64(),
            EvidenceBlacklistedUntil = new Round(reader.Int64()),
            BehaviourBlacklistedUntil = new Round(reader.Int64()),
        };
        var ofNoNumber = account.LastSequence > SequenceWindow ? 0
            : account.UsedBelow >> (int)Math.Max(0, (long)account.LastSequence - 1);
        if (ofNoNumber != 0 || account.LastReview > account.LastSequence)
            reader.Fail("used numbers must be 1 or more, and a review's at most the highest used one.");
        if (account.Reputation is < 0 or > ReputationMax)
            reader.Fail($"a reputation must be 0..{ReputationMax}.");
        return AuthorHistory.Read(ref reader) is { } history ? account with { History = history } : null;
    }
}
