using System.Globalization;

namespace PoR.Reports.Results;

/// <summary>How far a run was when it was stopped.</summary>
/// <param name="AfterRound">The last round that a node had decided; 0 before the first one.</param>
/// <param name="OfRounds">How many it should have had.</param>
/// <param name="AtSeconds">Virtual seconds.</param>
public sealed record CancelledResult(long AfterRound, long OfRounds, double AtSeconds)
{
    /// <summary>The same as a sentence.</summary>
    public string Sentence => AfterRound == 0
        ? Text($"Cancelled before a round was decided, of {OfRounds:N0}, at {AtSeconds:0.#} s.")
        : Text($"Cancelled after round {AfterRound:N0} of {OfRounds:N0} at {AtSeconds:0.#} s.");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
