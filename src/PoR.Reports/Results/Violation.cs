namespace PoR.Reports.Results;

/// <summary>An invariant that did not hold.</summary>
/// <param name="Invariant">For example <c>I1</c>.</param>
/// <param name="Round">The round in which it was seen.</param>
/// <param name="AtSeconds">Virtual seconds.</param>
/// <param name="Description">One sentence.</param>
public sealed record Violation(string Invariant, long Round, double AtSeconds, string Description);
