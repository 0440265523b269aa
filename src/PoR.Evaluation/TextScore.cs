namespace PoR.Evaluation;

/// <summary>What the evaluator says of a text (PoR §3.6 "Evaluating").</summary>
/// <param name="Score">Positivity, 0 (worst) to 100 (best); 50 without evidence.</param>
/// <param name="HasEvidence">
/// False for an empty, numeric, foreign-language or made-up text: it is neither rewarded nor
/// punished.
/// </param>
public readonly record struct TextScore(byte Score, bool HasEvidence);
