using PoR.Core.Admission;
using PoR.Core.Canonical;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Ledger.State;
using PoR.Ledger.Transactions;

namespace PoR.Ledger.Tests;

/// <summary>
/// What a state says of newcomers and their sponsors (D41); whether a right was drawn is checked elsewhere.
/// </summary>
public sealed class AdmissionTests
{
    private static readonly ProtocolParameters Young = ProtocolParameters.Hardened with
    {
        LookBackRounds = 2,
        Admission = new AdmissionParameters { RightRounds = 5, AgeingRounds = 20, LiabilityRounds = 6 },
        BlacklistRounds = 3,
    };

    [Fact(DisplayName = "D41: where newcomers need a sponsor, keys without one are refused; elsewhere keys with one")]
    public void A_registration_names_a_sponsor_where_one_is_needed()
    {
        var free = new Scenario(Young with { Admission = null }, TestData.Account(1, 10));
        var bound = new Scenario(Young, TestData.Account(1, 10));
        bound.SkipEmpty(1);

        Assert.IsType<TransactionFault.Unsponsored>(bound.FaultOf(bound.Registration(2)));
        Assert.IsType<TransactionFault.SponsorNotNeeded>(
            free.FaultOf(free.Registration(2, TestData.Sponsorship(1, 1))));
        Assert.Null(free.FaultOf(free.Registration(2)));
        Assert.Null(bound.FaultOf(bound.Registration(2, TestData.Sponsorship(1, 1))));
    }

    [Fact(DisplayName = "D41: a right of round r sponsors one account in the rounds r + 1 to r + v")]
    public void A_right_is_used_once_and_in_time()
    {
        var chain = new Scenario(Young, TestData.Account(1, 10));
        chain.SkipEmpty(3);
        SponsorRight Right(long round, long seat = 0) => TestData.Sponsorship(1, round, seat).Right;
        TransactionFault? Of(int newcomer, long round, long seat = 0) =>
            chain.FaultOf(chain.Registration(newcomer, TestData.Sponsorship(1, round, seat)));

        Assert.Equal(new TransactionFault.RightTooNew(Right(4), new Round(4)), Of(2, 4));
        Assert.False(Of(2, 4)!.IsFinal);
        Assert.Null(Of(2, 3));
        chain.Commit(chain.Registration(2, TestData.Sponsorship(1, 3)));
        Assert.Equal(new TransactionFault.RightUsed(Right(3)), Of(3, 3));
        Assert.Null(Of(3, 3, seat: 1)); // Another right of that round.
        Assert.Null(Of(3, 2)); // And one of another round.

        chain.SkipEmpty(3); // The next round is 8: rights of round 3 are in their last.
        Assert.Equal(new TransactionFault.RightUsed(Right(3)), Of(3, 3));
        Assert.Null(Of(3, 3, seat: 1));
        chain.SkipEmpty(1);
        Assert.Empty(chain.State.UsedRights); // So that the state does not grow.
        Assert.Equal(new TransactionFault.RightLapsed(Right(3), new Round(8)), Of(3, 3));
        Assert.Equal(new TransactionFault.RightLapsed(Right(3, 1), new Round(8)), Of(3, 3, seat: 1));
    }

    [Fact(DisplayName = "D41: two registrations of one block cannot use one right")]
    public void One_block_uses_a_right_once()
    {
        var chain = new Scenario(Young, TestData.Account(1, 10));
        chain.SkipEmpty(1);
        var built = chain.Build(
            [chain.Registration(2, TestData.Sponsorship(1, 1)), chain.Registration(3, TestData.Sponsorship(1, 1))]);

        Assert.Single(built.Block.Payset);
    }

    [Fact(DisplayName = "D41: a newcomer weighs its age's share of the cap, from 1 on, and all of it at age A")]
    public void Weight_grows_with_age()
    {
        var chain = new Scenario(Young, TestData.Account(1, 10));
        chain.SkipEmpty(1);
        chain.Commit(chain.Registration(2, TestData.Sponsorship(1, 1))); // Round 2.
        for (var i = 0; i < 5; i++)
            chain.Commit(chain.Review(2));
        Assert.Equal((11, 5), (chain.Account(2).Reputation, chain.State.WeightMax));

        var weights = new List<(long Age, long Weight)>();
        for (; chain.State.Round.Number < 24; chain.SkipEmpty(1))
        {
            var newcomer = chain.NextTable.Eligible.SingleOrDefault(e => e.Account.PublicKey == TestData.Key(2));
            weights.Add((chain.State.Round.Number + 1 - 2, newcomer.Weight));
        }

        Assert.All(weights, w => Assert.Equal(Math.Min(5, 5 * w.Age / 20), w.Weight));
        Assert.Contains((6, 1), weights);
        Assert.Contains((20, 5), weights);
    }

    [Fact(DisplayName = "D41: without a cap a newcomer weighs its age's share of its reputation")]
    public void Without_a_cap_reputation_ages()
    {
        var chain = new Scenario(Young with { WeightCapInMedians = null }, TestData.Account(1, 10));
        chain.SkipEmpty(1);
        chain.Commit(chain.Registration(2, TestData.Sponsorship(1, 1)));
        for (var i = 0; i < 5; i++)
            chain.Commit(chain.Review(2));
        chain.SkipEmpty(4);

        Assert.Equal(12, chain.State.Round.Number + 1);
        Assert.Equal([5L, 10L], chain.NextTable.Eligible.Select(e => e.Weight).Order()); // 11 · 10/20.
    }

    [Fact(DisplayName = "D41: an account that is too young to weigh moves neither the minimum stake nor the cap")]
    public void The_youngest_move_nothing()
    {
        var chain = new Scenario(
            Young with { MinimumStakeQuantile = new Ratio(1, 2) }, TestData.Account(1, 10), TestData.Account(2, 10));
        chain.SkipEmpty(1);
        chain.Commit(
            [.. Enumerable.Range(3, 7).Select(i => chain.Registration(i, TestData.Sponsorship(1, 1, i)))]);
        chain.Commit([.. Enumerable.Range(3, 7).Select(i => chain.Review(i))]);
        chain.SkipEmpty(1);
        var before = chain.NextTable;
        chain.SkipEmpty(1); // At age 4 they weigh 1 under a cap of 5.
        var after = chain.NextTable;

        Assert.Equal((2, 10), (before.Considered, before.MinimumStake!.Value.Floor));
        Assert.Equal((9, 3), (after.Considered, after.MinimumStake!.Value.Floor));
        Assert.Equal(5, chain.State.WeightMax); // Seven weigh 1 each, and the two of genesis 5.
    }

    [Fact(DisplayName = "D41: evidence against a newcomer halves its sponsor's reputation, once")]
    public void A_sponsor_is_liable_once()
    {
        var chain = new Scenario(Young, TestData.Account(1, 11), TestData.Account(9, 10));
        chain.SkipEmpty(1);
        chain.Commit(chain.Registration(2, TestData.Sponsorship(1, 1)));
        chain.Accuse(TestData.NoConfidence(2, 2), TestData.NoConfidence(2, 1));
        Assert.Equal((5, 10), (chain.Account(1).Reputation, chain.Account(9).Reputation));

        chain.SkipEmpty(1);
        chain.Accuse(TestData.NoConfidence(2, 3));
        Assert.Equal(5, chain.Account(1).Reputation);
    }

    [Fact(DisplayName = "D41, D15: a sponsor is liable for a newcomer that signs a wrong credential, too")]
    public void A_sponsor_is_liable_for_a_wrong_credential()
    {
        var chain = new Scenario(Young, TestData.Account(1, 11));
        chain.SkipEmpty(1);
        chain.Commit(chain.Registration(2, TestData.Sponsorship(1, 1)));
        chain.Accuse(TestData.WrongCredential(2, 2), TestData.WrongCredential(2, 1));

        Assert.Equal(5, chain.Account(1).Reputation);
    }

    [Theory(DisplayName = "D41: a sponsor is liable for L rounds after the entry, no longer")]
    [InlineData(5, 5)]
    [InlineData(6, 11)]
    public void Liability_ends(int rounds, long reputation)
    {
        var chain = new Scenario(Young, TestData.Account(1, 11));
        chain.SkipEmpty(1);
        chain.Commit(chain.Registration(2, TestData.Sponsorship(1, 1))); // Round 2.
        chain.SkipEmpty(rounds); // Accused in the block of round 3 + rounds.
        chain.Accuse(TestData.NoConfidence(2, 2 + rounds));

        Assert.Equal(reputation, chain.Account(1).Reputation);
    }

    [Fact(DisplayName = "D41: flags of a newcomer's behaviour cost its sponsor nothing")]
    public void Behaviour_is_not_the_sponsors()
    {
        var chain = new Scenario(Young, TestData.Account(1, 10));
        chain.SkipEmpty(1);
        chain.Commit(chain.Registration(2, TestData.Sponsorship(1, 1)));
        var now = chain.State.Time.Milliseconds;
        chain.Commit(chain.Review(2, writtenAt: now + 1), chain.Review(2, writtenAt: now + 2));

        Assert.True(chain.Account(2).BehaviourBlacklistedUntil > Round.Genesis);
        Assert.Equal(10, chain.Account(1).Reputation);
    }

    [Fact(DisplayName = "D41: an account's bytes name its sponsor, and rights in a state's bytes stand in order")]
    public void The_state_carries_sponsors_and_rights()
    {
        var chain = new Scenario(Young, TestData.Account(1, 10), TestData.Account(2, 10));
        chain.SkipEmpty(2);
        chain.Commit(
            chain.Registration(3, TestData.Sponsorship(2, 2)), chain.Registration(4, TestData.Sponsorship(1, 2)),
            chain.Registration(5, TestData.Sponsorship(2, 1, 1)), chain.Registration(6, TestData.Sponsorship(2, 1)));
        var writer = new CanonicalWriter();
        StateChanges.Write(writer, chain.State, null);
        var reader = new CanonicalReader(writer.WrittenSpan);
        var read = StateChanges.Read(ref reader, chain.State.Genesis, null);

        Assert.Equal(chain.State.UsedRights, read!.UsedRights);
        Assert.Equal(chain.State.UsedRights.Order(), read.UsedRights);
        Assert.Equal(4, read.UsedRights.Length);
        Assert.Equal(TestData.Key(2), read.FindAccount(TestData.Key(3))!.Sponsor);
        Assert.Equal(chain.State.WeightMax, read.WeightMax);
    }
}
