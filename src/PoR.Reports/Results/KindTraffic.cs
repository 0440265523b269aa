namespace PoR.Reports.Results;

/// <summary>Messages of one kind that nodes put on the network.</summary>
/// <param name="Kind">For example <c>VoteSent</c>.</param>
/// <param name="Messages">How many; a broadcast counts once for each receiver.</param>
/// <param name="Bytes">Their lengths on the wire.</param>
/// <param name="Cut">Of them, those that a cut stopped.</param>
/// <param name="Lost">Those that got lost.</param>
/// <param name="Damaged">Those that were damaged so that no message was left.</param>
public sealed record KindTraffic(string Kind, long Messages, long Bytes, long Cut, long Lost, long Damaged)
{
    /// <summary>What was added since a moment at which the counts were these.</summary>
    public KindTraffic Since(KindTraffic? before) => before is null ? this : new(
        Kind, Messages - before.Messages, Bytes - before.Bytes, Cut - before.Cut, Lost - before.Lost,
        Damaged - before.Damaged);
}
