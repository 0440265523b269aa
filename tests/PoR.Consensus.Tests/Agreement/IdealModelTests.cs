using PoR.Consensus.Agreement;
using PoR.Core.Agreement;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>GC and BBA* as models with their properties; and the machine does what they do when all sit.</summary>
public sealed class IdealModelTests
{
    [Fact(DisplayName = "S6: grades of honest players differ by at most 1, and values with a grade are equal")]
    public void Graded_consensus_is_consistent()
    {
        var seen = new HashSet<int>();
        foreach (var model in GradedRuns())
        {
            var grades = model.Outputs.Select(o => o.Grade).ToArray();
            Assert.True(grades.Max() - grades.Min() <= 1);
            Assert.True(model.Outputs.Where(o => o.Grade > 0).Select(o => o.Value).Distinct().Count() <= 1);
            seen.UnionWith(grades);
        }

        Assert.Equal(3, seen.Count);
    }

    [Fact(DisplayName = "S6: if all honest players start with v, all end with (v, 2)")]
    public void Graded_consensus_is_valid()
    {
        for (var seed = 0UL; seed < 200; seed++)
        {
            var t = 1 + (int)(seed % 4);
            var model = new IdealGradedConsensus(t, [.. Enumerable.Repeat<int?>(1, (2 * t) + 1)], new Xorshift(seed));
            Assert.All(model.Outputs, output => Assert.Equal((1, 2), output));
        }
    }

    [Fact(DisplayName = "PoR §5.2 steps 2 to 4: tallies and machine give the grades of GC when all sit")]
    public void Steps_2_to_4_refine_graded_consensus()
    {
        foreach (var model in GradedRuns())
        {
            for (var player = 0; player < model.Quorum; player++)
            {
                var second = Tally(2, model.Quorum, model.First[player]);
                Assert.Equal(BlockOf(model.Echoed[player]), second.ValueQuorum);

                var node = RoundBench.WaitingIn(4).Tally(Tally(3, model.Quorum, model.Second[player])).Deadline(4);
                var (value, grade) = model.Outputs[player];
                Assert.Equal(new Position(BlockOf(value), grade == 2 ? (byte)0 : (byte)1), node.Said(4));
            }
        }
    }

    [Fact(DisplayName = "BBA*: all honest players put out one bit; if all start with it, that one")]
    public void Binary_agreement_agrees()
    {
        var loops = new List<int>();
        for (var seed = 0UL; seed < 600; seed++)
        {
            var model = BinaryRun(seed, out var isUnanimous);
            var first = model.Bits[0];
            while (!model.HasEnded && model.Step < 500)
                model.Advance();
            Assert.True(model.HasEnded, $"Seed {seed} has not ended.");
            Assert.Single(model.Outputs.Distinct());
            if (isUnanimous)
                Assert.Equal(first, model.Outputs[0]);
            loops.Add((model.Step - 5 + 2) / 3);
        }

        // Each loop ends the agreement with probability 1/3 at least.
        Assert.True(loops.Average() <= 4, $"It took {loops.Average()} loops.");
    }

    [Fact(DisplayName = "PoR §5.2 steps 5 and up: the machine goes step by step with BBA* when all sit")]
    public void The_loop_refines_binary_agreement()
    {
        var coins = 0;
        for (var seed = 0UL; seed < 300; seed++)
        {
            var model = BinaryRun(seed, out _);
            var nodes = model.Bits
                .Select(b => RoundBench.Holding(Given.Block(1), b, step: 5).Ticket(1, rank: 1))
                .ToArray();
            while (!model.HasEnded)
            {
                var wasOver = model.Outputs.Select(o => o is not null).ToArray();
                var step = model.Step;
                var heardBy = model.Advance();
                for (var i = 0; i < nodes.Length; i++)
                {
                    if (!wasOver[i])
                        AssertSameStep(model, nodes[i], i, step, heardBy[i]);
                }
            }

            coins += nodes.Sum(n => n.Machine.CoinThrowCount);
        }

        Assert.True(coins > 0);
    }

    private static void AssertSameStep(
        IdealBinaryAgreement model, RoundBench node, int player, int step, IReadOnlyDictionary<int, byte> heard)
    {
        var tally = Given.Tally(step - 1, model.Quorum);
        foreach (var (sender, bit) in heard)
        {
            var rank = Given.Rank(model.RankOf(sender, step - 1));
            tally.Add(Given.Vote(sender, step - 1, Given.Block(1), bit, rank: rank));
        }

        node.Tally(tally.Summary).Deadline(step);
        Assert.Equal(model.Outputs[player] is { } output ? output : null, EndOf(node));
        if (model.Outputs[player] is null)
            Assert.Equal(model.Bits[player], node.Said(step)?.Bit);
    }

    private static byte? EndOf(RoundBench node) =>
        node.Ending switch
        {
            RoundEnding.WithBlock => 0,
            RoundEnding.WithEmptyBlock => 1,
            _ => null,
        };

    private static IEnumerable<IdealGradedConsensus> GradedRuns()
    {
        for (var seed = 0UL; seed < 400; seed++)
        {
            var random = new Xorshift(seed);
            var t = 1 + random.Below(4);
            var odds = 2 + random.Below(12);
            var inputs = Enumerable.Range(0, (2 * t) + 1).Select(_ => (int?)(random.OnceIn(odds) ? 1 : 0)).ToArray();
            yield return new IdealGradedConsensus(t, inputs, random);
        }
    }

    private static IdealBinaryAgreement BinaryRun(ulong seed, out bool isUnanimous)
    {
        var random = new Xorshift(seed);
        var t = 1 + random.Below(4);
        var bits = Enumerable.Range(0, (2 * t) + 1).Select(_ => (byte)random.Below(2)).ToArray();
        if (random.OnceIn(3))
            Array.Fill(bits, bits[0]);
        isUnanimous = bits.Distinct().Count() == 1;
        return new IdealBinaryAgreement(t, bits, seed);
    }

    private static TallySummary Tally(int step, int threshold, IReadOnlyDictionary<int, int?> heard)
    {
        var tally = Given.Tally(step, threshold);
        foreach (var (sender, value) in heard)
            tally.Add(Given.Vote(sender, step, BlockOf(value)));
        return tally.Summary;
    }

    private static BlockValue? BlockOf(int? number) => number is { } n ? Given.Block(n) : null;
}
