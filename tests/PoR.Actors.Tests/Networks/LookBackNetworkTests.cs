using PoR.Consensus.Certificates;
using PoR.Core.Rounds;
using PoR.TestKit.Adversaries;

namespace PoR.Actors.Tests.Networks;

/// <summary>Who may speak is chosen when the seed is known: in a whole network of twelve honest nodes (D5).</summary>
public sealed class LookBackNetworkTests
{
    private const int LimitMs = 60_000;
    private const int LookBack = 4;

    [Theory(
        DisplayName = "D5: with stake from the last block, accounts without any weight certify a block of theirs alone",
        Timeout = LimitMs)]
    [InlineData(null)]
    [InlineData(4)]
    public Task Without_look_back_it_succeeds(int? degree)
    {
        Assert.Null(Attack(degree, stakeLookBack: 1));
        return Task.CompletedTask;
    }

    [Theory(DisplayName = "D5: with stake from k rounds before they have no seat", Timeout = LimitMs)]
    [InlineData(null)]
    [InlineData(4)]
    public Task With_look_back_it_fails(int? degree)
    {
        Assert.Equal(0, Assert.IsType<CertificateFault.TooFewSeats>(Attack(degree, LookBack)).Seats);
        return Task.CompletedTask;
    }

    private static CertificateFault? Attack(int? degree, int stakeLookBack)
    {
        using var network = SmallNetwork.Of(12, s => s with
        {
            Network = s.Network with { GossipDegree = degree },
            Protocol = s.Protocol with
            {
                Admission = null,
                CommitteeSize = 40,
                LookBackRounds = LookBack,
                StakeLookBackRounds = stakeLookBack,
            },
        });
        var attack = new LateChoosers(network, accounts: 400, weightAhead: 330);
        network.Decide(1);
        attack.Register();
        var chosenIn = new Round(8);
        attack.ChooseIn(chosenIn);
        network.Until(() => network.RoundOf(0) >= chosenIn.Number);

        Assert.True(attack.Entered(network.Blocks(0)[^1].Block) >= 40);
        network.AssertSound();
        return attack.CertifyAlone();
    }
}
