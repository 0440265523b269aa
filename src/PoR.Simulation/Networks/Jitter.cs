using AkkaSimulation;

namespace PoR.Simulation.Networks;

/// <summary>
/// The delay of one letter as a pure function of (seed, from, to, number of the letter on its link),
/// in integers only.
/// </summary>
/// <param name="Kind">The distribution.</param>
/// <param name="SpreadPermille">Of the mean delay, thousandths, 0..900.</param>
public sealed record Jitter(JitterKind Kind, int SpreadPermille)
{
    private const int One = 65_536;

    /// <summary>Log-normal with a deviation of a tenth of the mean.</summary>
    public static Jitter Default { get; } = new(JitterKind.LogNormal, 100);

    /// <summary>Every letter takes its link's mean.</summary>
    public static Jitter None { get; } = new(JitterKind.None, 0);

    /// <summary>Thousandths of the mean delay.</summary>
    public int SpreadPermille { get; } = SpreadPermille is >= 0 and <= 900
        ? SpreadPermille
        : throw new ArgumentOutOfRangeException(nameof(SpreadPermille), SpreadPermille, "0..900");

    /// <summary>The delay of one letter.</summary>
    /// <param name="mean">The link's, ticks, at least 0.</param>
    /// <param name="seed">Of the network.</param>
    /// <param name="link">Number of the directed link.</param>
    /// <param name="count">How many letters went over the link before.</param>
    /// <returns>Ticks, at least 0.</returns>
    public long Apply(long mean, ulong seed, int link, uint count)
    {
        if (Kind == JitterKind.None)
            return mean;
        var draw = RandomStream.Mix(seed ^ (((ulong)(uint)link << 32) | count));
        var factor = Kind == JitterKind.Uniform ? UniformFactor(draw) : LogNormalFactor(draw);
        return mean * factor / One;
    }

    private long UniformFactor(ulong draw)
    {
        // −65,535..65,535, scaled by the spread.
        var offset = (long)(draw >> 47) - (One - 1);
        return One + (offset * SpreadPermille / 1000);
    }

    private long LogNormalFactor(ulong draw)
    {
        // Four uniform 16-bit numbers have the deviation 65,536·√(4/12) = 37,837.
        var sum = (long)(draw & 0xFFFF) + (long)((draw >> 16) & 0xFFFF)
            + (long)((draw >> 32) & 0xFFFF) + (long)(draw >> 48);
        var x = (sum - (2 * (One - 1))) * One / 37_837 * SpreadPermille / 1000;
        return One + x + (x * x / (2 * One));
    }
}

/// <summary>How the delay of a single letter differs from its link's mean.</summary>
public enum JitterKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Uniformly, within ± the spread.</summary>
    Uniform,

    /// <summary>
    /// Nearly log-normally, with the spread as standard deviation, and median 1: e^x by 1 + x + x²/2
    /// for x nearly normal (the sum of four uniform numbers), so never beyond ±3.5 deviations.
    /// </summary>
    LogNormal,
}
