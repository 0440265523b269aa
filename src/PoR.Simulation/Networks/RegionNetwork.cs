using AkkaSimulation;
using AkkaSimulation.Networks;
using PoR.Actors.Links;

namespace PoR.Simulation.Networks;

/// <summary>
/// Nodes in regions: uplink, delay of the regions with jitter, but at least the least delay, then filters. Letters of
/// one directed link arrive in the order of sending, among urgent ones and among the others.
/// </summary>
public sealed class RegionNetwork : INetwork
{
    private const int HoldsMax = 1_000;
    private readonly RegionNetworkOptions _options;
    private readonly int[] _regions;
    private readonly LinkTable _links;
    private readonly UplinkQueues _uplinks;
    private readonly INetworkFilter[] _filters;

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
        _filters = [.. options.Filters];
    }

    /// <summary>The region of a node.</summary>
    /// <param name="node">0..nodes−1.</param>
    /// <returns>Its name.</returns>
    internal string RegionOf(int node) => _options.Latency.Regions[_regions[node]];

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
        var delay = Route(
            crossing.From.Index, crossing.To.Index, message.Length, message.Message.IsUrgent, crossing.Now,
            out var cause);
        return cause is { } dropped ? Arrivals.None(dropped) : Arrivals.Once(delay, crossing.Message);
    }

    /// <summary>Decides about a letter by what the model needs of it.</summary>
    /// <param name="from">The sending node, 0..nodes−1.</param>
    /// <param name="to">The receiving node, another one.</param>
    /// <param name="bytes">Length on the wire.</param>
    /// <param name="isUrgent">Whether it goes before bulk on the uplink.</param>
    /// <param name="sentAt">True time of the run; never goes back.</param>
    /// <param name="cause">Why it is dropped; null where it arrives.</param>
    /// <returns>Its delay.</returns>
    internal TimeSpan Route(int from, int to, int bytes, bool isUrgent, TimeSpan sentAt, out DropCause? cause)
    {
        ref var link = ref _links.Of(from, to);
        var number = link.Letters++;
        var departs = _uplinks.Depart(from, sentAt.Ticks, bytes, isUrgent);
        var mean = TimeSpan.TicksPerMicrosecond * _options.Latency.OneWayMicroseconds(_regions[from], _regions[to]);
        var travel = Math.Max(
            _options.LeastDelay.Ticks,
            _options.Jitter.Apply(mean, _options.Seed, (from * _options.Nodes) + to, number));
        var transit = new Transit(from, to, bytes, isUrgent, departs, departs + travel, number);
        cause = null;
        if (_filters.Length > 0 && !TryPass(ref transit, travel, out cause))
            return default;
        ref var latest = ref isUrgent ? ref link.LatestUrgent : ref link.LatestBulk;
        latest = Math.Max(latest, transit.ArrivesAt);
        return TimeSpan.FromTicks(latest - sentAt.Ticks);
    }

    private bool TryPass(ref Transit transit, long travel, out DropCause? cause)
    {
        // A letter that was held departs again later, and may then meet another fault.
        for (var holds = 0; holds < HoldsMax; holds++)
        {
            var heldUntil = transit.DepartsAt;
            foreach (var filter in _filters)
            {
                var verdict = filter.Judge(transit);
                cause = verdict.Cause;
                if (cause is not null)
                    return false;
                heldUntil = Math.Max(heldUntil, verdict.HeldUntil);
            }

            cause = null;
            if (heldUntil == transit.DepartsAt)
                return true;
            transit = transit with { DepartsAt = heldUntil, ArrivesAt = heldUntil + travel };
        }

        throw new InvalidOperationException($"A letter was held {HoldsMax} times.");
    }
}
