using PoR.Actors.Messages;
using PoR.Actors.Services;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Transactions;
using PoR.Cryptography;

namespace PoR.Simulation.Tests.Checks;

/// <summary>Nodes whose memory takes everything for good: the checks find the forgery all the same.</summary>
public sealed class PoisonedMemoTests : IDisposable
{
    private readonly PeerChecks _memo = new(new GullibleCryptography(new ModelCryptography()), 10_000);
    private readonly TestWorld _world;
    private readonly Fact.BlockCertified _decision;

    public PoisonedMemoTests()
    {
        _world = new TestWorld(
            Lab.Unit(1, seed: 3),
            adapt: setup => setup with { Services = setup.Services with { Checks = _memo } });
        _world.Until(() => Decisions.Any());
        _decision = Decisions.First();
        Assert.Empty(_world.Checks.Violations);
        Assert.NotEmpty(_decision.Block.Payset);
    }

    private IEnumerable<Fact.BlockCertified> Decisions => _world.Facts.OfType<Fact.BlockCertified>();

    [Fact(DisplayName = "I2: a vote that only the nodes' memory takes for good is found, with sender and fault")]
    public void A_forged_vote_is_found()
    {
        var votes = _decision.Certificate.Votes;
        var forged = new UnverifiedVote(votes[0].Ballot, votes[1].Signature);
        var certificate = _decision.Certificate with { Votes = votes.SetItem(0, forged) };
        Assert.IsType<VoteVerdict.Accepted>(_memo.Check(forged, _world.World.Genesis.View).Verdict);
        Assert.Null(_memo.Check(certificate, _world.World.Genesis.View));

        _world.Checks.See(_decision with { Certificate = certificate });

        Assert.Contains(_world.Checks.Violations, violation => violation is { Invariant: "I2", Round: 1 }
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

        _world.Checks.See(_decision with { Block = other });

        Assert.Contains(_world.Checks.Violations, violation => violation is { Invariant: "I3" }
            && violation.Description.Contains("The sender did not sign the transaction", StringComparison.Ordinal));
    }

    public void Dispose() => _world.Dispose();
}
