using PoR.Exploration.Bba;

namespace PoR.Tool.Exploring;

/// <summary>One exploration of a run.</summary>
/// <param name="Name">What the adversary may do, in a few words.</param>
/// <param name="Setting">What is explored.</param>
internal sealed record ExploreRow(string Name, BbaSetting Setting)
{
    /// <summary>From so many nodes on the costly variants are not explored.</summary>
    private const int NodesOfAllVariantsMax = 7;

    /// <summary>All explorations of a run, in order.</summary>
    public static IEnumerable<ExploreRow> Of(ExploreOptions options)
    {
        foreach (var delivery in options.Deliveries)
        {
            var plain = new BbaSetting(options.Seats, options.Hostile, delivery);
            if (options.Mutation is { } mutation)
            {
                yield return new ExploreRow("mutated", BbaExploration.For(plain, mutation));
                continue;
            }

            yield return new ExploreRow("votes", plain with { Scope = Scope.Votes });
            yield return new ExploreRow("selective", plain with { Adversary = Adversary.Selective });
            yield return new ExploreRow("verdicts", plain with { Scope = Scope.Verdicts });
            if (options.Seats.Length > NodesOfAllVariantsMax)
                continue;
            yield return new ExploreRow("contradicting", plain with { Adversary = Adversary.Contradicting });
            var crashing = plain with { Scope = Scope.Verdicts | Scope.Crashes };
            yield return new ExploreRow("crashes", crashing);

            // With a bound on delays a node whose vote is late is a faulty one, so there is room for it only where a
            // hostile one is missing.
            if (delivery != Delivery.Async && plain.Hostile > 0 && plain.IsWithinAssumption)
                yield return new ExploreRow("late crashes", crashing with { Hostile = plain.Hostile - 1 });
        }
    }

    /// <summary>What is not explored with so many nodes; null when all is.</summary>
    public static string? LeftOut(ExploreOptions options) =>
        options.Mutation is null && options.Seats.Length > NodesOfAllVariantsMax
            ? $"with more than {NodesOfAllVariantsMax} nodes, contradicting messages and crashes are left out."
            : null;
}
