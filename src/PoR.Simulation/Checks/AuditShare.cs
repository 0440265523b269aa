using PoR.Configuration.Profiles;
using PoR.Core.Agreement;

namespace PoR.Simulation.Checks;

/// <summary>
/// Of which votes the checks verify signature and credential: a function of the run's seed and the vote.
/// </summary>
/// <param name="Seed">The run's seed: another seed draws other votes.</param>
/// <param name="OneIn">One vote in so many; 1 for all.</param>
public sealed record AuditShare(ulong Seed, int OneIn)
{
    /// <summary>One vote in so many with <c>run.checks = sampled</c> and real cryptography.</summary>
    public const int Sampled = 8;

    /// <summary>Every vote.</summary>
    public static AuditShare All { get; } = new(0, 1);

    /// <summary>The share that settings ask for: all votes of the stand-in, since they cost little.</summary>
    public static AuditShare Of(RunSettings run) =>
        run.Checks == CheckMode.All || run.Crypto == CryptoMode.Model
            ? All
            : new AuditShare((ulong)run.Seed, Sampled);

    /// <summary>Whether a vote is among those that are verified.</summary>
    public bool Has(UnverifiedVote vote) => unchecked(vote.Digest.Bytes.Prefix + Seed) % (ulong)OneIn == 0;
}
