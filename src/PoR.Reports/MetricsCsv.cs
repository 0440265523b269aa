using PoR.Reports.Results;

namespace PoR.Reports;

/// <summary>
/// <c>nodeK_metrics.csv</c>: one row a transaction, as each node of the paper's experiments wrote (PoR §10).
/// Rating, evaluation and adjustment are 0 for what is no review. Times are virtual seconds.
/// </summary>
internal static class MetricsCsv
{
    /// <summary>Writes the header and a row for each transaction, in the order given.</summary>
    /// <param name="transactions">What one node adopted in blocks.</param>
    /// <param name="writer">Left open.</param>
    public static void Write(IEnumerable<TransactionResult> transactions, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(transactions);
        var table = new CsvTable(
            writer,
            "transaction", "kind", "sender", "round", "submittedSeconds", "adoptedSeconds",
            "completionSeconds", "rating", "evaluation", "adjustment");
        foreach (var transaction in transactions)
            table.Row(Fields(transaction));
    }

    // Completion, from submission to the adoption of its block, is what the paper's Figures 10 and 11 show.
    private static string[] Fields(TransactionResult transaction) =>
    [
        transaction.Transaction,
        transaction.Kind,
        transaction.Sender,
        Figures.Text(transaction.Round),
        Figures.Text(transaction.SubmittedSeconds),
        Figures.Text(transaction.AdoptedSeconds),
        Figures.Text(transaction.AdoptedSeconds - transaction.SubmittedSeconds),
        Figures.Text(transaction.Rating),
        Figures.Text(transaction.Evaluation),
        Figures.Text(transaction.Adjustment),
    ];
}
