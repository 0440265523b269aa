using System.Collections.Immutable;

namespace PoR.Reports.Results;

/// <summary>What became of rights to sponsor, and of those who looked for a sponsor (D41).</summary>
/// <param name="Drawn">Rights that participants drew.</param>
/// <param name="Used">Of them those that a block used.</param>
/// <param name="Lapsed">Of them those whose last round passed without use.</param>
/// <param name="Newcomers">How many looked for a sponsor.</param>
/// <param name="WeighsFrom">
/// For each who found one, the round from which on it can weigh 1, in order of entry.
/// </param>
public sealed record AdmissionResult(
    long Drawn, long Used, long Lapsed, int Newcomers, ImmutableArray<long> WeighsFrom);
