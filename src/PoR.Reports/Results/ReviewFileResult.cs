namespace PoR.Reports.Results;

/// <summary>
/// What became of a review file. Each of its rows was submitted, or is counted in exactly one of the others.
/// </summary>
/// <param name="Rows">All rows; of a pipe, those that were read.</param>
/// <param name="Malformed">Rows that could not be read.</param>
/// <param name="WithoutRating">Good rows that cannot be reviews.</param>
/// <param name="NotSubmitted">
/// Reviews for which the run had no room, or whose author's turn had not come when it ended.
/// </param>
/// <param name="TextsCut">Good rows whose text was cut to 8,192 bytes.</param>
public sealed record ReviewFileResult(
    long Rows, long Malformed, long WithoutRating, long NotSubmitted, long TextsCut);
