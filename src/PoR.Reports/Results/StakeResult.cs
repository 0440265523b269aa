namespace PoR.Reports.Results;

/// <summary>How the eligible weight is spread at the end of a run.</summary>
/// <param name="MinimumStake">Whoever has less is not eligible.</param>
/// <param name="WeightMax">The cap; null without one.</param>
/// <param name="GreatestShare">Of the account that weighs most, 0..1.</param>
/// <param name="LookBackRounds">So many rounds are weighed by genesis, later ones by as old a state.</param>
public sealed record StakeResult(double MinimumStake, long? WeightMax, double GreatestShare, int LookBackRounds);
