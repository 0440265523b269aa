namespace PoR.Reports.Results;

/// <summary>A transaction at a node, with the paper's columns (PoR §10). Payments have 0 in review fields.</summary>
/// <param name="Transaction">Its id, hexadecimal.</param>
/// <param name="Kind"><c>review</c>, <c>payment</c> or <c>registration</c>.</param>
/// <param name="Sender">The sender's public key.</param>
/// <param name="Round">The round of its block.</param>
/// <param name="SubmittedSeconds">When it was submitted. Virtual seconds.</param>
/// <param name="AdoptedSeconds">When the node adopted its block. Virtual seconds.</param>
/// <param name="Rating">The rating on 0..100; 0 for other kinds.</param>
/// <param name="Evaluation">ReviewEval, 0..100; 0 for other kinds.</param>
/// <param name="Adjustment">RepAdjust; 0 for other kinds.</param>
public sealed record TransactionResult(
    string Transaction,
    string Kind,
    string Sender,
    long Round,
    double SubmittedSeconds,
    double AdoptedSeconds,
    double Rating,
    int Evaluation,
    long Adjustment);
