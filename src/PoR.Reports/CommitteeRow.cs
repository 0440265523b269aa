using System.Collections.Immutable;
using PoR.Reports.Results;

namespace PoR.Reports;

/// <summary>Participants of neighbouring reputation, as one row of the committee heat map.</summary>
/// <param name="FirstRank">Of the first one; 1 for the highest reputation.</param>
/// <param name="Members">At least one, in descending order of reputation.</param>
internal sealed record CommitteeRow(int FirstRank, ImmutableArray<ParticipantSeats> Members)
{
    /// <summary>More participants than these share rows.</summary>
    internal const int SingleRowsMax = 500;

    /// <summary>So many rows at most when they are shared, so that each is high enough to be seen.</summary>
    internal const int SharedRowsMax = 100;

    /// <summary>Seats with which they spoke.</summary>
    public long Seats => Members.Sum(static one => one.Seats);

    /// <summary>What their weights promised.</summary>
    public double ExpectedSeats => Members.Sum(static one => one.ExpectedSeats);

    /// <summary>Of the same.</summary>
    public double SeatsVariance => Members.Sum(static one => one.SeatsVariance);

    /// <summary>The rounds that they led, in order.</summary>
    public IEnumerable<long> Led => Members.SelectMany(static one => one.Led).Order();

    /// <summary>The rows of a run's participants.</summary>
    public static ImmutableArray<CommitteeRow> Of(ImmutableArray<ParticipantSeats> participants)
    {
        var size = participants.Length <= SingleRowsMax
            ? 1
            : (participants.Length + SharedRowsMax - 1) / SharedRowsMax;
        return [.. participants.Chunk(size).Select((some, row) => new CommitteeRow((row * size) + 1, [.. some]))];
    }

    /// <summary>In how many steps they spoke, together.</summary>
    /// <param name="column">0 and up.</param>
    public long Steps(int column) => Members.Sum(one => (long)one.Steps[column]);
}
