namespace PoR.Simulation.Runs;

/// <summary>
/// Tails of the binomial distribution, summed term by term: the normal approximation is off by orders of magnitude
/// where committees are large enough. For people only: doubles decide nothing here.
/// </summary>
public static class BinomialTails
{
    private const double Negligible = 1e-17;

    /// <summary>P(X &lt; k) for X of n draws with probability p.</summary>
    /// <param name="n">Draws, 0 and up.</param>
    /// <param name="p">0..1.</param>
    /// <param name="k">Any number.</param>
    public static double Below(long n, double p, long k)
    {
        if (k > n)
            return 1;
        if (k <= 0 || p >= 1)
            return 0;
        if (p <= 0)
            return 1;

        // Downwards from k − 1, each term is the one above it times i(1 − p) / ((n − i + 1)p).
        var (term, sum) = (Term(n, p, k - 1), 0.0);
        for (var i = k - 1; i >= 0; i--)
        {
            sum += term;
            if (i < n * p && term < sum * Negligible)
                break;
            term *= i * (1 - p) / ((n - i + 1) * p);
        }

        return Math.Min(sum, 1);
    }

    /// <summary>P(X ≥ k) for X of n draws with probability p.</summary>
    /// <param name="n">Draws, 0 and up.</param>
    /// <param name="p">0..1.</param>
    /// <param name="k">Any number.</param>
    public static double AtLeast(long n, double p, long k) => Below(n, 1 - p, n - k + 1);

    private static double Term(long n, double p, long i) => Math.Exp(
        LogFactorial(n) - LogFactorial(i) - LogFactorial(n - i) + (i * Math.Log(p)) + ((n - i) * Math.Log(1 - p)));

    /// <summary>ln n!: by its product where Stirling's series is not exact yet.</summary>
    private static double LogFactorial(long n)
    {
        if (n < 20)
        {
            var product = 1.0;
            for (var i = 2; i <= n; i++)
                product *= i;
            return Math.Log(product);
        }

        var x = (double)n;
        return (x * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI * x)) + (1 / (12 * x)) - (1 / (360 * x * x * x));
    }
}
