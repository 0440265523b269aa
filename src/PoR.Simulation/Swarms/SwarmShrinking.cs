namespace PoR.Simulation.Swarms;

/// <summary>Makes a failing run smaller: fewer faults, shorter ones, fewer rounds, plainer delivery.</summary>
public static class SwarmShrinking
{
    private const int HalvingsMost = 6;
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_leastRound = TimeSpan.FromSeconds(4);

    /// <summary>Tries one change after the other, and keeps each with which the run still fails.</summary>
    /// <param name="draw">A run that fails.</param>
    /// <param name="fails">
    /// Whether a run fails for the same reason. It is asked at most so often: once for each kind of fault, twice for
    /// each fault, six times for the length of each fault that is left, and eleven times more.
    /// </param>
    public static SwarmDraw Shrink(SwarmDraw draw, Func<SwarmDraw, bool> fails)
    {
        ArgumentNullException.ThrowIfNull(draw);
        ArgumentNullException.ThrowIfNull(fails);
        foreach (var kind in SwarmDice.Kinds.Where(kind => draw.Faults.Any(fault => fault.Kind == kind)))
            draw = Try(draw, draw with { Faults = draw.Faults.RemoveAll(fault => fault.Kind == kind) }, fails);
        // Twice: a fault that was needed beside another one may be none without it.
        foreach (var fault in draw.Faults.Concat(draw.Faults))
            draw = Try(draw, draw with { Faults = draw.Faults.Remove(fault) }, fails);
        draw = Try(draw, draw with { Adversary = null }, fails);
        draw = Try(draw, draw with { GossipDegree = null }, fails);
        draw = Try(draw, draw with { JitterTenths = 0 }, fails);
        draw = Try(draw, draw with { Participants = draw.Nodes }, fails);
        draw = Try(draw, draw with { Reviews = 1 }, fails);
        draw = Shorten(draw, fails);
        return WithFewerRounds(draw, fails);
    }

    private static SwarmDraw Try(SwarmDraw draw, SwarmDraw smaller, Func<SwarmDraw, bool> fails) =>
        smaller != draw && fails(smaller) ? smaller : draw;

    private static SwarmDraw Shorten(SwarmDraw draw, Func<SwarmDraw, bool> fails)
    {
        for (var i = 0; i < draw.Faults.Length; i++)
        {
            for (var halvings = 0; halvings < HalvingsMost; halvings++)
            {
                var fault = draw.Faults[i];
                var half = TimeSpan.FromMilliseconds(Math.Floor(fault.Length.TotalMilliseconds / 200) * 100);
                var shorter = draw with { Faults = draw.Faults.SetItem(i, fault with { Length = half }) };
                if (half < s_shortest || !fails(shorter))
                    break;
                draw = shorter;
            }
        }

        return draw;
    }

    /// <summary>No fault may begin after the run: <c>por simulate</c> would refuse it.</summary>
    private static SwarmDraw WithFewerRounds(SwarmDraw draw, Func<SwarmDraw, bool> fails)
    {
        var end = draw.Faults.IsEmpty ? TimeSpan.Zero : draw.Faults.Max(static fault => fault.End);
        var least = 1 + (int)(end / s_leastRound);
        while (draw.Rounds > least)
        {
            var fewer = draw with { Rounds = Math.Max(least, draw.Rounds - Math.Max(1, draw.Rounds / 3)) };
            if (!fails(fewer))
                break;
            draw = fewer;
        }

        return draw;
    }
}
