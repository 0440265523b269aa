using System.Collections.Immutable;
using PoR.Actors;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Consensus.Certificates;
using PoR.Consensus.Sortition;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Core.Transactions;

namespace PoR.TestKit.Adversaries;

/// <summary>
/// An adversary with many registered accounts that have never written. When it has heard the best ticket of a round, it
/// knows the seed of the next one, and has exactly those accounts write a review that will hold lots of its step 4.
/// </summary>
internal sealed class LateChoosers
{
    private const ulong OtherKeys = 10_000;
    private const long WeightAfterOneReview = 3;

    private readonly TestWorld _network;
    private readonly Cast _honest;
    private readonly Cast _dormant;
    private readonly long _weightAhead;
    private ImmutableArray<int> _chosen = [];

    /// <param name="network">Whose genesis has the keys of seed 1.</param>
    /// <param name="accounts">How many it has.</param>
    /// <param name="weightAhead">W of the next round, as it reckons.</param>
    public LateChoosers(TestWorld network, int accounts, long weightAhead)
    {
        var genesis = network.World.Population.Genesis;
        (_network, _weightAhead) = (network, weightAhead);
        (_honest, _dormant) = (new Cast(genesis, seed: 1), new Cast(genesis, OtherKeys, accounts));
    }

    /// <summary>All register, long before.</summary>
    public void Register()
    {
        for (var who = 0; who < _dormant.Count; who++)
            Submit(_dormant.Registration(who, 1, lastRound: 50));
    }

    /// <summary>As soon as a round starts, and so its best ticket is known.</summary>
    public void ChooseIn(Round round) => _network.Observer = fact =>
    {
        if (!_chosen.IsEmpty || fact is not Fact.RoundStarted { Node.Index: 0, Round: var started } || started != round)
            return;
        var branch = _network.Chain(0).Tip;
        var seed = _honest.SeedAfter(branch, _honest.LeaderOf(branch.View));
        var table = SortitionTable.Of(
            WeightAfterOneReview, _weightAhead, branch.State.Parameters.CommitteeSize!.Value);
        _chosen =
        [
            .. Enumerable.Range(0, _dormant.Count).Where(who => table.Seats(_dormant.Draw(
                who, Credentials.Alpha(_dormant[who], round.Next, Step.BbaStart, seed))) > 0),
        ];
        var now = (long)_network.Now.TotalMilliseconds;
        _network.World.Simulation.At(_network.World.Simulation.Now + TimeSpan.FromMilliseconds(1), () =>
        {
            foreach (var who in _chosen)
                Submit(_dormant.Review(
                    who, 2, $"A wonderful thing, number {who}, I love it.", round.Number + 20,
                    subject: $"thing {who}", writtenAt: now));
        });
    };

    /// <summary>A certificate of a block of its own by its own votes alone, in the round that it chose for.</summary>
    /// <returns>What is wrong with it; null: it proves the block.</returns>
    public CertificateFault? CertifyAlone()
    {
        var view = _network.Chain(0).Tip.View;
        var leader = _chosen.FirstOrDefault(who => _dormant.Lot(who, view, Step.BlockProposal) is not null, -1);
        if (leader < 0)
            return new CertificateFault.TooFewSeats(0, view.CertificateThreshold);
        var value = _dormant.ValueOf(leader);
        var votes = _dormant.Votes(view, Step.BbaStart, value, 0, by: _chosen);
        var seats = votes.Sum(vote => vote.Seats);
        return seats < view.CertificateThreshold
            ? new CertificateFault.TooFewSeats(seats, view.CertificateThreshold)
            : CertificateVerifier.Verify(
                CertificateBuilder.OfBlock(view, Step.BbaStart, value, _dormant.Ticket(leader, view), votes), view,
                _honest.Checks);
    }

    /// <summary>How many of its accounts a block holds a review of.</summary>
    public int Entered(Block block) => block.Payset.Count(
        entry => entry.Transaction.Body is Transaction.Review review && _dormant.Has(review.Sender));

    private void Submit(SignedTransaction transaction)
    {
        for (var node = 0; node < _network.World.Nodes; node++)
            _network.World.Tell(new NodeId(node), new MempoolMessage.TransactionReceived(transaction));
    }
}
