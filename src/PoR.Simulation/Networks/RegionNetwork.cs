using System.Collections.Immutable;
using AkkaSimulation;
using AkkaSimulation.Networks;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Reports.Results;

namespace PoR.Simulation.Networks;

/// <summary>
/// Nodes in regions: uplink, delay of the regions with jitter, but at least the least delay, then faults. Letters of
/// one directed link arrive in the order of sending, among urgent ones and among the others, unless a fault lets them
/// overtake.
/// </summary>
public sealed class RegionNetwork : INetwork
{
    private readonly RegionNetworkOptions _options;
    private readonly int[] _regions;
    private readonly LinkTable _links;
    private readonly UplinkQueues _uplinks;
    private readonly LinkFates _fates;
    private readonly TrafficCounts _traffic;

    /// <summary>A network in which nothing was sent yet.</summary>
    /// <param name="options">How it is built.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// No node, a negative bandwidth or least delay, or no tick.
    /// </exception>
    public RegionNetwork(RegionNetworkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Nodes, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.UplinkBitsPerSecond);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LeastDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Tick, TimeSpan.Zero);
        _options = options;
        var nodes = options.Nodes;
        var regions = options.Latency.Regions.Length;
        var draw = RandomStream.Of(options.Seed, "regions");
        _regions = new int[nodes];
        for (var node = 0; node < nodes; node++)
        {
            _regions[node] = options.Assignment == RegionAssignment.RoundRobin
                ? node % regions
                : draw.Next(regions);
        }

        _links = new LinkTable(nodes);
        _uplinks = new UplinkQueues(nodes, options.UplinkBitsPerSecond);
        _fates = new LinkFates(options.Faults, nodes, options.Seed);
        _traffic = new TrafficCounts(nodes);
    }

    /// <summary>The region of a node.</summary>
    /// <param name="node">0..nodes−1.</param>
    /// <returns>Its name.</returns>
    internal string RegionOf(int node) => _options.Latency.Regions[_regions[node]];

    /// <summary>The regions with their nodes, in the order of their first node.</summary>
    internal ImmutableArray<RegionResult> Regions =>
    [
        .. Enumerable.Range(0, _regions.Length).GroupBy(RegionOf).Select(static group =>
        {
            var city = Cities.Find(group.Key).Value;
            return new RegionResult(
                group.Key, city?.LatitudeCentidegrees / 100.0, city?.LongitudeCentidegrees / 100.0, [.. group]);
        }),
    ];

    /// <summary>What was put on the network since the start, by kind; asked for between turns.</summary>
    internal ImmutableArray<KindTraffic> Traffic => _traffic.Totals;

    /// <summary>How many letters were put on the network.</summary>
    public long Crossings => _links.Letters;

    /// <inheritdoc/>
    public TimeSpan MinimumDelay => _options.LeastDelay;

    /// <inheritdoc/>
    /// <remarks>
    /// A node works off what arrives within a tick in one go, as an operating system hands over what a network card has
    /// collected.
    /// </remarks>
    public TimeSpan ArrivalTick => _options.Tick;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The message is none of those that cross peers.</exception>
    public Arrivals Route(in Crossing crossing)
    {
        if (crossing.Message is not PeerHeard { Message: var message })
            throw new InvalidOperationException($"{crossing.Message.GetType().Name} has no size.");
        var fate = Route(
            crossing.From.Index, crossing.To.Index, message.Length, message.Message.IsUrgent, crossing.Now);
        ref var count = ref _traffic.Add(crossing.From.Index, message.Message.Tag, message.Length);
        if (_fates.IsEmpty)
            return Arrivals.Once(fate.ArrivesAt - crossing.Now, crossing.Message);
        if (fate.Lost is { } lost)
        {
            ref var ofCause = ref lost == LinkLoss.Cut ? ref count.Cut : ref count.Lost;
            ofCause++;
            return Arrivals.None(lost == LinkLoss.Cut ? DropCause.Cut : DropCause.Loss);
        }

        var arriving = crossing.Message;
        if (fate.Damage is { } draw)
        {
            if (LinkFates.Damaged(message, draw) is not { } damaged)
            {
                count.Damaged++;
                return Arrivals.None(DropCause.Filtered);
            }

            arriving = new PeerHeard(new NodeId(crossing.From.Index), damaged);
        }

        var first = new Arrival(fate.ArrivesAt - crossing.Now, arriving);
        return fate.CopyAfter is { } later
            ? Arrivals.Many([first, first with { Delay = first.Delay + later }])
            : Arrivals.Once(first.Delay, first.Message);
    }

    /// <summary>Decides about a letter by what the model needs of it.</summary>
    /// <param name="from">The sending node, 0..nodes−1.</param>
    /// <param name="to">The receiving node, another one.</param>
    /// <param name="bytes">Length on the wire.</param>
    /// <param name="isUrgent">Whether it goes before bulk on the uplink.</param>
    /// <param name="sentAt">True time of the run; never goes back.</param>
    internal LinkFate Route(int from, int to, int bytes, bool isUrgent, TimeSpan sentAt)
    {
        ref var link = ref _links.Of(from, to);
        var number = link.Letters++;
        var departs = _uplinks.Depart(from, sentAt.Ticks, bytes, isUrgent);
        var mean = TimeSpan.TicksPerMicrosecond * _options.Latency.OneWayMicroseconds(_regions[from], _regions[to]);
        var arrives = departs + Math.Max(
            _options.LeastDelay.Ticks,
            _options.Jitter.Apply(mean, _options.Seed, (from * _options.Nodes) + to, number));
        ref var latest = ref isUrgent ? ref link.LatestUrgent : ref link.LatestBulk;
        if (_fates.IsEmpty)
            return new LinkFate(null, TimeSpan.FromTicks(latest = Math.Max(latest, arrives)));
        var fate = _fates.Of(new LinkPassage(
            from, to, bytes, isUrgent, TimeSpan.FromTicks(departs), TimeSpan.FromTicks(arrives), number));
        if (fate.MayBeOvertaken)
            return fate;

        // What a fault takes has held up those after it all the same, so that a cut changes nothing before it begins.
        latest = Math.Max(latest, fate.Lost is null ? fate.ArrivesAt.Ticks : arrives);
        return fate with { ArrivesAt = TimeSpan.FromTicks(latest) };
    }
}
