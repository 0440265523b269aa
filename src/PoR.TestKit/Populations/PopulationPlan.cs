using PoR.Core.Parameters;

namespace PoR.TestKit.Populations;

/// <summary>
/// Honest accounts, whose reviews the evaluator misjudges now and then, and hostile ones, whose it never does; both
/// bring newcomers as far as the rules let them.
/// </summary>
internal sealed record PopulationPlan
{
    public ProtocolParameters Parameters { get; init; } = ProtocolParameters.Hardened;

    public int Accounts { get; init; } = 1_200;

    public long Reputation { get; init; } = 10;

    /// <summary>One account of so many is hostile.</summary>
    public int HostileOneIn { get; init; } = 5;

    /// <summary>An honest account writes in each so many-th round.</summary>
    public int HonestEvery { get; init; } = 12;

    public int HostileEvery { get; init; } = 12;

    public int MistakesInHundred { get; init; } = 7;

    /// <summary>One right of so many is used by honest holders; 0: none ever is.</summary>
    public int HonestUseOneIn { get; init; }

    public ulong Seed { get; init; } = 1;

    public bool IsHostile(int who) => who < Accounts && who % HostileOneIn == HostileOneIn - 1;
}

/// <summary>What a population has come to after a round.</summary>
/// <param name="Round">r.</param>
/// <param name="HostileShare">Of the eligible weight.</param>
/// <param name="Eligible">Accounts.</param>
/// <param name="HonestNewcomers">Admitted so far.</param>
/// <param name="HostileNewcomers">Admitted so far.</param>
internal readonly record struct PopulationRound(
    long Round, double HostileShare, int Eligible, int HonestNewcomers, int HostileNewcomers);
