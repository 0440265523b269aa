using System.Collections.Immutable;
using System.Globalization;
using PoR.Actors.Peers;
using PoR.Core.Agreement;
using PoR.Core.Identities;

namespace PoR.TestKit.Adversaries;

/// <summary>A strategy at its nodes, and how much it weighs.</summary>
public sealed class PlacedAdversary
{
    private readonly ImmutableArray<HostileNode> _nodes;
    private readonly SortedDictionary<long, double> _shares = [];

    private PlacedAdversary(Adversary strategy, ImmutableArray<HostileNode> nodes)
    {
        Strategy = strategy;
        _nodes = nodes;
    }

    /// <summary>What it does.</summary>
    public Adversary Strategy { get; }

    /// <summary>Its nodes' numbers, ascending.</summary>
    public ImmutableArray<int> Nodes => [.. _nodes.Select(static node => node.Id.Index)];

    /// <summary>
    /// Its share of the eligible weight in each round that an honest node has begun, 0..1. Whoever is blacklisted has
    /// none.
    /// </summary>
    public IReadOnlyDictionary<long, double> ShareByRound => _shares;

    /// <summary>For example <c>Silent at nodes 18-19: 9.7 % of the eligible weight in round 3</c>.</summary>
    public override string ToString()
    {
        var text = $"{Strategy.Name} at nodes {FailureText.Ranges(Nodes)}";
        return _shares.Count == 0
            ? text
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{text}: {Percent(_shares.Last().Value)} of the eligible weight in round {_shares.Last().Key}");
    }

    /// <summary>
    /// Places strategies at nodes from the last one down, as many as their shares hold; node 0 stays honest.
    /// </summary>
    /// <param name="wanted">Each with its share of the eligible weight of round 1.</param>
    /// <param name="setups">Of all nodes, by number.</param>
    /// <param name="view">Of round 1.</param>
    /// <param name="hostile">Makes a hostile node.</param>
    /// <exception cref="ArgumentException">No node is left that weighs so little.</exception>
    internal static ImmutableArray<PlacedAdversary> Place(
        IReadOnlyList<(Adversary Strategy, double Share)> wanted,
        IReadOnlyList<PeerSetup> setups,
        CommitteeView view,
        Func<PeerSetup, Adversary, HostileNode> hostile)
    {
        var weights = setups.Select(
            setup => WeightOf(setup.Participants.Select(static keys => keys.PublicKey), view)).ToList();
        var free = Enumerable.Range(1, setups.Count - 1).Where(node => weights[node] > 0).Reverse().ToList();
        var placed = ImmutableArray.CreateBuilder<PlacedAdversary>();
        foreach (var (strategy, share) in wanted)
        {
            var left = (long)Math.Floor(share * view.TotalWeight);
            var nodes = new List<int>();
            foreach (var node in free)
            {
                if (weights[node] > left)
                    continue;
                left -= weights[node];
                nodes.Add(node);
            }

            if (nodes.Count == 0)
                throw new ArgumentException(TooLittle(strategy, share, [.. free.Select(node => weights[node])], view));
            free.RemoveAll(nodes.Contains);
            placed.Add(new PlacedAdversary(
                strategy, [.. nodes.Order().Select(node => hostile(setups[node], strategy))]));
        }

        return placed.ToImmutable();
    }

    internal ImmutableArray<HostileNode> Hostile => _nodes;

    /// <summary>Notes its share of a round.</summary>
    internal void Weigh(CommitteeView view) => _shares.TryAdd(
        view.Round.Number,
        (double)WeightOf(_nodes.SelectMany(static node => node.Participants), view) / view.TotalWeight);

    private static long WeightOf(IEnumerable<PublicKey> keys, CommitteeView view) =>
        keys.Sum(key => view.Find(key)?.Weight ?? 0);

    private static string TooLittle(Adversary strategy, double share, long[] free, CommitteeView view) =>
        $"{Percent(share)} of the eligible weight hold no whole node for {strategy.Name}: "
        + (free.Length == 0
            ? "none is left beside node 0, which stays honest."
            : $"the lightest that is left has {Percent((double)free.Min() / view.TotalWeight)}. Give a greater share, "
                + "or the network more nodes.");

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");
}
