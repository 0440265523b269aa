namespace PoR.Consensus.Tests.Agreement;

/// <summary>Who hears whom, when.</summary>
internal static class Cuts
{
    /// <summary>Every so many milliseconds another split in two; one in four phases has none.</summary>
    public static Func<int, int, long, bool> Random(ulong seed, long until, long phaseMs = 7_000) =>
        (a, b, now) =>
        {
            if (now > until || a == b)
                return true;
            var phase = Xorshift.Mix((seed * 7_919) + (ulong)(now / phaseMs));
            return phase >> 60 < 4 || ((phase >> a) & 1) == ((phase >> b) & 1);
        };
}
