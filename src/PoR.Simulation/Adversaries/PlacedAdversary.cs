using System.Collections.Immutable;
using System.Globalization;
using PoR.Actors.Participants;
using PoR.Actors.Peers;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Ledger.Stake;

namespace PoR.Simulation.Adversaries;

/// <summary>A strategy at its nodes, and how much it weighs.</summary>
public sealed class PlacedAdversary
{
    private readonly SortedDictionary<long, double> _shares = [];
    private readonly HashSet<PublicKey> _accounts;
    private readonly Dictionary<PublicKey, long> _newcomers = []; // With the first round in which each weighs; 0: none.

    private PlacedAdversary(AdversaryShare wanted, ImmutableArray<HostileNode> hostile)
    {
        (Strategy, Label, Hostile) = (wanted.Strategy, wanted.Label, hostile);
        Nodes = [.. hostile.Select(static node => node.Id.Index)];
        _accounts = [.. hostile.SelectMany(static node => node.Participants)];
        foreach (var node in hostile)
            node.Ours = this;
    }

    /// <summary>What it does.</summary>
    public Adversary Strategy { get; }

    /// <summary>Its name in reports: the text that it was written as.</summary>
    public string Label { get; }

    /// <summary>Its nodes' numbers, ascending.</summary>
    public ImmutableArray<int> Nodes { get; }

    /// <summary>Who lives there, and the accounts that the strategy has brought in.</summary>
    public IReadOnlySet<PublicKey> Accounts => _accounts;

    /// <summary>
    /// Accounts that the strategy has asked in, each with the first round in which it weighs something; 0 until then.
    /// </summary>
    public IReadOnlyDictionary<PublicKey, long> Newcomers => _newcomers;

    /// <summary>
    /// Its share of the eligible weight in each round that an honest node has begun, 0..1. Whoever is blacklisted has
    /// none.
    /// </summary>
    public IReadOnlyDictionary<long, double> ShareByRound => _shares;

    /// <summary>For example <c>Silent at nodes 18-19: 9.7 % of the eligible weight in round 3</c>.</summary>
    public override string ToString()
    {
        var text = $"{Strategy.Name} at nodes {NodeRanges.Of(Nodes)}";
        return _shares.Count == 0
            ? text
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{text}: {Percent(_shares.Last().Value)} of the eligible weight in round {_shares.Last().Key}");
    }

    internal ImmutableArray<HostileNode> Hostile { get; }

    /// <summary>
    /// Places strategies at nodes from the last one down, as many as their shares hold; node 0 stays honest.
    /// </summary>
    /// <param name="wanted">Each with its share of the eligible weight of round 1.</param>
    /// <param name="setups">Of all nodes, by number.</param>
    /// <param name="view">Of round 1.</param>
    /// <param name="hostile">Makes a hostile node.</param>
    /// <exception cref="ArgumentException">No node is left that weighs so little.</exception>
    internal static ImmutableArray<PlacedAdversary> Place(
        IReadOnlyList<AdversaryShare> wanted,
        IReadOnlyList<PeerSetup> setups,
        CommitteeView view,
        Func<PeerSetup, Adversary, HostileNode> hostile)
    {
        var weights = setups.Select(setup => WeightOf(setup.Participants, view)).ToImmutableArray();
        var found = NodesOf(wanted, weights, out var wrong);
        if (wrong is not null)
            throw new ArgumentException(wrong.Value.Fault);
        return
        [
            .. wanted.Zip(found, (one, nodes) => new PlacedAdversary(
                one, [.. nodes.Select(node => hostile(setups[node], one.Strategy))])),
        ];
    }

    /// <summary>What participants weigh together.</summary>
    internal static long WeightOf(IEnumerable<ParticipantKeys> participants, CommitteeView view) =>
        participants.Sum(keys => view.Find(keys.PublicKey)?.Weight ?? 0);

    /// <summary>Which nodes strategies get.</summary>
    /// <param name="wanted">Each with its share.</param>
    /// <param name="weights">What each node weighs in round 1.</param>
    /// <param name="wrong">The one for which there are none, by place, and why; null: each has some.</param>
    internal static ImmutableArray<ImmutableArray<int>> NodesOf(
        IReadOnlyList<AdversaryShare> wanted, ImmutableArray<long> weights, out (int Place, string Fault)? wrong)
    {
        wrong = null;
        var total = weights.Sum();
        var free = Enumerable.Range(1, weights.Length - 1).Where(node => weights[node] > 0).Reverse().ToList();
        var found = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        foreach (var (place, (strategy, share, _)) in wanted.Index())
        {
            var left = (long)((Int128)total * share.Numerator / share.Denominator);
            var nodes = new List<int>();
            foreach (var node in free)
            {
                if (weights[node] > left)
                    continue;
                left -= weights[node];
                nodes.Add(node);
            }

            if (nodes.Count == 0)
            {
                wrong ??= (place, TooLittle(strategy, share, [.. free.Select(node => weights[node])], total));
                return [];
            }

            free.RemoveAll(nodes.Contains);
            found.Add([.. nodes.Order()]);
        }

        return found.ToImmutable();
    }

    /// <summary>An account that genesis does not know is the strategy's from now on.</summary>
    internal void Take(PublicKey newcomer)
    {
        if (_accounts.Add(newcomer))
            _newcomers.Add(newcomer, 0);
    }

    /// <summary>Notes its share of a round.</summary>
    internal void Weigh(CommitteeView view)
    {
        if (_shares.ContainsKey(view.Round.Number))
            return;
        var held = WeightShare.Of(view, _accounts);
        _shares.Add(view.Round.Number, held.Total == 0 ? 0 : (double)held.Weight / held.Total);
        foreach (var member in view.Members)
        {
            if (_newcomers.TryGetValue(member.Key, out var first) && first == 0)
                _newcomers[member.Key] = view.Round.Number;
        }
    }

    private static string TooLittle(Adversary strategy, Ratio share, long[] free, long total) =>
        $"{Percent((double)share.Numerator / share.Denominator)} of the eligible weight hold no whole node for "
        + $"{strategy.Name}: "
        + (free.Length == 0
            ? "none is left beside node 0, which stays honest. Give the others less, or the network more nodes."
            : $"the lightest that is left has {Percent((double)free.Min() / total)}. Give a greater share, "
                + "or the network more nodes.");

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");
}

/// <summary>A strategy, and how much of a network it is to have.</summary>
/// <param name="Strategy">One instance for one network.</param>
/// <param name="Share">Of the eligible weight of round 1, above 0 and below 1.</param>
/// <param name="Label">Its name in reports.</param>
public sealed record AdversaryShare(Adversary Strategy, Ratio Share, string Label);
