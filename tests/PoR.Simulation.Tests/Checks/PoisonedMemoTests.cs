using PoR.Actors.Messages;
using PoR.Actors.Services;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Transactions;
using PoR.Cryptography;
using PoR.Simulation.Checks;
using PoR.Simulation.Runs;
using PoR.Simulation.Tests.Worlds;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Tests.Checks;

/// <summary>Nodes whose memory takes everything for good: the checks find the forgery all the same.</summary>
public sealed class PoisonedMemoTests : IDisposable
{
    private readonly PeerChecks _memo = new(new GullibleCryptography(new ModelCryptography()), 10_000);
    private readonly World _world;
    private readonly InvariantSuite _suite;
    private readonly Fact.BlockCertified _decision;

    public PoisonedMemoTests()
    {
        var settings = Lab.Unit(1, seed: 3);
        var network = Lab.NetworkOf(settings);
        _world = World.Create(
            settings, network.Model, threads: 1,
            setup => setup with { Services = setup.Services with { Checks = _memo } });
        var workload = new Workload(_world, DraftSource.Generated(3), 10, 100, seed: 3, _ => { });
        _suite = new InvariantSuite(_world, network, AuditShare.All);
        Fact.BlockCertified? first = null;
        _world.Observer = fact =>
        {
            if (first is not null)
                return;
            _suite.See(fact);
            if (fact is Fact.RoundStarted { Round: var round })
                workload.OnRoundStarted(round);
            first = fact as Fact.BlockCertified;
        };
        _world.Start();
        _world.Simulation.RunUntil(() => first is not null, TimeSpan.FromMinutes(2));
        _decision = first!;
        Assert.Empty(_suite.Violations);
        Assert.NotEmpty(_decision.Block.Payset);
    }

    [Fact(DisplayName = "I2: a vote that only the nodes' memory takes for good is found, with sender and fault")]
    public void A_forged_vote_is_found()
    {
        var votes = _decision.Certificate.Votes;
        var forged = new UnverifiedVote(votes[0].Ballot, votes[1].Signature);
        var certificate = _decision.Certificate with { Votes = votes.SetItem(0, forged) };
        Assert.IsType<VoteVerdict.Accepted>(_memo.Check(forged, _world.Genesis.View).Verdict);
        Assert.Null(_memo.Check(certificate, _world.Genesis.View));

        _suite.See(_decision with { Certificate = certificate });

        Assert.Contains(_suite.Violations, violation => violation is { Invariant: "I2", Round: 1 }
            && violation.Description.EndsWith(
                $"proves nothing: the vote of {forged.Ballot.Sender} in step 4 bears a one-time signature that does "
                + "not hold.",
                StringComparison.Ordinal));
    }

    [Fact(DisplayName = "I3: a review that its author did not sign is found, though the nodes remember it as signed")]
    public void A_forged_review_is_found()
    {
        var block = _decision.Block;
        var entry = block.Payset[0];
        var forged = new SignedTransaction(entry.Transaction.Body, block.Payset[1].Transaction.Signature);
        var payset = block.Payset.SetItem(0, entry with { Transaction = forged });
        var other = new Block(
            block.Header with { PaysetDigest = Block.DigestOf(payset) }, payset, block.Evidence);
        Assert.True(_memo.IsValid(forged));

        _suite.See(_decision with { Block = other });

        Assert.Contains(_suite.Violations, violation => violation is { Invariant: "I3" }
            && violation.Description.Contains("The sender did not sign the transaction", StringComparison.Ordinal));
    }

    public void Dispose() => _world.Dispose();
}
