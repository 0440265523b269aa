using System.Collections.Immutable;
using System.Globalization;
using AkkaSimulation;

namespace PoR.Simulation.Swarms;

/// <summary>Draws the runs of a swarm; all that is drawn follows from the seed.</summary>
/// <remarks>
/// A run has a quarter, a half or three quarters of the kinds of faults, so that each kind meets the others in every
/// combination, and is alone with few now and then.
/// </remarks>
public static class SwarmDice
{
    private const int RoundsAfterFaults = 4;
    private const int TenthsOfLeastRound = 40; // 2λ of the profile.
    private const int FlapTenthsMost = 60;
    private const int DamagePerMilleMost = 20;
    private const int FaultsOfKindMost = 2;

    /// <summary>The kinds of faults, in the order in which they are drawn.</summary>
    public static ImmutableArray<string> Kinds { get; } =
    [
        DrawnFault.Cut, "loss", "duplicate", "delay", "slow", "reorder", "capacity", "bandwidth", "damage", "crash",
        "pause", "busy", "skew", "drift", "disk", "wipe", "lose-tail",
    ];

    /// <summary>How many of the kinds are drawn for each seed; the others come by <see cref="HostileDice"/>.</summary>
    private const int KindsOfAll = 15;

    /// <summary>Draws a run.</summary>
    /// <param name="seed">0 and up.</param>
    public static SwarmDraw Draw(long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seed);
        var stream = RandomStream.Of((ulong)seed, "swarm");
        var nodes = Between(stream, 4, 20);
        var participants = stream.Next(4) == 0 ? 2 * nodes : nodes;
        var rounds = Between(stream, 9, 15);
        var reviews = Between(stream, 1, 10);
        var degree = stream.Next(2) == 0 ? Between(stream, 3, 8) : (int?)null;
        var jitter = Between(stream, 0, 9);
        var end = TenthsOfLeastRound * (rounds - RoundsAfterFaults);
        var quarters = Between(stream, 1, 3);
        var kinds = Kinds.Take(KindsOfAll).Where(_ => stream.Next(4) < quarters).ToArray();
        if (kinds.Length == 0)
            kinds = [Kinds[stream.Next(KindsOfAll)]];
        var faults = ImmutableArray.CreateBuilder<DrawnFault>();
        foreach (var kind in kinds)
        {
            for (var i = Between(stream, 1, FaultsOfKindMost); i > 0; i--)
                faults.Add(FaultOf(stream, kind, nodes, end));
        }

        var draw = new SwarmDraw
        {
            Seed = seed,
            Nodes = nodes,
            Participants = participants,
            Rounds = rounds,
            Reviews = reviews,
            GossipDegree = degree,
            JitterTenths = jitter,
            Faults = [.. faults.OrderBy(static fault => fault.Start)],
        };
        return HostileDice.Add(draw, lastStart: end - TenthsOfLeastRound);
    }

    private static DrawnFault FaultOf(RandomStream stream, string kind, int nodes, int end)
    {
        var start = stream.Next(end - TenthsOfLeastRound);
        var length = Between(stream, 5, end - start);
        var (what, options) = kind == DrawnFault.Cut
            ? CutOf(stream, nodes)
            : (EffectOf(stream, kind, nodes), "");
        return new DrawnFault(
            kind, what, TimeSpan.FromSeconds(start / 10.0), TimeSpan.FromSeconds(length / 10.0), options);
    }

    private static (string What, string Options) CutOf(RandomStream stream, int nodes)
    {
        var size = stream.Next(2) == 0 ? 1 : Between(stream, 1, nodes - 1);
        var options = (stream.Next(2) == 0 ? ",oneway" : "") + (stream.Next(2) == 0 ? ",delayed" : ",dropped");
        if (stream.Next(4) == 0)
            options += string.Create(
                CultureInfo.InvariantCulture,
                $",flap:{Between(stream, 1, FlapTenthsMost) * 100}ms/{Between(stream, 1, FlapTenthsMost) * 100}ms");
        return (NodesOf(stream, size, nodes), options);
    }

    private static string EffectOf(RandomStream stream, string kind, int nodes) => kind switch
    {
        "loss" => Said($"loss:{Between(stream, 1, 30)}%"),
        "duplicate" => Said($"duplicate:{Between(stream, 1, 50)}%"),
        "delay" => Some(stream, Said($"delay:{20 << stream.Next(9)}ms"), nodes),
        "slow" => Some(stream, Said($"slow:{Between(stream, 2, 40)}x"), nodes),
        "reorder" => Said($"reorder:{20 << stream.Next(9)}ms"),
        "capacity" => Said($"capacity:{Between(stream, 2, 20)}"),
        "bandwidth" => Some(stream, Said($"bandwidth:{32 << stream.Next(5)}kbit"), nodes),
        "damage" => Said($"damage:{Between(stream, 1, DamagePerMilleMost) / 10.0:0.0}%"),
        "crash" or "pause" => Some(stream, kind, nodes),
        "busy" => Some(stream, Said($"busy:{1 << stream.Next(5)}ms"), nodes),
        "skew" => SkewOf(stream, nodes),
        "drift" => Some(stream, Said($"drift:{SignOf(stream)}{100 << stream.Next(10)}ppm"), nodes),
        "disk" => Some(stream, stream.Next(2) == 0 ? "disk:fails" : Said($"disk:{1 << stream.Next(10)}ms"), nodes),
        _ => throw new System.Diagnostics.UnreachableException($"No fault of the kind {kind}."),
    };

    /// <summary>
    /// Clocks that are off by more than the window of a block's time are those of fewer than a third, always the same:
    /// once more weight has dated a block far ahead, blocks are empty until true time has come there (D8, D37).
    /// </summary>
    private static string SkewOf(RandomStream stream, int nodes) => stream.Next(2) == 0
        ? Some(stream, Said($"skew:{SignOf(stream)}{100 << stream.Next(8)}ms"), nodes)
        : Said($"skew:{SignOf(stream)}{25_600 << stream.Next(8)}ms of ")
            + $"nodes:{string.Join(',', Enumerable.Range(0, (nodes - 1) / 3))}";

    private static string SignOf(RandomStream stream) => stream.Next(2) == 0 ? "-" : "";

    /// <summary>Of one node, of a few, or of all.</summary>
    private static string Some(RandomStream stream, string what, int nodes)
    {
        var size = stream.Next(3) switch
        {
            0 => 1,
            1 => Between(stream, 1, nodes - 1),
            _ => nodes,
        };
        return size == nodes ? what : $"{what} of {NodesOf(stream, size, nodes)}";
    }

    internal static string NodesOf(RandomStream stream, int size, int nodes)
    {
        var all = Enumerable.Range(0, nodes).ToArray();
        stream.Shuffle(all.AsSpan());
        return "nodes:" + string.Join(',', all.Take(size).Order());
    }

    private static int Between(RandomStream stream, int least, int most) => least + stream.Next(most - least + 1);

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
