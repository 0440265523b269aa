using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Simulation.Checks;
using PoR.Simulation.Tests.Worlds;

namespace PoR.Simulation.Tests.Checks;

/// <summary>I2: what a certificate must hold.</summary>
public sealed class CertificateCheckTests(RecordedRun run) : IClassFixture<RecordedRun>
{
    [Fact]
    public void Certificates_of_a_good_run_hold() => Assert.Empty(Reported([.. run.Facts]));

    [Fact(DisplayName = "I2: fewer than t_H seats prove nothing")]
    public void Too_few_seats_are_a_breach()
    {
        var decision = run.Decision(2);
        var half = decision.Certificate.Votes[..(decision.Certificate.Votes.Length / 2)];

        var reported = Reported(decision with { Certificate = decision.Certificate with { Votes = half } });

        Assert.Contains("t_H is", Assert.Single(reported), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "I2: one vote put in twice is a breach")]
    public void A_vote_twice_is_a_breach()
    {
        var decision = run.Decision(2);
        var votes = decision.Certificate.Votes;

        var reported = Reported(decision with
        {
            Certificate = decision.Certificate with { Votes = votes.SetItem(1, votes[0]) },
        });

        Assert.Contains(reported, r => r.Contains("names a sender twice", StringComparison.Ordinal));
    }

    [Fact(DisplayName = "I2: votes of another round or of another block are a breach")]
    public void Foreign_votes_are_a_breach()
    {
        var decision = run.Decision(2);
        var foreign = run.Decision(3).Certificate.Votes;

        Assert.Contains(
            Reported(decision with { Certificate = decision.Certificate with { Votes = foreign } }),
            r => r.Contains("holds 0 seats", StringComparison.Ordinal));
        Assert.Contains(
            Reported(decision with { Certificate = run.Decision(3).Certificate }),
            r => r.Contains("is of another block", StringComparison.Ordinal));
    }

    [Fact]
    public void A_certificate_on_an_unknown_parent_is_a_breach()
    {
        var decision = run.Decision(2);
        var certificate = decision.Certificate with { Parent = new BlockDigest(new Bytes32(new byte[32])) };

        Assert.Single(Reported(decision with { Certificate = certificate }));
    }

    private List<string> Reported(params Fact[] facts) =>
        RecordedRun.Tell(new CertificateCheck(run.Replayed(), run.Votes), facts);
}
