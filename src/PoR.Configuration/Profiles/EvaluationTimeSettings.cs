namespace PoR.Configuration.Profiles;

/// <summary>How much virtual time the evaluation of a block takes.</summary>
/// <param name="PerBlock">Whatever the block's size.</param>
/// <param name="PerReview">For each review in it.</param>
public sealed record EvaluationTimeSettings(TimeSpan PerBlock, TimeSpan PerReview);
