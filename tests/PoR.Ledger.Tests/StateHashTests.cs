using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Genesis;
using PoR.Core.Hashing;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Evaluation.Behaviour;
using PoR.Ledger.State;

namespace PoR.Ledger.Tests;

/// <summary>What the root of a state covers, written down a second time.</summary>
public sealed class StateHashTests
{
    private const string Said = "80 said once";
    private const string Novel = "novel";

    private static Digest Committed { get; } = new(TestData.Bytes("committed"));

    [Fact(DisplayName = "PoR §3.7: a root covers all of a state: round, accounts, texts, evidence, rights, cap, …")]
    public void A_root_covers_the_whole_state()
    {
        var state = Grown();
        Assert.NotEmpty(state.Evidence);
        Assert.True(state.Subjects.Count > 0);

        var writer = new CanonicalWriter();
        writer.Byte(6);
        writer.Fixed(state.Genesis.Network.Bytes);
        writer.Int64(state.Round.Number);
        writer.Fixed(state.Seed.Bytes);
        writer.Int64(state.Time.Milliseconds);
        writer.Int32(state.Accounts.Count);
        writer.Fixed(state.Accounts.Digest.Bytes);
        writer.Int32(state.Subjects.Count);
        writer.Fixed(state.Subjects.Digest.Bytes);
        writer.Int32(1); // One round with texts.
        writer.Fixed(RoundOf(1, MarkOf(1, TestData.Key(1).Bytes), MarkOf(2, Subject.KeyOf(Novel))).Bytes);
        writer.Int32(1); // One round with commitments.
        writer.Fixed(RoundOf(1, Committed).Bytes);
        writer.Int32(state.Evidence.Length);
        foreach (var evidence in state.Evidence)
        {
            writer.Fixed(evidence.Accused.Bytes);
            writer.Int64(evidence.Round.Number);
            writer.Byte(evidence.Kind);
        }

        writer.Int32(1); // One right that is used.
        writer.Fixed(TestData.Key(2).Bytes);
        writer.Int64(1);
        writer.Int64(3);
        writer.Boolean(true);
        writer.Int64(2); // Half of the reputation of account 2; account 1 is blacklisted.
        Assert.Equal(DomainHash.Of(HashDomain.State, writer.WrittenSpan), state.Root);
    }

    [Fact(DisplayName = "PoR §3.7: the root of a state covers everything that an account has")]
    public void An_account_is_covered_whole()
    {
        var account = Grown().FindAccount(TestData.Key(1))!;
        var writer = new CanonicalWriter();
        writer.Fixed(account.PublicKey.Bytes);
        writer.Boolean(true);
        writer.Int64(account.RegisteredRound!.Value.Number);
        writer.Fixed(account.VrfKey!.Value.Bytes);
        writer.Fixed(account.OneTimeRoot!.Value.Bytes);
        writer.Boolean(false);
        writer.Boolean(account.IsGenesis);
        writer.Boolean(account.HasCongruentReview);
        writer.Int64(account.Reputation);
        writer.UInt64(account.Balance);
        writer.UInt64(account.LastSequence);
        writer.UInt64(account.UsedBelow);
        writer.UInt64(account.LastReview);
        writer.Int64(account.EvidenceBlacklistedUntil.Number);
        writer.Int64(account.BehaviourBlacklistedUntil.Number);
        account.History.Write(writer);

        var own = new CanonicalWriter();
        account.Write(own);
        Assert.Equal(writer.ToArray(), own.ToArray());
        Assert.True(account.LastSequence > 0 && account.EvidenceBlacklistedUntil > Round.Genesis);
    }

    [Fact(DisplayName = "PoR §3.7 item 1: genesis names each account once, with bounded money and reputation")]
    public void A_genesis_out_of_bounds_begins_no_chain()
    {
        Assert.NotNull(Of(TestData.Account(1, 1L << 39, long.MaxValue)));
        Assert.Throws<ArgumentException>(() => Of(TestData.Account(1, (1L << 39) + 1)));
        Assert.Throws<ArgumentException>(() => Of(TestData.Account(1, -1)));
        Assert.Throws<ArgumentException>(() => Of(TestData.Account(1), TestData.Account(1)));
        Assert.Throws<ArgumentException>(
            () => Of(TestData.Account(1, 1, long.MaxValue), TestData.Account(2, 1, 1)));
    }

    private static Digest RoundOf(long round, params IEnumerable<Digest> digests)
    {
        var writer = new CanonicalWriter();
        writer.Byte(4);
        writer.Int64(round);
        foreach (var digest in digests.Order())
            writer.Fixed(digest.Bytes);
        return DomainHash.Of(HashDomain.State, writer.WrittenSpan);
    }

    private static Digest MarkOf(byte kind, Bytes32 of)
    {
        var writer = new CanonicalWriter();
        writer.Byte(kind);
        writer.Fixed(TextFingerprint.Of(TestData.Note(Said)).Bytes);
        writer.Fixed(of);
        return DomainHash.Of(HashDomain.TextMark, writer.WrittenSpan);
    }

    private static LedgerState Of(params GenesisAccount[] accounts) =>
        LedgerState.Of(TestData.Genesis(ProtocolParameters.Paper, accounts));

    private static LedgerState Grown()
    {
        var chain = new Scenario(
            ProtocolParameters.Hardened, TestData.Account(1, 5), TestData.Account(2, 5, 9));
        chain.Commit(
            chain.Review(1, subject: Novel, text: Said), chain.Payment(2, 1, 3),
            TestData.Sign(new Transaction.TextCommitment(
                chain.Network, TestData.Key(2), chain.NextSequence(2), new Round(9), Committed)));
        chain.Advance(chain.Build(
            [chain.Registration(3, TestData.Sponsorship(2, 1, seat: 3))], [TestData.NoConfidence(1, 1)]));
        return chain.State;
    }
}
