using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Core.Parameters;
using PoR.Ledger.Transactions;
using PoR.TestKit.Adversaries;

namespace PoR.Actors.Tests.Networks;

/// <summary>60 accounts that cost nothing enter a whole network of six honest ones (PoR §3.8, D41).</summary>
public sealed class FreeEntryTests
{
    private const int LimitMs = 60_000;

    [Theory(
        DisplayName = "D41: where entry is free, as in the paper, accounts that cost nothing take most of the weight",
        Timeout = LimitMs)]
    [InlineData(null)]
    [InlineData(3)]
    public Task Free_entry_falls(int? degree)
    {
        using var network = Network(degree, ProtocolParameters.Paper);
        var free = Attack(network);

        Assert.InRange(free.ShareAt(0), 0.7, 1); // From now on nothing is decided but what they like.
        network.AssertSound();
        return Task.CompletedTask;
    }

    [Theory(DisplayName = "D41: where newcomers need a sponsor they take nothing, and are told why", Timeout = LimitMs)]
    [InlineData(null)]
    [InlineData(3)]
    public Task Admission_holds(int? degree)
    {
        using var network = Network(degree, ProtocolParameters.Hardened);
        var free = Attack(network);

        Assert.Equal(0, free.ShareAt(0));
        Assert.Equal(60, network.Facts.OfType<Fact.TransactionRefused>().Count(
            refused => refused.Fault is PoolFault.Invalid { Fault: TransactionFault.Unsponsored }));
        Assert.Contains(network.Chain(0).Tip.State.Accounts.InOrder, a => a is { IsGenesis: false, Reputation: 3 });
        network.AssertSound(); // They review and gain reputation, as anybody may.
        return Task.CompletedTask;
    }

    private static FreeAccounts Attack(TestWorld network)
    {
        var free = new FreeAccounts(network, accounts: 60);
        network.Decide(2);
        free.Enter(node: 0);
        network.Until(() => free.ShareAt(0) > 0 || network.RoundOf(0) >= 14);
        return free;
    }

    private static TestWorld Network(int? degree, ProtocolParameters parameters) => SmallNetwork.Of(6, s => s with
    {
        Network = s.Network with { GossipDegree = degree },
        Protocol = s.Protocol with
        {
            Admission = parameters.Admission,
            MinimumStakeQuantile = parameters.MinimumStakeQuantile,
            WeightCapInMedians = parameters.WeightCapInMedians,
            LookBackRounds = 4,
            StakeLookBackRounds = 4,
        },
    });
}
