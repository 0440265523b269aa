using PoR.Core;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Ledger.Blocks;
using PoR.Ledger.State;

namespace PoR.Ledger.Tests;

/// <summary>A block that breaks a contract throws, whatever it holds.</summary>
public sealed class LedgerContractTests
{
    private readonly LedgerState _before = LedgerState.Of(TestData.Genesis(
        ProtocolParameters.Paper,
        [TestData.Account(1, 3, balance: 10), TestData.Account(2, 3, balance: 5, blacklistedUntil: 7)]));

    private Account First => _before.FindAccount(TestData.Key(1))!;

    private Account Second => _before.FindAccount(TestData.Key(2))!;

    [Fact]
    public void What_a_block_may_do_passes()
    {
        LedgerContract.Check(_before, []);
        LedgerContract.Check(
            _before,
            [
                First with { Balance = 4, LastSequence = 1, Reputation = 0 },
                Second with { Balance = 6, EvidenceBlacklistedUntil = new Round(9) },
                new Account(TestData.Key(3)) { Balance = 5 },
            ]);
    }

    [Theory(DisplayName = "Money is conserved over a block")]
    [InlineData(9, 5)]
    [InlineData(11, 5)]
    [InlineData(9, 7)]
    public void Money_that_appears_or_is_lost_is_refused(ulong first, ulong second) => Refused(
        "no money", First with { Balance = first }, Second with { Balance = second });

    [Fact(DisplayName = "Money of a new account comes from somewhere")]
    public void Money_for_a_new_account_out_of_nothing_is_refused() =>
        Refused("no money", new Account(TestData.Key(3)) { Balance = 1 });

    [Fact(DisplayName = "PoR §3.5: a reputation is never below zero")]
    public void A_negative_reputation_is_refused() => Refused("never negative", First with { Reputation = -1 });

    [Fact]
    public void A_reputation_above_its_maximum_is_refused() =>
        Refused("above its maximum", First with { Reputation = Account.ReputationMax + 1 });

    [Fact(DisplayName = "An account's sequence only rises")]
    public void A_sequence_that_falls_is_refused()
    {
        var scenario = new Scenario(_before);
        scenario.Commit(scenario.Review(1));
        var used = scenario.Account(1);

        var fault = Assert.Throws<InvariantViolationException>(
            () => LedgerContract.Check(scenario.State, [used with { LastSequence = used.LastSequence - 1 }]));
        Assert.Contains("sequence only rises", fault.Message, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "PoR §6.5.1: only time ends a blacklisting")]
    public void A_pardon_is_refused() =>
        Refused("Only time", Second with { EvidenceBlacklistedUntil = new Round(6) });

    [Fact]
    public void A_late_member_of_genesis_is_refused() =>
        Refused("enters genesis", new Account(TestData.Key(3)) { IsGenesis = true });

    private void Refused(string words, params Account[] changed) => Assert.Contains(
        words,
        Assert.Throws<InvariantViolationException>(() => LedgerContract.Check(_before, changed)).Message,
        StringComparison.Ordinal);
}
