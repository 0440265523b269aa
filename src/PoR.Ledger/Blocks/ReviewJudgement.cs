using PoR.Core.Transactions;
using PoR.Evaluation.Behaviour;
using PoR.Ledger.State;
using PoR.Ledger.Transactions;

namespace PoR.Ledger.Blocks;

/// <summary>
/// A review's evaluation at its place in a payset, with what was looked up for it. The subject is as before it.
/// </summary>
internal sealed record ReviewJudgement(
    ReviewEvaluation Evaluation, ReviewFacts Facts, TextClaim Text, Subject Subject);
