using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Tests.Mempools;
using PoR.Configuration.Profiles;
using PoR.Core.Agreement;
using PoR.Core.Hashing;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Evaluation.Behaviour;
using PoR.Ledger.Transactions;
using PoR.TestKit.Adversaries;

namespace PoR.Actors.Tests.Networks;

/// <summary>What a leader does to authors by what it takes, and in which order, in a whole network.</summary>
public sealed class HostileLeaderTests
{
    private const int LimitMs = 60_000;

    [Theory(
        DisplayName = "D36: a leader that takes up to 64 later payments first delays the earlier one by a block",
        Timeout = LimitMs)]
    [InlineData(null, 1, true)]
    [InlineData(3, 1, true)]
    [InlineData(null, 64, true)]
    [InlineData(3, 64, true)]
    [InlineData(null, 65, false)] // What D36 leaves open.
    public Task Later_payments_first(int? degree, int later, bool isOnlyDelayed)
    {
        const int Honest = 6;
        var hostile = new HostileLeader(Honest, heard => heard.Where(t => t.Body.Sequence > 1));
        using var network = Network(degree, hostile, Honest, seed: 22, adapt: s => s with
        {
            Mempool = s.Mempool with { PerSenderMax = 100 },
        });
        var cast = new Cast(network.World.Population.Genesis, network.Seed);
        SignedTransaction[] payments =
        [
            .. Enumerable.Range(1, later + 1).Select(number => cast.Payment(
                cast.NumberOf(network.ParticipantOf(0)), cast.NumberOf(network.ParticipantOf(1)), (ulong)number, 1)),
        ];
        hostile.Leading = round => network.World.Simulation.At(network.World.Simulation.Now, () =>
        {
            foreach (var payment in round.Number == 2 ? payments : [])
                network.World.Tell(new NodeId(0), new MempoolMessage.Submit(payment));
        });
        hostile.Join(network);
        network.Until(() => network.RoundOf(0) >= 4);

        var blocks = network.Blocks(0).Select(certified => certified.Block).ToArray();
        Assert.Equal([2], blocks.Where(hostile.Leads).Select(block => block.Header.Round.Number));
        Assert.Equal(payments[1..].Select(payment => payment.Id), IdsOf(blocks[1]));

        // As the rule was, a number must be above the highest used one: the earlier payment is invalid for ever.
        Assert.True(payments[0].Body.Sequence < blocks[1].Payset.Max(entry => entry.Transaction.Body.Sequence));
        Assert.Equal(isOnlyDelayed ? [payments[0].Id] : [], IdsOf(blocks[2]));
        var state = network.Chain(0).Tip.State;
        Assert.IsType<TransactionFault.SequenceUsed>(
            TransactionRules.Check(state, payments[0], state.Round.Next));
        Assert.Equal(
            1_000ul + (ulong)later + (isOnlyDelayed ? 1ul : 0),
            state.FindAccount(network.ParticipantOf(1))!.Balance);
        network.AssertSound(Honest);
        return Task.CompletedTask;
    }

    [Theory(
        DisplayName = "D42: who has committed is never withheld for a copy, which gets nothing beside it or behind it",
        Timeout = LimitMs)]
    [InlineData(null)]
    [InlineData(4)]
    public Task Stolen_texts_that_were_committed(int? degree)
    {
        var (network, thieves, byHostile) = Steal(degree, commits: true, leadsIn: 2, seed: 29);
        using var _ = network;
        var authors = AssertAuthorsGain(network, thieves, byHostile);

        Assert.True(authors.Length >= 10);
        var copies = Reviews(network.Blocks(0).Select(b => b.Block)).Where(r => IsThief(r, thieves)).ToArray();
        Assert.True(copies.Length >= 2 * authors.Length); // Beside, and a round behind.
        Assert.All(copies, copy => Assert.Equal(BehaviourFlags.DuplicateText, copy.Evaluation!.Flags));
        Assert.All(thieves.Keys, thief => Assert.Equal(
            1, network.Chain(0).Tip.State.FindAccount(thief)!.Reputation));
        return Task.CompletedTask;
    }

    [Theory(
        DisplayName = "D42: a copy that a leader takes without its original gains, and takes nothing from its author",
        Timeout = LimitMs)]
    [InlineData(null)]
    [InlineData(4)]
    public Task Copies_alone(int? degree)
    {
        var (network, thieves, byHostile) = Steal(degree, commits: true, leadsIn: 2, seed: 29, isAlone: true);
        using var _ = network;

        var (copies, next) = (Reviews([byHostile]).ToArray(), Reviews([network.Blocks(0)[2].Block]).ToArray());
        Assert.All(copies, copy => Assert.True(
            IsThief(copy, thieves) && copy.Evaluation!.Flags == BehaviourFlags.None)); // What D42 leaves open.
        Assert.True(next.Count(review => !IsThief(review, thieves)) >= copies.Length);
        AssertAuthorsGain(network, thieves, byHostile);
        return Task.CompletedTask;
    }

    [Theory(
        DisplayName = "D42: without a commitment a copy on another subject gains, and takes nothing from its author",
        Timeout = LimitMs)]
    [InlineData(null)]
    [InlineData(4)]
    public Task Stolen_texts(int? degree)
    {
        var (network, thieves, byHostile) = Steal(degree, commits: false, leadsIn: 1, seed: 20);
        using var _ = network;
        var authors = AssertAuthorsGain(network, thieves, byHostile);

        Assert.True(authors.Length >= 10);
        Assert.Contains(thieves.Keys, thief => network.Chain(0).Tip.State.FindAccount(thief)!.Reputation >= 3);
        return Task.CompletedTask;
    }

    [Theory(
        DisplayName = "D12: of 5,000 pending an honest leader takes what fits into E_lead; all at once are voted down",
        Timeout = LimitMs)]
    [InlineData(null)]
    [InlineData(3)]
    public Task A_slow_evaluator(int? degree)
    {
        const int Honest = 6;
        const int Pending = 5_000;
        var evaluation = TimeSpan.FromMilliseconds(3);
        SignedTransaction[] waiting = [];
        var hostile = new HostileLeader(Honest, _ => waiting) { Evaluation = evaluation };
        var led = new HashSet<Round>();
        using var network = Network(degree, hostile, Honest, seed: 22, change: s => s with
        {
            Evaluation = s.Evaluation with { PerReview = evaluation },
        });
        hostile.Leading = round => led.Add(round);
        hostile.Join(network);
        waiting = [.. new FreeKeys(network.World.Population.Genesis).Reviews(Pending, writtenAt: 0)];
        foreach (var review in waiting)
        {
            for (var node = 0; node < Honest; node++)
                network.World.Tell(new NodeId(node), new MempoolMessage.TransactionReceived(review));
        }

        network.Until(() => network.RoundOf(0) >= 3);

        // As the rule was, all leaders evaluate what is pending, and step 2 does not wait so long for their blocks.
        var parameters = network.World.Population.Genesis.Parameters;
        Assert.True((evaluation * Pending).TotalMilliseconds > parameters.SmallLambdaMs + parameters.BigLambdaMs);
        var blocks = network.Blocks(0).Select(certified => certified.Block).ToArray();
        Assert.Contains(new Round(2), led);
        Assert.All(blocks, block => Assert.Equal(led.Contains(block.Header.Round), block.IsEmpty));
        var within = TimeSpan.FromMilliseconds(parameters.LeaderEvaluationMs);
        Assert.All(blocks.Where(block => !block.IsEmpty), block => Assert.InRange(
            block.Payset.Length, within / evaluation, (within / evaluation) + 10)); // Ten are tried at once.
        Assert.All(
            network.Facts.OfType<Fact.BlockBuilt>(),
            built => Assert.InRange(built.Took, within, within + (11 * evaluation)));
        network.AssertSound(Honest);
        return Task.CompletedTask;
    }

    /// <summary>The leader of one round lets copies of all texts that wait go first.</summary>
    private static (TestWorld Network, Thieves Thieves, Block ByHostile) Steal(
        int? degree, bool commits, long leadsIn, long seed, bool isAlone = false)
    {
        const int Honest = 11;
        Thieves? thieves = null;
        var hostile = new HostileLeader(Honest, heard => isAlone ? thieves!.Copies : [.. thieves!.Copies, .. heard]);
        var network = Network(degree, hostile, Honest, seed, s => s with
        {
            Run = s.Run with { ReviewsPerRound = Honest, CommitsTexts = commits },
        });
        hostile.Join(network);
        thieves = new Thieves(network, hostile, count: 10);
        network.Until(() => network.RoundOf(0) >= leadsIn + 2);

        network.AssertSound(Honest);
        return (network, thieves, Assert.Single(network.Blocks(0).Select(b => b.Block), hostile.Leads));
    }

    /// <summary>No author is withheld, though copies stand before the reviews of the hostile leader's block.</summary>
    /// <returns>What authors have in that block.</returns>
    private static PaysetEntry[] AssertAuthorsGain(TestWorld network, Thieves thieves, Block byHostile)
    {
        var authors = Reviews([byHostile]).Where(review => !IsThief(review, thieves)).ToArray();

        // As the rule was, whoever says a text second is its copier: each author, and none of the thieves.
        Assert.Equal(authors.Select(review => review.Transaction), SaidSecond(byHostile));
        Assert.All(Reviews(network.Blocks(0).Select(b => b.Block)).Where(review => !IsThief(review, thieves)), review =>
        {
            Assert.Equal(BehaviourFlags.None, review.Evaluation!.Flags);
            Assert.True(review.Evaluation.RepAdjust > 0 || review.Evaluation.Verdict != CongruenceVerdict.Congruent);
        });
        return authors;
    }

    private static IEnumerable<TransactionId> IdsOf(Block block) => block.Payset.Select(entry => entry.Transaction.Id);

    private static bool IsThief(PaysetEntry entry, Thieves thieves) =>
        thieves.Keys.Contains(entry.Transaction.Body.Sender);

    private static IEnumerable<PaysetEntry> Reviews(IEnumerable<Block> blocks) =>
        blocks.SelectMany(block => block.Payset).Where(entry => entry.Evaluation is not null);

    /// <summary>Reviews whose text an earlier one of the block has said.</summary>
    private static IEnumerable<SignedTransaction> SaidSecond(Block block)
    {
        var said = new HashSet<Digest>();
        return [.. Reviews([block]).Select(entry => entry.Transaction).Where(
            t => !said.Add(TextFingerprint.Of(((Transaction.Review)t.Body).Note)))];
    }

    private static TestWorld Network(
        int? degree,
        HostileLeader hostile,
        int honest,
        long seed,
        Func<SimulationSettings, SimulationSettings>? change = null,
        Func<Services.NodeServices, Services.NodeServices>? adapt = null) => SmallNetwork.Of(
            honest + 1,
            s =>
            {
                s = s with
                {
                    Run = s.Run with { Seed = seed, ReviewsPerRound = 0 },
                    Network = s.Network with { GossipDegree = degree },
                };
                return change is null ? s : change(s);
            },
            setup => adapt is null ? setup : setup with { Services = adapt(setup.Services) },
            propsOf: hostile.PropsOf);
}
